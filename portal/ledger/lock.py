"""Taking streams under their lock: first lock, then read, then write.

Shipments are locked before orders, and both in the order of their ids, so that two writers
never wait for each other. On SQLite the writing transaction itself is the lock.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, case, select

from portal import people
from portal.db import current, db, uuid7
from portal.errors import N_, NotFound
from portal.ledger.held import Held, Said, said_of
from portal.ledger.tables import Event, Link, Party, Stream

WHOLE = ("order", "shipment")  # kinds that are held with all that was said in them
_FIELDS = (Stream.id, Stream.kind, Stream.key, Stream.seq, Stream.head, Stream.opened_at,
           Stream.said_at)  # fmt: skip


def hold(ids: Iterable[UUID]) -> list[Held]:
    """Lock these streams and read what was said in them; shipments come first.

    Who holds an order may not ask for a shipment afterwards: take both at once, or the
    shipment before.

    Raises:
        NotFound: one of them is not the owner's.
    """
    wanted = sorted(set(ids))
    held = _read(select(*_FIELDS).where(Stream.id.in_(wanted)))
    if len(held) != len(wanted):
        raise NotFound(N_("There is no such order."))
    return held


def hold_keys(kind: str, keys: Sequence[str]) -> dict[str, Held]:
    """Lock the streams of this kind that are called `keys`; those that exist, by key."""
    found = _read(select(*_FIELDS).where(Stream.kind == kind, Stream.key.in_(keys)))
    return {held.key: held for held in found}


def opened(kind: str, key: str, at: datetime) -> Held:
    """Return a new stream of the scope's owner, not yet written.

    `at` is when its subject began: the order's own date where it has one. What has no name
    that stays the same (`key` is empty) is called by its id.
    """
    owner, made = current().org, uuid7()
    return Held(owner, made, kind, key or str(made), _log(owner), opened_at=at, said_at=at)


def parties_of(stream: UUID) -> list[tuple[int, str]]:
    """Return who takes part in a stream, as (organisation, role). Keeper's scope."""
    query = select(Party.org, Party.role).where(Party.stream == stream)
    return [tuple(row) for row in db.session.execute(query.order_by(Party.org, Party.role))]


def _read(query: Select) -> list[Held]:
    owner = current().org
    log = _log(owner)
    first = case((Stream.kind == "shipment", 0), else_=1)
    rows = db.session.execute(query.order_by(first, Stream.id).with_for_update()).all()
    held = {
        row.id: Held(
            owner,
            row.id,
            row.kind,
            row.key,
            log,
            opened_at=row.opened_at,
            said_at=row.said_at,
            seq=row.seq,
            head=row.head,
            new=False,
        )
        for row in rows
    }
    _read_histories(held)
    return list(held.values())


def _read_histories(held: dict[UUID, Held]) -> None:
    """Read what was said in orders and shipments, and in the shipments these orders name."""
    whole = [one for one in held.values() if one.kind in WHOLE]
    if not whole:
        return
    for stream, said in _events([one.id for one in whole]):
        held[stream].remember(said)
    links = _links([one.id for one in whole if one.kind == "order"])
    elsewhere = sorted({shipment for _, shipment in links} - held.keys())
    carried: dict[UUID, list[Said]] = {shipment: [] for _, shipment in links}
    for stream, said in _events(elsewhere):
        carried[stream].append(replace(said, shipment=str(stream)))
    for order, shipment in links:
        if shipment in held:
            held[order].carry(held[shipment])
        else:
            held[order].carried[shipment] = carried[shipment]


def _events(streams: list[UUID]) -> Iterator[tuple[UUID, Said]]:
    if not streams:
        return
    query = (
        select(Event.stream, Event.seq, Event.ident, Event.recorded_at, Event.facts)
        .where(Event.owner == current().org, Event.stream.in_(streams))
        .order_by(Event.stream, Event.seq)
    )
    for row in db.session.execute(query):
        yield row.stream, said_of(row.seq, row.ident, row.recorded_at, row.facts)


def _links(orders: list[UUID]) -> list[tuple[UUID, UUID]]:
    if not orders:
        return []
    query = select(Link.order, Link.shipment).where(
        Link.owner == current().org, Link.order.in_(orders)
    )
    return [tuple(row) for row in db.session.execute(query.order_by(Link.order, Link.shipment))]


def _log(owner: int) -> str:
    """Return the origin of the owner's log, asked for once a session: it never changes."""
    known = db.session().info.setdefault("origins", {})
    if owner not in known:
        known[owner] = people.origin(owner)
    return known[owner]
