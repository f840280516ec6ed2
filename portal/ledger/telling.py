"""Reading what was said: in one stream, or in an order with the shipments that carry its goods."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import literal, select, union_all

from portal.db import Id, db
from portal.ledger.held import Said, said_of
from portal.ledger.tables import Event, EventDetail, Link

_TOLD = (Event.seq, Event.ident, Event.recorded_at, Event.facts)


def history(stream: UUID) -> list[Said]:
    """Return what was said in an order or a shipment and the scope may read, oldest first."""
    rows = db.session.execute(select(*_TOLD).where(Event.stream == stream).order_by(Event.seq))
    return [said_of(*row) for row in rows]


def history_apart(stream: UUID) -> tuple[int, list[Said], dict[int, dict[str, str]]]:
    """Return whose a stream is, its history, and the erasable texts by event, in one statement.

    The owner is 0 where the scope may read nothing of it.
    """
    detail = (
        (EventDetail.owner == Event.owner)
        & (EventDetail.stream == Event.stream)
        & (EventDetail.seq == Event.seq)
    )
    rows = db.session.execute(
        select(Event.owner, EventDetail.name, EventDetail.text, *_TOLD)
        .outerjoin(EventDetail, detail)
        .where(Event.stream == stream)
        .order_by(Event.seq)
    )
    whose, said, apart = 0, {}, {}
    for owner, name, text, seq, *rest in rows:
        whose = owner
        if seq not in said:
            said[seq] = said_of(seq, *rest)
        if name is not None:
            apart.setdefault(seq, {})[name] = text
    return whose, list(said.values()), apart


def told(order: UUID) -> list[Said]:
    """Return what an order is folded from: its own events, then those of its shipments.

    One statement. Where the shipments are not asked for, `history` gives the order's own.
    """
    named = select(Link.shipment).where(Link.order == order)
    streams = union_all(select(literal(order, Id)), named)
    rows = db.session.execute(
        select(Event.stream, Event.seq, Event.ident, Event.recorded_at, Event.facts)
        .where(Event.stream.in_(streams))
        .order_by(Event.stream != order, Event.stream, Event.seq)
    )
    return [
        said_of(*rest, shipment="" if stream == order else str(stream)) for stream, *rest in rows
    ]


def told_of(orders: Collection[UUID]) -> dict[UUID, list[Said]]:
    """Return the same for several orders, as far as the scope may see them: three statements."""
    wanted = sorted(set(orders))
    if not wanted:
        return {}
    found = dict(_in_streams(wanted))
    named = select(Link.order, Link.shipment).where(Link.order.in_(wanted))
    links = db.session.execute(named.order_by(Link.order, Link.shipment)).all()
    carried = dict(_in_streams({shipment for _, shipment in links}))
    for order, shipment in links:
        if order in found:
            name = str(shipment)
            found[order] += [replace(one, shipment=name) for one in carried.get(shipment, ())]
    return found


def _in_streams(streams: Collection[UUID]) -> Iterable[tuple[UUID, list[Said]]]:
    found: dict[UUID, list[Said]] = {}
    if streams:
        query = select(Event.stream, Event.seq, Event.ident, Event.recorded_at, Event.facts)
        query = query.where(Event.stream.in_(sorted(streams)))
        for stream, *rest in db.session.execute(query.order_by(Event.stream, Event.seq)):
            found.setdefault(stream, []).append(said_of(*rest))
    return found.items()
