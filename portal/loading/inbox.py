"""The message of a file: made when it comes, and what became of it. Nothing here commits.

waiting ─▶ queued ─▶ reading ─▶ done
                         └────▶ refused (also at once, if it is no file we can read)
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from portal import clock, vault
from portal.db import current, db, insert_rows, uuid7
from portal.errors import N_, NotFound, PortalError
from portal.intake import Problem
from portal.ledger import Draft, Message, RowProblem
from portal.loading.arrival import Arrival, Counts
from portal.people import Actor

OPEN, NOTED = "open", "noted"  # a row that was set aside; one that was taken with a note
WAITING, QUEUED, READING, DONE, REFUSED = "waiting", "queued", "reading", "done", "refused"
_REPLACED_NUL = "␀"


@dataclass(frozen=True)
class Words:
    """Why a file was refused: an English template, and the values in it."""

    template: str
    given: dict[str, str]


@dataclass(frozen=True)
class File:
    """What reading a message's file needs to know of it."""

    message: UUID
    sha256: bytes
    profile: str
    name: str
    bytes: int
    received_at: datetime
    sender: UUID | None

    @property
    def receipt(self) -> Draft:
        """Return the event that says it came in."""
        return Draft(
            "message.received",
            source="intake",
            key=f"{self.sha256.hex()}:{self.profile}",
            channel="file",
            details={"name": self.name},
            body={"sha256": self.sha256.hex(), "profile": self.profile, "bytes": str(self.bytes)},
        )


@dataclass(frozen=True)
class Task:
    """A kept file that is to be taken in: whose, its message, who says so.

    `source` is what the sender is called, if not as the profile says.
    """

    owner: int
    message: UUID
    by: Actor
    source: str | None = None


def received(arrival: Arrival, kept: vault.Kept, by: Actor, lines: int) -> Message:
    """Return the message of this file: the same one if it came before, whatever became of it.

    `lines` stands in for the number of its rows until it has been read.
    """
    same = (Message.sha256 == kept.sha256, Message.profile == arrival.profile)
    found = db.session.scalar(select(Message).where(*same))
    if found is not None:
        return found
    made = Message(
        owner=current().org,
        id=uuid7(),
        sha256=kept.sha256,
        profile=arrival.profile,
        name=vault.safe_name(arrival.name),
        bytes=kept.bytes,
        received_at=clock.now(),
        sender=by.id,
        rows=lines,
        accepted=0,
        duplicate=0,
        quarantined=0,
        noted=0,
        state=WAITING,
    )
    db.session.add(made)
    return made


def judge(found: Message, why: PortalError | None, lines: int) -> None:
    """Let a file wait for somebody to confirm it, or refuse it at once."""
    if why:
        refuse(found, why)
    else:
        found.state, found.problem, found.finished_at, found.rows = WAITING, None, None, lines


def begun(message: UUID) -> File:
    """Start reading a message anew; return what is needed to do so."""
    found = message_called(message)
    found.state, found.problem = READING, None
    found.accepted = found.duplicate = found.quarantined = found.noted = 0
    db.session.execute(delete(RowProblem).where(RowProblem.message == message))
    return File(
        message,
        found.sha256,
        found.profile,
        found.name,
        found.bytes,
        found.received_at,
        found.sender,
    )


def noted(message: UUID, counts: Counts) -> None:
    """Write down how far reading has come. The number of rows stays an estimate."""
    found = message_called(message)
    found.accepted, found.duplicate = counts.accepted, counts.duplicate
    found.quarantined, found.noted = counts.quarantined, counts.noted


def finished(message: UUID, counts: Counts) -> None:
    """Write down how all rows fared."""
    noted(message, counts)
    found = message_called(message)
    found.rows, found.state, found.finished_at = counts.rows, DONE, clock.now()


def refuse(found: Message, error: PortalError) -> None:
    """Write down that the file as a whole cannot be read, and why."""
    given = {name: str(value) for name, value in error.values.items()}
    found.problem = json.dumps({"words": error.template, "given": given}, ensure_ascii=False)
    found.state, found.finished_at, found.rows = REFUSED, clock.now(), 0


def refusal(message: Message) -> Words | None:
    """Return why a file was refused; None: it was not."""
    if not message.problem:
        return None
    said = json.loads(message.problem)
    return Words(said["words"], said["given"])


def quarantined(
    message: UUID, problems: Sequence[Problem], encoding: str, state: str = OPEN
) -> None:
    """Keep rows that were not understood, or are doubtful: where, why, and as they came."""
    owner = current().org
    insert_rows(
        RowProblem,
        [
            {
                "owner": owner,
                "message": message,
                "row": problem.row,
                "ord": number,
                "column_name": fault.column,
                "words": fault.template,
                "given": json.dumps({name: str(value) for name, value in fault.given.items()}),
                "raw": problem.raw.decode(encoding, "replace").replace("\x00", _REPLACED_NUL),
                "state": state,
            }
            for problem in problems
            for number, fault in enumerate(problem.faults)
        ],
    )


def message_called(message: UUID) -> Message:
    """Return a message of the scope's owner.

    Raises:
        NotFound: there is none.
    """
    found = db.session.scalar(select(Message).where(Message.id == message))
    if found is None:
        raise NotFound(N_("There is no such file."))
    return found
