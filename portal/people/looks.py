"""The access log: who looked at or downloaded what, and under which grant."""

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from portal import clock
from portal.db import current, db, moment_text, uuid7
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
        link=by.via.link if by.via else None,
    )
    db.session.add(made)
    return made


def accesses(stream: UUID | None = None, most: int = 100) -> list[Access]:
    """Return who looked, the latest first; `stream` narrows it to one order. Owner's scope."""
    query = select(Access).order_by(Access.at.desc(), Access.id.desc()).limit(most)
    if stream is not None:
        query = query.where(Access.stream == stream)
    return list(db.session.scalars(query))


def days_looked(after: date | None, before: date) -> list[date]:
    """Return the days (UTC) on which somebody looked, later than `after`, earlier than `before`."""
    query = select(Access.at).where(Access.at < _start(before)).order_by(Access.at)
    if after is not None:
        query = query.where(Access.at >= _start(after + timedelta(days=1)))
    return sorted({at.date() for at in db.session.scalars(query)})


def digest_of_day(day: date) -> tuple[str, int]:
    """Return SHA-256 in hex over the looks of a day (UTC), in order of their ids, and how many.

    Each is a line of JSON with sorted keys: act, at, grant, id, person, stream, what; and link,
    where it was by one.
    """
    names = ("act", "at", "grant", "id", "person", "stream", "what", "link")
    query = select(*(getattr(Access, name) for name in names)).where(
        Access.at >= _start(day), Access.at < _start(day + timedelta(days=1))
    )
    rows = db.session.execute(query.order_by(Access.id)).all()
    found = hashlib.sha256()
    for row in rows:
        said = {name: str(value) for name, value in zip(names, row, strict=True)}
        said["at"] = moment_text(row.at)
        if row.link is None:  # days were sealed before there were links
            del said["link"]
        found.update(json.dumps(said, sort_keys=True).encode() + b"\n")
    return found.hexdigest(), len(rows)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
