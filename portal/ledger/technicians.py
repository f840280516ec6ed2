"""Where a technician is named, by an index; and forgetting the name, which no proof needs."""

from uuid import UUID

from sqlalchemy import delete, select

from portal.db import db
from portal.ledger.tables import EventDetail
from portal.ledger.tables.detail import TECHNICIAN

_NAMED = EventDetail.name == TECHNICIAN


def named_technician(name: str, most: int) -> list[tuple[UUID, int]]:
    """Return (stream, seq) of events that name a technician so, of the newest orders first."""
    one = EventDetail
    query = select(one.stream, one.seq).where(_NAMED, one.text == name)
    rows = db.session.execute(query.order_by(one.stream.desc(), one.seq.desc()).limit(most))
    return [(stream, seq) for stream, seq in rows]


def erase_technician(name: str) -> int:
    """Forget this name wherever it is a technician's; return how often it stood there.

    The events keep the salted hash of it, so every proof holds. Keeper's scope. No commit.
    """
    query = delete(EventDetail).where(_NAMED, EventDetail.text == name)
    return db.session.execute(query.execution_options(synchronize_session=False)).rowcount
