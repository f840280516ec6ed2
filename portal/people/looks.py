"""The access log: who looked at or downloaded what, and under which grant."""

from uuid import UUID

from sqlalchemy import select

from portal import clock
from portal.db import current, db, uuid7
from portal.people.actor import Actor
from portal.people.tables import Access


def note_access(
    by: Actor, what: str, stream: UUID | None, act: str = "look", grant: UUID | None = None
) -> Access:
    """Note that somebody looked at something of the scope's owner.

    Args:
        what: a short name of the thing, such as "order" or "delivery note.pdf".
        act: look or download.
    """
    made = Access(
        owner=current().org,
        id=uuid7(),
        at=clock.now(),
        grant=grant,
        person=by.id,
        what=what,
        stream=stream,
        act=act,
    )
    db.session.add(made)
    return made


def accesses(stream: UUID | None = None, most: int = 100) -> list[Access]:
    """Return who looked, the latest first; `stream` narrows it to one order. Owner's scope."""
    query = select(Access).order_by(Access.at.desc(), Access.id.desc()).limit(most)
    if stream is not None:
        query = query.where(Access.stream == stream)
    return list(db.session.scalars(query))
