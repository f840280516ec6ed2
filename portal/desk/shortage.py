"""“Cannot ship everything? Ship these first”: what there is, shared out by true need.

The earliest need is served first: what the owner said is truly needed by when, else the
agreed (or requested) day. What was sent already has served the earliest needs of its line.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from portal import ledger
from portal.db import db
from portal.journey import Journey, Line, LineReading, Needed, Part, fold

ZERO = Decimal(0)
MOST = 60  # orders ranked at a time
Place = tuple[UUID, int, int]


@dataclass(frozen=True, slots=True)
class Demand:
    """So many of a delivery are needed by a day; `stated`: the owner said so."""

    order: UUID
    number: str
    line: Line
    part: Part
    n: Decimal
    day: date | None
    stated: bool

    @property
    def place(self) -> Place:
        """Return which schedule line it is of."""
        return self.order, self.line.line, self.part.part


@dataclass(frozen=True, slots=True)
class Share:
    """What a demand gets of what there is, and by how many days the rest comes late."""

    demand: Demand
    now: Decimal
    late: int

    @property
    def later(self) -> Decimal:
        """Return what it does not get now."""
        return self.demand.n - self.now


@dataclass(frozen=True, slots=True)
class Split:
    """What of a delivery can be sent now and what follows; `late` is 0 if that does no harm."""

    order: UUID
    line: Line
    part: Part
    now: Decimal
    later: Decimal
    late: int


def demands(orders: Mapping[UUID, Journey], partner: int, item: str, uom: str) -> list[Demand]:
    """Return what of an item is still to be sent to these orders, the most needed first."""
    found = [
        demand
        for order, journey in orders.items()
        if journey.partner == partner and not journey.cancelled
        for line in journey.lines.values()
        if line.item.get("code", "") == item and line.uom == uom and not line.blocked
        for demand in _of_line(order, journey.number, line)
    ]
    return sorted(found, key=_urgency)


def _urgency(demand: Demand) -> tuple:
    return demand.day or date.max, not demand.stated, demand.number, demand.place


def _of_line(order: UUID, number: str, line: Line) -> Iterator[Demand]:
    parts = [part for part in line.parts.values() if part.open and not part.tentative]
    parts.sort(key=lambda part: (part.due_day or date.max, part.part))
    needs = _still_needed(line)
    for part in parts:
        left = part.to_ship
        while left and needs:
            day, n = needs[0].day, min(left, needs[0].n)
            yield Demand(order, number, line, part, n, day, True)
            left -= n
            rest = needs.pop(0).n - n
            if rest:
                needs.insert(0, Needed(day, rest))
        if left:
            yield Demand(order, number, line, part, left, _at_last(line, part), False)


def _at_last(line: Line, part: Part) -> date | None:
    """Return by when is needed what the owner named no need for: after all that it named."""
    named = [one.day for one in line.needs]
    return max((part.due_day or date.max, *named)) if named else part.due_day


def _still_needed(line: Line) -> list[Needed]:
    sent = sum((part.cap - part.to_ship for part in line.parts.values()), ZERO)
    needs = []
    for one in line.needs:
        served = min(sent, one.n)
        sent -= served
        if one.n > served:
            needs.append(Needed(one.day, one.n - served))
    return needs


def share_out(wanted: Iterable[Demand], have: Decimal, rest_day: date) -> list[Share]:
    """Give `have` to the demands in their order; the rest of each can be there on `rest_day`."""
    found = []
    for demand in wanted:
        now = min(have, demand.n)
        have -= now
        waits = now < demand.n and demand.day is not None
        late = max((rest_day - demand.day).days, 0) if waits else 0
        found.append(Share(demand, now, late))
    return found


def splits(shares: Iterable[Share]) -> list[Split]:
    """Return what each delivery that does not get all of it would be split into."""
    found: dict[Place, list[Share]] = {}
    for share in shares:
        found.setdefault(share.demand.place, []).append(share)
    return [_split(rows) for rows in found.values() if any(row.later for row in rows)]


def _split(rows: list[Share]) -> Split:
    first = rows[0].demand
    now, later = sum(row.now for row in rows), sum(row.later for row in rows)
    return Split(first.order, first.line, first.part, now, later, max(row.late for row in rows))


def orders_wanting(owner: int, partner: int, item: str, uom: str) -> dict[UUID, Journey]:
    """Return an owner's open orders for an item, those due first; `MOST` at most."""
    due = func.coalesce(LineReading.agreed_day, LineReading.want_day, LineReading.ask_day)
    query = (
        select(LineReading.order)
        .where(
            LineReading.owner == owner,
            LineReading.partner == partner,
            LineReading.item == item,
            LineReading.uom == uom,
            LineReading.open.is_(True),
        )
        .group_by(LineReading.order)
        .order_by(func.min(due), LineReading.order)
        .limit(MOST)
    )
    wanted = list(db.session.scalars(query))
    return {order: fold(said) for order, said in ledger.told_of(wanted).items()}
