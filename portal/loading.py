"""Taking a file in: keep it as it came, read it, record what its rows tell, window by window.

Every row is accepted (something in it was new), a duplicate (nothing was), or quarantined
with its words; the three add up to the rows of the file. The same file again changes
nothing.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete, select

from portal import clock, flow, intake, people, vault
from portal.db import current, db, insert_rows, uuid7
from portal.errors import PortalError
from portal.intake import PartnerKey, Problem, Reading, Told
from portal.ledger import Draft, Message, RowProblem
from portal.people import Actor

WINDOW = 120  # rows recorded under one lock: about 500 events, a tenth of a second


@dataclass
class Counts:
    """How the rows of a file fared."""

    rows: int = 0
    accepted: int = 0
    duplicate: int = 0
    quarantined: int = 0


@dataclass(frozen=True)
class Arrival:
    """A file as it arrived: where its bytes lie, what it is called, how to read it."""

    path: Path
    name: str
    profile: str
    source: str | None = None


def take_in(
    owner: int,
    arrival: Arrival,
    by: Actor,
    settings: dict,
    progress: Callable[[Counts], None] = lambda counts: None,
) -> tuple[UUID, Counts]:
    """Take a file in; return its message and how its rows fared.

    Raises:
        NotUnderstood, TooLarge: the file as a whole cannot be read; says why. It is kept
            nevertheless, and its message says so.
    """
    limit = int(settings["MAX_INTAKE_MB"]) << 20
    with arrival.path.open("rb") as stream:
        kept = vault.keep(Path(settings["VAULT_DIR"]), owner, stream, limit)
    message = flow.within(owner, lambda: _message(arrival, kept, by))
    try:
        reading = intake.read(
            arrival.path,
            arrival.profile,
            limit=limit,
            name=arrival.source,
            reported=clock.now(),
        )
        counts = _Loader(owner, by, message).load(reading, progress)
    except PortalError as error:
        words = str(error)
        flow.within(owner, lambda: _finish(message, Counts(), "refused", words))
        raise
    flow.within(owner, lambda: _finish(message, counts, "done"))
    flow.heard(owner, reading.source, _received(kept, arrival), by)
    return message, counts


def dry_run(arrival: Arrival, limit: int) -> tuple[Counts, list[Problem]]:
    """Read a file without keeping anything; return the counts and the first problems."""
    counts, problems = Counts(), []
    for entry in intake.read(arrival.path, arrival.profile, limit=limit, name=arrival.source):
        counts.rows += 1
        if isinstance(entry, Problem):
            counts.quarantined += 1
            problems.append(entry)
        else:
            counts.accepted += 1
    return counts, problems


class _Loader:
    """One file on its way into the ledger of one owner."""

    def __init__(self, owner: int, by: Actor, message: UUID) -> None:
        self.owner, self.by, self.message = owner, by, message
        self.partners: dict[PartnerKey, int] = {}
        self.counts = Counts()

    def load(self, reading: Reading, progress) -> Counts:
        """Record all of it, window by window."""
        for window in _windows(reading, WINDOW):
            self.counts.rows += len(window)
            self._quarantine([entry for entry in window if isinstance(entry, Problem)])
            self._record([entry for entry in window if isinstance(entry, Told)])
            progress(self.counts)
        return self.counts

    def _record(self, told: list[Told]) -> None:
        if not told:
            return
        try:
            self._meet(told)
            new = flow.batch(self.owner, [self._drafts(entry) for entry in told], self.by)
        except PortalError as error:
            self._record_singly(told, error)
            return
        self.counts.accepted += sum(1 for number in new if number)
        self.counts.duplicate += sum(1 for number in new if not number)

    def _record_singly(self, told: list[Told], error: PortalError) -> None:
        """One row spoiled the window: find it, and keep the others."""
        if len(told) > 1:
            for entry in told:
                self._record([entry])
            return
        fault = intake.Fault("", error.template, dict(error.values))
        self._quarantine([Problem(told[0].row, (fault,), b"")])

    def _meet(self, told: list[Told]) -> None:
        """Learn the numbers of partners not met before; add those nobody knows."""
        named = {key for one in told for key in (one.order.partner, *one.order.parties)}
        unmet = sorted(named - self.partners.keys(), key=lambda key: (key.side, key.name))
        if unmet:
            self.partners |= flow.manage(self.owner, self.by, lambda: self._meet_all(unmet))

    def _meet_all(self, unmet: list[PartnerKey]) -> tuple[dict[PartnerKey, int], list[Draft]]:
        met, drafts = {}, []
        for key in unmet:
            met[key], is_new = people.partner_called(
                self.owner, key.side, key.name, key.number, key.country
            )
            if is_new:
                drafts.append(_added(met[key], key))
        return met, drafts

    def _drafts(self, told: Told) -> tuple[str, list[Draft]]:
        placed, *header = told.header
        body = placed.body | {"partner": self.partners[told.order.partner]}
        parties = [
            {"org": self.partners[party], "role": party.side} for party in told.order.parties
        ]
        if parties:
            body["parties"] = parties
        key = flow.order_key(told.order.type, told.order.number)
        return key, [replace(placed, body=body), *header, *told.line]

    def _quarantine(self, problems: list[Problem]) -> None:
        if problems:
            self.counts.quarantined += len(problems)
            flow.within(self.owner, lambda: _keep_problems(self.owner, self.message, problems))


def _windows(entries: Iterable, size: int) -> Iterator[list]:
    entries = iter(entries)
    while window := list(islice(entries, size)):
        yield window


def _message(arrival: Arrival, kept: vault.Kept, by: Actor) -> UUID:
    """Return the message of this file, the same one if it came before."""
    found = db.session.scalar(
        select(Message).where(Message.sha256 == kept.sha256, Message.profile == arrival.profile)
    )
    if found is None:
        found = Message(
            owner=current().org,
            id=uuid7(),
            sha256=kept.sha256,
            profile=arrival.profile,
            name=vault.safe_name(arrival.name),
            bytes=kept.bytes,
            received_at=clock.now(),
            sender=by.id,
        )
        db.session.add(found)
    found.state = "reading"
    db.session.execute(delete(RowProblem).where(RowProblem.message == found.id))
    return found.id


def _finish(message: UUID, counts: Counts, state: str, problem: str | None = None) -> None:
    found = db.session.scalar(select(Message).where(Message.id == message))
    found.state, found.problem, found.finished_at = state, problem, clock.now()
    found.rows, found.quarantined = counts.rows, counts.quarantined
    found.accepted, found.duplicate = counts.accepted, counts.duplicate


def _keep_problems(owner: int, message: UUID, problems: list[Problem]) -> None:
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
                "raw": problem.raw.decode("utf-8", "replace").replace("\x00", "␀"),
                "state": "open",
            }
            for problem in problems
            for number, fault in enumerate(problem.faults)
        ],
    )


def _added(org: int, key: PartnerKey) -> Draft:
    return Draft(
        "organisation.added",
        source="intake",
        key=f"organisation:{org}",
        channel="file",
        details={"name": key.name},
        body={"organisation": org, "kind": key.side},
    )


def _received(kept: vault.Kept, arrival: Arrival) -> Draft:
    return Draft(
        "message.received",
        source="intake",
        key=f"{kept.sha256.hex()}:{arrival.profile}",
        channel="file",
        details={"name": vault.safe_name(arrival.name)},
        body={"sha256": kept.sha256.hex(), "profile": arrival.profile, "bytes": str(kept.bytes)},
    )
