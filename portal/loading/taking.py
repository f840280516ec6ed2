"""From a file to its message, and from the message to the ledger."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from portal import desk, flow, intake, vault
from portal.errors import PortalError
from portal.intake import Problem, Reading
from portal.loading import inbox
from portal.loading.arrival import Arrival, Counts
from portal.loading.inbox import File, Task
from portal.loading.loader import Loader, Progress
from portal.people import Actor

JOB = "intake.load"
NOTE_EVERY = 1200  # rows between two notes of how far it has come


def receive(owner: int, arrival: Arrival, by: Actor, settings: Mapping) -> tuple[UUID, str]:
    """Keep a file and look whether it can be read at all; return its message and its state.

    Nothing of it is recorded. A file that came before is the same message, as it stands.

    Raises:
        TooLarge: it has more bytes than we take; nothing was kept.
    """
    limit = _limit(settings)
    kept = arrival.kept(_root(settings), owner, limit)
    lines = intake.lines_below(kept.path, limit)
    why = _why_not(kept.path, arrival, limit)

    def write() -> tuple[UUID, str]:
        message = inbox.received(arrival, kept, by, lines)
        if message.state in (inbox.WAITING, inbox.REFUSED):
            inbox.judge(message, why, lines)
        return message.id, message.state

    return flow.within(owner, write)


def confirm(owner: int, message: UUID, key: str) -> bool:
    """Put a file in line to be taken in; False if it is, or was, already.

    `key` names the wish, so that the same form sent twice is one job.
    """

    def queue() -> bool:
        found = inbox.message_called(message)
        if found.state != inbox.WAITING:
            return False
        found.state = inbox.QUEUED
        return desk.enqueue(JOB, f"{message}:{key}", {"message": str(message)}, desk.BULK)

    return flow.within(owner, queue)


def load(task: Task, settings: Mapping, progress: Progress = lambda _: None) -> Counts:
    """Take a kept file in; return how its rows fared. Doing it again changes nothing.

    Raises:
        NotUnderstood, TooLarge: the file as a whole cannot be read; its message says why.
    """
    owner, message = task.owner, task.message
    file = flow.within(owner, lambda: inbox.begun(message))
    by = replace(task.by, id=task.by.id or file.sender)
    try:
        with vault.open(_root(settings), owner, file.sha256) as kept:
            reading = _read(Path(kept.name), file, task, settings)
            counts = Loader(owner, by, message, file.received_at).load(
                reading, _noting(task, progress)
            )
    except PortalError as error:
        why = error
        flow.within(owner, lambda: inbox.refuse(inbox.message_called(message), why))
        raise
    flow.within(owner, lambda: inbox.finished(message, counts))
    flow.heard(owner, reading.source, file.receipt, by)
    return counts


def take_in(
    owner: int,
    arrival: Arrival,
    by: Actor,
    settings: Mapping,
    progress: Progress = lambda _: None,
) -> tuple[UUID, Counts]:
    """Keep a file and take it in at once; return its message and how its rows fared.

    Raises:
        NotUnderstood, TooLarge: the file as a whole cannot be read; it is kept, and its
            message says why.
    """
    message, _ = receive(owner, arrival, by, settings)
    return message, load(Task(owner, message, by, arrival.source), settings, progress)


def dry_run(arrival: Arrival, limit: int) -> tuple[Counts, list[Problem]]:
    """Read a file without keeping anything; return the counts and the problems."""
    counts, problems = Counts(), []
    for entry in intake.read(arrival.file, arrival.profile, limit=limit, name=arrival.source):
        counts.rows += 1
        if isinstance(entry, Problem):
            counts.quarantined += 1
            problems.append(entry)
        else:
            counts.accepted += 1
    return counts, problems


def _read(path: Path, file: File, task: Task, settings: Mapping) -> Reading:
    return intake.read(
        path,
        file.profile,
        limit=_limit(settings),
        name=task.source,
        reported=file.received_at,
    )


def _noting(task: Task, progress: Progress) -> Progress:
    """Write down now and then how far it has come, and tell whoever waits."""
    noted = 0

    def note(counts: Counts) -> None:
        nonlocal noted
        if counts.rows - noted >= NOTE_EVERY:
            noted = counts.rows
            flow.within(task.owner, lambda: inbox.noted(task.message, counts))
        progress(counts)

    return note


def _why_not(path: Path, arrival: Arrival, limit: int) -> PortalError | None:
    """Return why a file cannot be read at all; None: it can."""
    try:
        intake.read(path, arrival.profile, limit=limit)
    except PortalError as error:
        return error
    return None


def _limit(settings: Mapping) -> int:
    return int(settings["MAX_INTAKE_MB"]) << 20


def _root(settings: Mapping) -> Path:
    return Path(settings["VAULT_DIR"])
