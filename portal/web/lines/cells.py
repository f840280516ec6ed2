"""One line as a row of a spreadsheet: values by column, dates as dates, numbers as numbers."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from portal import bundles
from portal.bundles import Row
from portal.desk import LineRow
from portal.people import Actor
from portal.web import babel
from portal.web.lines import words
from portal.web.orders.entries import short_no
from portal.web.words_order import turn
from portal.web.words_units import unit

CHOSEN = ("verb", "rest", "reason")
TOLD = "reported"  # chosen for what is sent, so it may be mended after the answer was told
TYPED = ("qty", "day", "text", "ref")


def cells_of(
    line: LineRow, by: Actor, names: Mapping[int, str], splits: Sequence[LineRow] = ()
) -> dict[str, object]:
    """Return what a line shows in a spreadsheet; what is filled in is empty."""
    offers = [one for one in (line, *splits) if one.proposed is not None]
    return {
        "order": line.number,
        "line": short_no(line.no),
        "other": names.get(line.owner if by.org == line.partner else line.partner, ""),
        "item": line.item,
        "name": line.item_name,
        "site": line.site,
        "asked": line.cap,
        "uom": unit(line.uom, line.cap),
        "asked_day": line.want_day,
        "agreed_day": line.agreed_day,
        "offered": "; ".join(_offer(one) for one in offers),
        "state": turn(line.view, by.side)[0],
        "key": str(bundles.key_of(line)),
    }


def _offer(line: LineRow) -> str:
    return _(
        "%(many)s on %(day)s",
        many=babel.amount(line.proposed, unit(line.uom, line.proposed)),
        day=babel.day(line.proposed_day),
    )


def mended_cells(
    row: Row, line: LineRow | None, by: Actor, names: Mapping[int, str]
) -> dict[str, object]:
    """Return a row that was not sent: its line as it is now, what was said, and what is wrong.

    Where only its shipment could not be announced, what was said is said and stands no more.

    Of a line that is not theirs there is only what they sent themselves.
    """
    unread = row.unread
    cells: dict[str, object] = dict(unread) if line is None else cells_of(line, by, names)
    for name in (*(() if row.answered else TYPED), *bundles.SHIPPING):
        value = getattr(row, name)
        cells[name] = unread.get(name) if value in (None, "") else value
    for name in (TOLD,) if row.answered else (*CHOSEN, TOLD):
        value = getattr(row, name)
        cells[name] = words.choice(name, value) if value else unread.get(name, "")
    return cells | {"fault": words.fault(row.problem())}
