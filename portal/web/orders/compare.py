"""Two people at once: what somebody saw, and what the order says now, side by side."""

from flask import request
from flask_babel import gettext as _

from portal.desk import Sheet
from portal.journey import fold
from portal.people import Actor
from portal.web.orders.differences import shown_of, side_by_side
from portal.web.orders.entries import short_no
from portal.web.orders.forms import number_of


def versions(sheet: Sheet, by: Actor) -> list[dict]:
    """Return rows {label, then, now, changed} of the line that was spoken about.

    Of the whole order where no line is named: what differs in any of its lines.
    """
    number, seen = (number_of(request.form.get(name)) for name in ("line", "seen"))
    if not seen:
        return []
    then = fold(one for one in sheet.said if one.seq <= seen)
    rows = []
    for line in sheet.journey.lines.values():
        old = then.lines.get(line.line)
        if number not in (0, line.line) or (number and old is None):
            continue
        shown = side_by_side(
            shown_of(then, old, by) if old else {}, shown_of(sheet.journey, line, by)
        )
        rows += shown if number else [_of(line.no, row) for row in shown if row["changed"]]
    return rows


def _of(no: str, row: dict) -> dict:
    """Say of which line a row is."""
    label = _("Line %(no)s: %(name)s", no=short_no(no), name=row["label"])
    return row | {"label": label}
