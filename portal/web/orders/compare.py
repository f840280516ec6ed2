"""Two people at once: what the supplier saw, and what the order says now, side by side."""

from flask_babel import gettext as _

from portal.desk import Sheet
from portal.journey import Line, fold
from portal.people import Actor
from portal.web import babel
from portal.web.orders.forms import AnswerForm, number_of
from portal.web.orders.sight import priced
from portal.web.words_units import amount_of


def versions(sheet: Sheet, form: AnswerForm, by: Actor) -> list[dict]:
    """Return rows {label, then, now, changed} of the line that an answer was about."""
    price = priced(by, sheet.journey.partner, sheet.journey.owner)
    number, seen = number_of(form.line.data), number_of(form.seen.data)
    then = fold(one for one in sheet.said if one.seq <= seen).lines.get(number)
    now = sheet.journey.lines.get(number)
    if then is None or now is None:
        return []
    rows = zip(_described(then, price), _described(now, price), strict=True)
    return [
        {"label": label, "then": old, "now": new, "changed": old != new}
        for (label, old), (_label, new) in rows
    ]


def _described(line: Line, price: bool) -> list[tuple[str, str]]:
    return [
        (_("Version"), str(line.revision)),
        (_("Item"), line.item.get("name") or line.item.get("code", "")),
        (_("Quantity"), amount_of(line.ordered, line.uom)),
        (_("Requested"), _days(line, "ask_day")),
        (_("Agreed"), _days(line, "agreed_day")),
        (_("Offered"), _offers(line)),
        *([(_("Price"), babel.amount(line.price))] if price else []),
    ]


def _offers(line: Line) -> str:
    offered = (part for part in line.parts.values() if part.proposal)
    said = [
        _(
            "%(many)s on %(day)s",
            many=babel.amount(one.proposed_qty),
            day=babel.day(one.proposed_day),
        )
        for one in offered
    ]
    return "; ".join(said) or babel.NOTHING


def _days(line: Line, name: str) -> str:
    days = (getattr(part, name) for part in line.parts.values())
    return ", ".join(babel.day(day) for day in days if day) or babel.NOTHING
