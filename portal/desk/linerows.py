"""One row of the list of lines, and fetching rows by the orders they belong to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select

from portal.db import current, db
from portal.desk.expected import Expected, expected_of, expecting
from portal.journey import LineReading, OrderReading
from portal.watch import Outlook

PLACE = (LineReading.order, LineReading.line, LineReading.part)


@dataclass(frozen=True, slots=True)
class LineRow:
    """One row: where the schedule line stands, and what its order is called and since when.

    Fields are called as in the readings they come from; `fold` is the order's, and holds what
    its owner calls steps. `expected` is for the owner's people.
    """

    owner: int
    order: UUID
    line: int
    part: int
    partner: int
    kind: str
    no: str
    item: str
    item_name: str
    uom: str
    ordered: Decimal
    cancelled: Decimal
    dispatched: Decimal
    ask_day: date | None
    agreed_day: date | None
    want_day: date | None
    stated_day: date | None
    proposed_day: date | None
    proposed: Decimal | None
    counter_day: date | None
    countered: Decimal | None
    view: str
    stage: str
    open: bool
    late_from: date | None
    late_days: int | None
    next_step: str
    next_due: date | None
    site: str
    stamp: str
    changed_at: datetime
    number: str
    opened_at: datetime
    fold: str
    expected: Expected | None = None

    @property
    def place(self) -> tuple[UUID, int, int]:
        """Return which schedule line it is."""
        return self.order, self.line, self.part

    @property
    def tentative(self) -> bool:
        """Return whether it is a delivery that was only offered."""
        return self.open and not self.ordered

    @property
    def cap(self) -> Decimal:
        """Return the quantity that is to come: what was ordered less what was taken back."""
        return self.ordered - self.cancelled


def lines_at(places: Iterable[tuple[UUID, int, int]]) -> dict[tuple[UUID, int, int], LineRow]:
    """Return these schedule lines, as far as the scope may see and answer them."""
    places = set(places)
    found = lines_of({order for order, _, _ in places})
    return {row.place: row for row in found if row.place in places}


def lines_of(orders: Iterable[UUID]) -> list[LineRow]:
    """Return every schedule line of these orders that the viewer has a say in."""
    wanted = sorted(set(orders))
    if not wanted:
        return []
    query = joined().where(LineReading.owner.in_(owners()), *mine(), LineReading.order.in_(wanted))
    return [line_row(row) for row in db.session.execute(query.order_by(*PLACE))]


def splits_of(rows: Sequence[LineRow]) -> dict[tuple[UUID, int, int], list[LineRow]]:
    """Return the deliveries that are only offered yet, by the first shown delivery of their line.

    They have no quantity of their own, so the list does not show them as rows.
    """
    first: dict[tuple[UUID, int], tuple[UUID, int, int]] = {}
    for row in rows:
        if row.view == "ours":
            first.setdefault((row.order, row.line), row.place)
    if not first:
        return {}
    query = joined().where(
        LineReading.owner.in_(owners()),
        *mine(),
        LineReading.open,
        LineReading.view == "ours",
        LineReading.order.in_(sorted({order for order, _ in first})),
        LineReading.ordered == 0,
    )
    found: dict[tuple[UUID, int, int], list[LineRow]] = {}
    for row in db.session.execute(query.order_by(*PLACE)):
        split = line_row(row)
        if place := first.get((split.order, split.line)):
            found.setdefault(place, []).append(split)
    return found


def owners() -> tuple[int, ...]:
    """Return whose lines the viewer sees; said first in every question, to lead to an index."""
    scope = current()
    return scope.owners or (scope.org,)


def mine() -> list[ColumnElement[bool]]:
    """A partner's own lines are those of orders placed with it, not those it is named in."""
    scope = current()
    return [LineReading.partner == scope.org] if scope.kind == "partner" else []


def joined() -> Select:
    """Select what a row is made of; `line_row` makes it."""
    query = select(*_SHOWN).join(
        OrderReading,
        (OrderReading.owner == LineReading.owner) & (OrderReading.order == LineReading.order),
    )
    same = [getattr(Outlook, column.key) == column for column in (LineReading.owner, *PLACE)]
    return expecting(query, and_(*same))


def line_row(found: Sequence) -> LineRow:
    """Return a row as `joined` selected it."""
    return LineRow(*found[: len(_SHOWN)], expected=expected_of(found[len(_SHOWN) :]))


_SHOWN = [
    getattr(OrderReading if one.name in ("number", "opened_at", "fold") else LineReading, one.name)
    for one in fields(LineRow)
    if one.name != "expected"
]
