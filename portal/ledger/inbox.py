"""What came in: messages and the rows of them that could not be understood."""

from uuid import UUID

from sqlalchemy import Select, select

from portal.ledger.tables import Message, RowProblem


def messages() -> Select[tuple[Message]]:
    """Select the messages of the scope's owner, newest first."""
    return select(Message).order_by(Message.received_at.desc(), Message.id.desc())


def problems(message: UUID) -> Select[tuple[RowProblem]]:
    """Select the quarantined rows of a message, in the order of the file."""
    return (
        select(RowProblem)
        .where(RowProblem.message == message)
        .order_by(RowProblem.row, RowProblem.ord)
    )
