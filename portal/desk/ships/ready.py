"""What can be sent next: schedule lines of which something neither went nor was announced."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.desk.linelist import LinePage, LinePlace, LinesWanted, line_page
from portal.desk.linerows import LineRow, lines_of, owners
from portal.desk.say import SHIPPED
from portal.journey import LineReading

Place = tuple[UUID, int, int]


@dataclass(frozen=True, slots=True)
class Ready:
    """A schedule line, how much of it went or is announced, and how much is left to send."""

    row: LineRow
    gone: Decimal

    @property
    def rest(self) -> Decimal:
        """Return what is still to be sent."""
        return max(self.row.cap - self.gone, Decimal(0))


def ready_of(orders: Iterable[UUID]) -> list[Ready]:
    """Return every schedule line of these orders that is open and was really wanted, by number."""
    rows = [row for row in lines_of(orders) if row.open and not row.tentative]
    rows.sort(key=lambda row: (row.number, *row.place))
    return _with_gone(rows)


def ready_page(
    wanted: LinesWanted, after: LinePlace | None = None
) -> tuple[list[Ready], LinePlace | None]:
    """Return a page of the list of lines, less those of which nothing is left to send."""
    page: LinePage = line_page(wanted, after)
    goods = [row for row in page.rows if row.kind in SHIPPED]
    return [one for one in _with_gone(goods) if one.rest], page.after


def _with_gone(rows: Sequence[LineRow]) -> list[Ready]:
    gone = _gone({row.order for row in rows})
    return [Ready(row, gone.get(row.place, Decimal(0))) for row in rows]


def _gone(orders: set[UUID]) -> dict[Place, Decimal]:
    if not orders:
        return {}
    one = LineReading
    query = select(one.order, one.line, one.part, one.announced, one.dispatched).where(
        one.owner.in_(owners()), one.order.in_(sorted(orders))
    )
    return {
        (order, line, part): max(announced, dispatched)
        for order, line, part, announced, dispatched in db.session.execute(query)
    }
