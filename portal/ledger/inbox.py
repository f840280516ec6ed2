"""What came in: messages and the rows of them that could not be understood."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from portal.db import db
from portal.errors import N_, NotFound
from portal.ledger.tables import Message, RowProblem, Stream
from portal.people import Person

_AT_ONCE = 500
_MESSAGES = select(Message, Person.name).outerjoin(Person, Person.id == Message.sender)


def messages(before: UUID | None = None, most: int = 50) -> list[tuple[Message, str | None]]:
    """Return the messages of the scope's owner with their sender's name, newest first.

    `before` is a message: only those that came before it.

    Raises:
        NotFound: there is no such message.
    """
    query = _MESSAGES.order_by(Message.received_at.desc(), Message.id.desc()).limit(most)
    if before:
        last, _ = message_for(before)
        at, same = Message.received_at, Message.received_at == last.received_at
        query = query.where(or_(at < last.received_at, and_(same, Message.id < last.id)))
    return [(message, sender) for message, sender in db.session.execute(query)]


def message_for(message: UUID) -> tuple[Message, str | None]:
    """Return a message of the scope's owner, and its sender's name.

    Raises:
        NotFound: there is none, or the asker may not know that there is.
    """
    row = db.session.execute(_MESSAGES.where(Message.id == message)).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such file."))
    return row[0], row[1]


def problems(
    message: UUID, after: int = 0, rows: int = 50, state: str = "open"
) -> list[RowProblem]:
    """Return all that is wrong with some quarantined rows, in the order of the file.

    Args:
        after: only rows below this one.
        rows: how many rows at most.
        state: `noted` for rows that were taken nevertheless.
    """
    chosen = (
        select(RowProblem.row)
        .where(RowProblem.message == message, RowProblem.state == state, RowProblem.row > after)
        .distinct()
        .order_by(RowProblem.row)
        .limit(rows)
    )
    query = (
        select(RowProblem)
        .where(RowProblem.message == message, RowProblem.row.in_(chosen))
        .order_by(RowProblem.row, RowProblem.ord)
    )
    return list(db.session.scalars(query))


def notes(message: UUID, most: int = 50) -> list[tuple[str, str, str, int, int]]:
    """Return what is doubtful in the rows of a message that were taken, the commonest first.

    Each is (column, words, their values, rows, the first of them).
    """
    kinds = (RowProblem.column, RowProblem.words, RowProblem.given)
    rows = func.count()
    query = (
        select(*kinds, rows, func.min(RowProblem.row))
        .where(RowProblem.message == message, RowProblem.state == "noted")
        .group_by(*kinds)
        .order_by(rows.desc(), func.min(RowProblem.row))
        .limit(most)
    )
    return [tuple(row) for row in db.session.execute(query)]


def began(kind: str, keys: Sequence[str]) -> dict[str, datetime]:
    """Return when streams of this kind began, by key; those there are, as the scope sees them."""
    found: dict[str, datetime] = {}
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        query = select(Stream.key, Stream.opened_at)
        query = query.where(Stream.kind == kind, Stream.key.in_(some))
        found.update({key: at for key, at in db.session.execute(query)})
    return found


def known_keys(kind: str, keys: Sequence[str]) -> set[str]:
    """Return which of these keys streams of this kind are called by, as far as the scope sees."""
    found: set[str] = set()
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        query = select(Stream.key).where(Stream.kind == kind, Stream.key.in_(some))
        found.update(db.session.scalars(query))
    return found
