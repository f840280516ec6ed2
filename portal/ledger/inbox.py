"""What came in: messages and the rows of them that could not be understood."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select

from portal.db import db
from portal.errors import N_, NotFound
from portal.ledger.tables import Message, RowProblem, Stream
from portal.people import Person

_AT_ONCE = 500


def messages(before: UUID | None = None) -> Select[tuple[Message, str | None]]:
    """Select the messages of the scope's owner with their sender's name, newest first.

    `before` is a message: only those that came before it.
    """
    query = (
        select(Message, Person.name)
        .outerjoin(Person, Person.id == Message.sender)
        .order_by(Message.id.desc())
    )
    return query.where(Message.id < before) if before else query


def message_for(message: UUID) -> tuple[Message, str | None]:
    """Return a message of the scope's owner, and its sender's name.

    Raises:
        NotFound: there is none, or the asker may not know that there is.
    """
    row = db.session.execute(messages().where(Message.id == message)).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such file."))
    return row[0], row[1]


def problems(message: UUID, after: int = 0) -> Select[tuple[RowProblem]]:
    """Select the quarantined rows of a message below row `after`, in the order of the file."""
    return (
        select(RowProblem)
        .where(RowProblem.message == message, RowProblem.row > after)
        .order_by(RowProblem.row, RowProblem.ord)
    )


def known_keys(kind: str, keys: Sequence[str]) -> set[str]:
    """Return which of these keys streams of this kind are called by, as far as the scope sees."""
    found: set[str] = set()
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        query = select(Stream.key).where(Stream.kind == kind, Stream.key.in_(some))
        found.update(db.session.scalars(query))
    return found
