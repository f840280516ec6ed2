"""One row of a bundle as its page shows it: what was asked, what is said, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.bundles import BAD, READY, TOLD, WRONG, Row
from portal.desk import LineRow
from portal.web import babel
from portal.web.lines import words
from portal.web.orders.entries import short_no
from portal.web.words_units import amount_of

WAITING = (READY, WRONG, BAD)


@dataclass(frozen=True)
class Shown:
    """One row of the page."""

    row: Row
    no: str
    other: str
    asked: str
    now: str
    stamp: str
    qty: str
    day: str
    ship_qty: str
    ship_day: str
    state: str
    tone: str
    problem: str
    field: str
    meant: str
    told: str
    moved: str
    locked: bool
    shipment: str
    follows: str


def shown(row: Row, line: LineRow | None, names: dict[int, str]) -> Shown:
    """Return a row as the page shows it, beside its line as it is now."""
    state, tone = words.STATES[row.state]
    problem = row.problem()
    asked = _by(row.asked, row.asked_day, row.uom)
    now = _by(line.cap, line.want_day, row.uom) if line else ""
    unread = row.unread
    follows = words.follows(row.follows) if row.state == READY else ""
    return Shown(
        row=row,
        no=short_no(row.no),
        other=names.get(row.other or 0, ""),
        asked=asked,
        now=now if row.state in WAITING and now != asked else "",
        stamp=line.stamp if line else row.stamp,
        qty=_typed(unread, "qty", row.qty),
        day=_typed(unread, "day", row.day),
        ship_qty=_typed(unread, "ship_qty", row.ship_qty),
        ship_day=_typed(unread, "ship_day", row.ship_day),
        state=str(state),
        tone=tone,
        problem=words.fault(problem),
        field=(problem.field or "") if problem else "",
        meant=words.meant(row.means, row.state),
        told=" · ".join(unread[name] for name in ("order", "line", "verb") if unread.get(name)),
        moved=_moved(row.days),
        locked=row.state == TOLD,
        shipment=url_for("shipments.see", shipment=row.shipment) if row.shipment else "",
        follows=follows,
    )


def _typed(unread: Mapping[str, str], name: str, value: Decimal | date | None) -> str:
    """Return what stands in a box: what could not be read, else what was."""
    if name in unread:
        return unread[name]
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else babel.amount(value)


def _by(qty: Decimal | None, day: date | None, uom: str) -> str:
    if qty is None:
        return ""
    return _("%(many)s by %(day)s", many=amount_of(qty, uom), day=babel.day(day))


def _moved(days: int | None) -> str:
    if not days:
        return ""
    if days > 0:
        return ngettext("%(num)d day later", "%(num)d days later", days)
    return ngettext("%(num)d day earlier", "%(num)d days earlier", -days)
