"""Taking streams under their lock: first lock, then read, then write.

Streams are locked in the order of their ids, so that two writers never wait for each
other. On SQLite the writing transaction itself is the lock.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from portal import people
from portal.db import current, db, uuid7
from portal.errors import N_, NotFound
from portal.ledger.held import Held, said_of
from portal.ledger.tables import Event, Stream

_FIELDS = (Stream.id, Stream.kind, Stream.key, Stream.seq, Stream.head, Stream.opened_at,
           Stream.said_at)  # fmt: skip


def hold(ids: Iterable[UUID]) -> list[Held]:
    """Lock these streams and read what was said in them.

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

    `at` is when its subject began: the order's own date where it has one.
    """
    owner = current().org
    return Held(owner, uuid7(), kind, key, _log(owner), opened_at=at, said_at=at)


def _read(query: Select) -> list[Held]:
    owner = current().org
    log = _log(owner)
    rows = db.session.execute(query.order_by(Stream.id).with_for_update()).all()
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
    _read_history([one for one in held.values() if one.kind == "order"], held)
    return list(held.values())


def _read_history(orders: list[Held], held: dict[UUID, Held]) -> None:
    if not orders:
        return
    query = (
        select(Event.stream, Event.seq, Event.ident, Event.recorded_at, Event.facts)
        .where(Event.owner == orders[0].owner, Event.stream.in_([one.id for one in orders]))
        .order_by(Event.stream, Event.seq)
    )
    for row in db.session.execute(query):
        held[row.stream].remember(said_of(row.seq, row.ident, row.recorded_at, row.facts))


def _log(owner: int) -> str:
    """Return the origin of the owner's log, asked for once a session: it never changes."""
    known = db.session().info.setdefault("origins", {})
    if owner not in known:
        known[owner] = people.origin(owner)
    return known[owner]
