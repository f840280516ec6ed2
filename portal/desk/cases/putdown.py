"""The cases that were put down to a partner, over all its orders: told, contested, decided."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import literal, literal_column, select, tuple_

from portal.db import current, db
from portal.desk.cases.contest import Charge, charges
from portal.journey import OrderReading
from portal.ledger import Event, Said, said_of

PAGE = 50
_AFTER = ("case.contested", "case.judged")
Place = tuple[datetime, UUID, int]


@dataclass(frozen=True, slots=True)
class PutDown:
    """One case as its partner knows of it, and on which order of which owner."""

    order: UUID
    number: str
    owner: int
    charge: Charge


@dataclass(frozen=True, slots=True)
class PutDowns:
    """A page of them, the newest first, and where the next one starts; None at the end."""

    rows: list[PutDown]
    after: Place | None


def put_down(after: Place | None = None, most: int = PAGE) -> PutDowns:
    """Return a page of what was put down to the scope's partner. Two statements."""
    one, org = Event, current().org
    place = (one.recorded_at, one.stream, one.seq)
    query = (
        select(one, OrderReading.number)
        .join(OrderReading, (OrderReading.owner == one.owner) & (OrderReading.order == one.stream))
        .where(one.kind == literal_column("'case.attributed'"), one.shared_with == org)
        .order_by(*(column.desc() for column in place))
        .limit(most + 1)
    )
    if after:
        ends = (literal(value, column.type) for value, column in zip(after, place, strict=True))
        query = query.where(tuple_(*place) < tuple_(*ends))
    rows = db.session.execute(query).all()
    told, more = rows[:most], len(rows) > most
    said = _since({event.stream for event, _number in told}, org)
    found = [
        PutDown(event.stream, number, event.owner, _charge(_said(event), said[event.stream]))
        for event, number in told
    ]
    last = told[-1][0] if more else None
    return PutDowns(found, (last.recorded_at, last.stream, last.seq) if last else None)


def _since(streams: set[UUID], org: int) -> dict[UUID, list[Said]]:
    """Return what was said about contests in these orders."""
    found: dict[UUID, list[Said]] = defaultdict(list)
    if streams:
        one = Event
        query = select(one).where(
            one.stream.in_(sorted(streams)), one.kind.in_(_AFTER), one.shared_with == org
        )
        for event in db.session.scalars(query.order_by(one.stream, one.seq)):
            found[event.stream].append(_said(event))
    return found


def _charge(told: Said, since: list[Said]) -> Charge:
    """Return a case as one telling left it; told anew later, it stands there once more."""
    case = told.facts["body"]["case"]
    later = [one for one in since if one.seq > told.seq and one.facts["body"]["case"] == case]
    return charges([told, *later])[case]


def _said(event: Event) -> Said:
    return said_of(event.seq, event.ident, event.recorded_at, event.facts)
