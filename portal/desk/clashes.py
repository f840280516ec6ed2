"""Other visits of a technician at the same time, in all orders the viewer may see.

A technician is known by the name alone, as it is typed: numbers hold within one order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from portal import ledger
from portal.db import db
from portal.journey import VISITING, OrderReading, Window, fold
from portal.ledger import Event, Said, said_of

MOST = 200  # mentions that are looked at, of the newest orders: it costs the same for ever
_KINDS = (
    "order.placed", "line.placed", "line.changed", "visit.planned", "visit.changed",
    "visit.confirmed", "visit.cancelled", "event.voided",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clash:
    """A visit of the same technician at that time, in another order."""

    order: UUID
    number: str
    window: Window


def clashes(order: UUID, name: str, window: Window) -> list[Clash]:
    """Return the open visits of a technician in other open orders that overlap a window.

    Two statements, however many orders there are.
    """
    named: dict[UUID, set[int]] = {}
    for stream, seq in ledger.named_technician(" ".join(name.split()), MOST) if name else ():
        if stream != order:
            named.setdefault(stream, set()).add(seq)
    found: list[Clash] = []
    for other, (number, said) in _told(named).items():
        found += _overlapping(other, number, said, named[other], window)
    return sorted(found, key=lambda one: (one.window.start, one.number))


def _told(orders: Iterable[UUID]) -> dict[UUID, tuple[str, list[Said]]]:
    """Return number and visits of those of these orders that are open."""
    wanted = sorted(orders)
    if not wanted:
        return {}
    columns = (Event.stream, Event.seq, Event.ident, Event.recorded_at, Event.facts)
    query = (
        select(OrderReading.number, *columns)
        .join(Event, (Event.owner == OrderReading.owner) & (Event.stream == OrderReading.order))
        .where(
            OrderReading.order.in_(wanted),
            OrderReading.open,
            or_(Event.kind.in_(_KINDS), Event.code.in_(sorted(VISITING))),
        )
        .order_by(Event.stream, Event.seq)
    )
    found: dict[UUID, tuple[str, list[Said]]] = {}
    for number, stream, *rest in db.session.execute(query):
        found.setdefault(stream, (number, []))[1].append(said_of(*rest))
    return found


def _overlapping(
    order: UUID, number: str, said: list[Said], named: set[int], window: Window
) -> list[Clash]:
    bodies = (one.facts.get("body") or {} for one in said if one.seq in named)
    people = {body["technician"] for body in bodies if "technician" in body}
    return [
        Clash(order, number, visit.window)
        for visit in fold(said).visits
        if visit.open and visit.technician in people and visit.window.overlaps(window)
    ]
