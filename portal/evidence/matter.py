"""What evidence is made of: all that was said in one order, read once, as plain values.

Everything made from it afterwards (proof, report, pack) asks the database nothing more.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal import ledger, people
from portal.db import db
from portal.ledger import Document, Event, EventDetail, Said, Stream, Voices

_GOODS = frozenset({"goods.assigned", "goods.unassigned"})


@dataclass(frozen=True, slots=True)
class Detail:
    """An erasable text beside an event, and the salt with which the event commits to it."""

    name: str
    text: str
    salt: bytes


@dataclass(frozen=True, slots=True)
class File:
    """A file an event attached. `document` is its id in the facts; `gone`: erased since."""

    document: str
    sha256: bytes
    salt: bytes
    media: str
    bytes: int
    gone: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One event with everything that stands beside it. `text` are its facts as hashed."""

    said: Said
    text: str
    salt: bytes
    head: bytes
    only_for: int | None
    shared_with: int | None = None
    details: tuple[Detail, ...] = ()
    files: tuple[File, ...] = ()

    @property
    def facts(self) -> dict:
        """What was said."""
        return self.said.facts

    def words(self, name: str) -> str:
        """Return one of its erasable texts; "" where there is none (any more)."""
        return next((one.text for one in self.details if one.name == name), "")


@dataclass(frozen=True, slots=True)
class Matter:
    """An order's events, oldest first, and the names of those who spoke.

    `shipments` are those its facts name, each with the events of its own stream.
    """

    owner: int
    order: UUID
    key: str
    log: str
    entries: tuple[Entry, ...]
    orgs: dict[int, str] = field(default_factory=dict)
    people: dict[UUID, str] = field(default_factory=dict)
    voices: Voices = field(default_factory=Voices)
    shipments: tuple["Matter", ...] = ()

    def readable(self, reader: int | None = None) -> tuple[Entry, ...]:
        """Return what a reader may know: what is for all, what is for it alone, what it shares.

        What the owner shared with one partner is no secret before whoever audits the owner.

        Args:
            reader: an organisation; None is a stranger, say a court or an auditor.
        """
        both = {None, reader} if reader not in (None, self.owner) else None
        return tuple(
            one
            for one in self.entries
            if one.only_for in (None, reader) and (both is None or one.shared_with in both)
        )

    def shipped(self, reader: int | None = None) -> tuple[Entry, ...]:
        """Return what a reader may know of its shipments."""
        return tuple(one for each in self.shipments for one in each.readable(reader))

    def told(self, reader: int | None = None) -> list[Said]:
        """Return what the order is folded from, as far as a reader may know it."""
        carried = [
            replace(one.said, shipment=str(each.order))
            for each in self.shipments
            for one in each.readable(reader)
        ]
        return [*(one.said for one in self.readable(reader)), *carried]


def matter(order: UUID, upto: int | None = None, at: datetime | None = None) -> Matter:
    """Read an order as far as the scope may see it, and the shipments it names.

    Args:
        upto: only the first so many events; None reads all there are.
        at: of its shipments only what had been said by then.

    Raises:
        NotFound: there is no such order for this scope.
    """
    stream = ledger.order_for(order)
    entries = tuple(_entries(stream, upto))
    shipments = tuple(_shipments(entries, at))
    spoken = (*entries, *(one for each in shipments for one in each.entries))
    orgs, persons = _spoke(spoken, stream.owner)
    return Matter(
        stream.owner,
        stream.id,
        stream.key,
        people.origin(stream.owner),
        entries,
        people.names(orgs),
        _names(persons),
        ledger.voices((one.facts, _texts(one)) for one in spoken if _names_voices(one)),
        shipments,
    )


def _shipments(entries: Iterable[Entry], at: datetime | None) -> Iterable[Matter]:
    """Read the shipments that an order's facts name and the scope may see, by id."""
    named = {one.facts["shipment"] for one in entries if one.facts["kind"] in _GOODS}
    query = select(Stream).where(Stream.id.in_(sorted(map(UUID, named))), Stream.kind == "shipment")
    for stream in db.session.scalars(query.order_by(Stream.id)).all() if named else ():
        told = tuple(one for one in _entries(stream, None) if at is None or one.said.at <= at)
        if told:
            log = people.origin(stream.owner)
            yield Matter(stream.owner, stream.id, stream.key, log, told)


def _names_voices(one: Entry) -> bool:
    return one.facts["kind"] in ledger.NAMING


def _texts(one: Entry) -> dict[str, str]:
    return {detail.name: detail.text for detail in one.details}


def _entries(stream: Stream, upto: int | None) -> Iterable[Entry]:
    query = select(Event).where(Event.stream == stream.id).order_by(Event.seq)
    if upto is not None:
        query = query.where(Event.seq <= upto)
    details, files = _details(stream), _files(stream)
    for row in db.session.scalars(query):
        yield Entry(
            ledger.said_of(row.seq, row.ident, row.recorded_at, row.facts),
            row.facts,
            row.salt,
            row.head,
            row.only_for,
            row.shared_with,
            tuple(details.get(row.seq, ())),
            tuple(files.get(row.seq, ())),
        )


def _details(stream: Stream) -> dict[int, list[Detail]]:
    query = select(EventDetail).where(EventDetail.stream == stream.id)
    found: dict[int, list[Detail]] = {}
    for row in db.session.scalars(query.order_by(EventDetail.seq, EventDetail.name)):
        found.setdefault(row.seq, []).append(Detail(row.name, row.text, row.salt))
    return found


def _files(stream: Stream) -> dict[int, list[File]]:
    query = select(Document).where(Document.stream == stream.id)
    found: dict[int, list[File]] = {}
    for row in db.session.scalars(query.order_by(Document.seq, Document.ord)):
        gone = row.gone_at is not None
        file = File(str(row.id), row.sha256, row.salt, row.media, row.bytes, gone)
        found.setdefault(row.seq, []).append(file)
    return found


def _spoke(entries: Iterable[Entry], owner: int) -> tuple[set[int], set[UUID]]:
    orgs, persons = {owner}, set()
    for entry in entries:
        by, body = entry.facts["by"], entry.facts.get("body", {})
        orgs.add(by["org"])
        persons |= ledger.persons(entry.facts)
        if entry.facts["kind"] == "order.placed" and "partner" in body:
            orgs.add(body["partner"])
    return orgs, persons


def _names(persons: set[UUID]) -> dict[UUID, str]:
    if not persons:
        return {}
    query = select(people.Person.id, people.Person.name).where(people.Person.id.in_(persons))
    return dict(db.session.execute(query).all())
