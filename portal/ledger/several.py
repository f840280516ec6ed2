"""Reading the histories of several orders at once, without a lock."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.ledger.held import Said, said_of
from portal.ledger.tables import Event, Link


def told_of(orders: Iterable[UUID]) -> dict[UUID, list[Said]]:
    """Return what each of these orders is folded from, as `told` does. Two statements."""
    wanted = list(dict.fromkeys(orders))
    if not wanted:
        return {}
    links = db.session.execute(
        select(Link.order, Link.shipment).where(Link.order.in_(wanted)).order_by(Link.shipment)
    ).all()
    said = _said({*wanted, *(link.shipment for link in links)}, set(wanted))
    found = {order: said.get(order, []) for order in wanted}
    for order, shipment in links:
        found[order] = found[order] + said.get(shipment, [])
    return found


def _said(streams: set[UUID], orders: set[UUID]) -> dict[UUID, list[Said]]:
    rows = db.session.execute(
        select(Event.stream, Event.seq, Event.ident, Event.recorded_at, Event.facts)
        .where(Event.stream.in_(streams))
        .order_by(Event.stream, Event.seq)
    )
    found: dict[UUID, list[Said]] = {}
    for stream, *rest in rows:
        shipment = "" if stream in orders else str(stream)
        found.setdefault(stream, []).append(said_of(*rest, shipment=shipment))
    return found
