"""What was given out, and who looked: packs issued, and pages of the access log."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import literal, select, tuple_

from portal.db import db
from portal.journey import OrderReading
from portal.ledger import Event, Stream
from portal.people import Access, Person

PAGE = 50
RECENT = 10


@dataclass(frozen=True, slots=True)
class Issued:
    """A pack that was issued: of which order, when, by whom, and by which digest to know it."""

    order: UUID
    number: str
    at: datetime
    person: str
    sha256: str
    seq: int
    internal: bool


@dataclass(frozen=True, slots=True)
class Look:
    """One row of the access log, with the names of the person and the order."""

    id: UUID
    at: datetime
    person: str
    what: str
    act: str
    order: UUID | None
    number: str
    under_grant: bool
    by_link: bool = False


def issued(person: UUID | None = None, most: int = RECENT) -> list[Issued]:
    """Return the packs issued last, newest first; with `person`, only theirs. Owner's scope."""
    query = (
        select(Event.recorded_at, Event.facts, Person.name)
        .join(Stream, (Stream.owner == Event.owner) & (Stream.id == Event.stream))
        .outerjoin(Person, Person.id == Event.by_person)
        .where(Stream.kind == "house", Event.kind == "pack.issued")
        .order_by(Event.seq.desc())
        .limit(most)
    )
    if person is not None:
        query = query.where(Event.by_person == person)
    rows = [(at, json.loads(facts), name) for at, facts, name in db.session.execute(query)]
    numbers = _numbers({UUID(facts["body"]["order"]) for _at, facts, _name in rows})
    return [_issued(at, facts["body"], name, numbers) for at, facts, name in rows]


def looks(after: tuple[datetime, UUID] | None = None, most: int = PAGE) -> list[Look]:
    """Return a page of the access log, newest first. Owner's scope.

    Args:
        after: moment and id of the last row of the page before.
    """
    query = (
        select(Access, Person.name, OrderReading.number)
        .outerjoin(Person, Person.id == Access.person)
        .outerjoin(
            OrderReading,
            (OrderReading.owner == Access.owner) & (OrderReading.order == Access.stream),
        )
        .order_by(Access.at.desc(), Access.id.desc())
        .limit(most)
    )
    if after:
        place = zip(after, (Access.at.type, Access.id.type), strict=True)
        end = tuple_(*(literal(value, kind) for value, kind in place))
        query = query.where(tuple_(Access.at, Access.id) < end)
    return [_look(*row) for row in db.session.execute(query)]


def _issued(at: datetime, body: dict, name: str | None, numbers: dict[UUID, str]) -> Issued:
    order = UUID(body["order"])
    return Issued(
        order,
        numbers.get(order, ""),
        at,
        name or "",
        body["sha256"],
        body["seq"],
        body.get("internal", False),
    )


def _look(row: Access, person: str | None, number: str | None) -> Look:
    how = {"under_grant": row.grant is not None, "by_link": row.link is not None}
    return Look(row.id, row.at, person or "", row.what, row.act, row.stream, number or "", **how)


def _numbers(orders: set[UUID]) -> dict[UUID, str]:
    if not orders:
        return {}
    query = select(OrderReading.order, OrderReading.number).where(OrderReading.order.in_(orders))
    return dict(db.session.execute(query).all())
