"""Checking the ledger against itself: every column, every link, everything committed to."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal import people
from portal.db import current, db, moment_text
from portal.ledger import chain, facts
from portal.ledger.tables import (
    Assignment,
    Document,
    Event,
    EventDetail,
    Link,
    Party,
    Ref,
    Setting,
    Stream,
)
from portal.ledger.vocabulary import KINDS

BATCH = 500
OPENED_BY = {"shipment": "shipment.announced"}  # nothing else can be said before it


@dataclass(frozen=True)
class Fault:
    """One thing that does not add up. `where` names the stream and the event."""

    where: str
    why: str


def verify(progress=None) -> Iterator[Fault]:
    """Check everything the scope's owner has said; yield what does not hold.

    The text of the facts is what was said and hashed. The columns, parties and
    references must say the same; details and files must be what was committed to,
    unless they were erased.
    """
    owner, after, done = current().org, None, 0
    while streams := _streams(after):
        ids = [stream.id for stream in streams]
        checked = _Batch(owner, ids)
        for stream in streams:
            yield from checked.stream(stream)
        after, done = ids[-1], done + len(ids)
        db.session.expunge_all()
        if progress:
            progress(done)
    yield from _strays()


class _Batch:
    """The rows of some streams, read at once, and the checks over them."""

    def __init__(self, owner: int, ids: list[UUID]) -> None:
        self.log = people.origin(owner)
        self.owner = owner
        self.events = _by_stream(select(Event).where(Event.stream.in_(ids)), Event.seq)
        self.details = _by_stream(select(EventDetail).where(EventDetail.stream.in_(ids)))
        self.documents = _by_stream(select(Document).where(Document.stream.in_(ids)))
        self.parties = _by_stream(select(Party).where(Party.stream.in_(ids)))
        self.refs = _by_stream(select(Ref).where(Ref.stream.in_(ids)))
        self.settings = _by_stream(select(Setting).where(Setting.stream.in_(ids)))
        self.links = _by(Link.order.key, select(Link).where(Link.order.in_(ids)))
        self.assignments = _by_stream(select(Assignment).where(Assignment.stream.in_(ids)))

    def stream(self, stream: Stream) -> Iterator[Fault]:
        """Check one stream from its first event to its head."""
        head, due = chain.START, 0
        derived = _Derived()
        for event in self.events[stream.id]:
            due += 1
            where = f"event {stream.kind} {stream.key} ({stream.id}) #{event.seq}"
            if event.seq != due:
                yield Fault(where, f"#{due} is missing")
                due = event.seq
            yield from self._event(event, stream, head, where, derived)
            head = event.head
        where = f"stream {stream.kind} {stream.key} ({stream.id})"
        if (due, head) != (stream.seq, stream.head):
            last = f"; from #{due + 1} on they are missing" if stream.seq > due else ""
            yield Fault(where, f"its head says {stream.seq} events, there are {due}{last}")
        yield from self._derived(stream, derived, where)
        yield from self._opening(stream, where)

    def _opening(self, stream: Stream, where: str) -> Iterator[Fault]:
        """Check what a stream was opened with against its first event."""
        first = next(iter(self.events[stream.id]), None)
        said = _parsed(first.facts) if first else None
        if not said:
            return
        kind = KINDS.get(said.get("kind"))
        begins = OPENED_BY.get(stream.kind, said.get("kind"))
        if kind is None or stream.kind not in kind.streams or kind.name != begins:
            yield Fault(where, f"a stream of its kind does not begin with {said.get('kind')}")
        elif stream.kind == "order" and stream.key != facts.order_key(said["body"]):
            yield Fault(where, "its key is not the number of its order")
        elif stream.kind == "shipment" and stream.key != str(stream.id):
            yield Fault(where, "its key is not its id")
        stated = said.get("when", {}).get("from") if stream.kind == "order" else None
        if stated and moment_text(stream.opened_at) != stated:
            yield Fault(where, "it was not opened on the day of its order")
        elif stream.opened_at > first.recorded_at and not stated:
            yield Fault(where, "it was opened after its first event")

    def _event(self, event, stream, prev, where, derived) -> Iterator[Fault]:
        said = _parsed(event.facts)
        if said is None or facts.canonical(said) != event.facts:
            yield Fault(where, "its facts are not canonical JSON")
            return
        for name, value in facts.columns(said).items():
            if getattr(event, name) != value:
                yield Fault(where, f"column {name} does not say what its facts say")
        envelope = chain.envelope(
            self.log,
            str(stream.id),
            event.seq,
            prev,
            moment_text(event.recorded_at),
            chain.seal(event.salt, event.facts),
        )
        if chain.leaf(envelope) != event.head:
            yield Fault(where, "its text does not match its hash")
        derived.add(event, said, self.owner)
        yield from self._committed(event, said, where)

    def _committed(self, event, said: dict, where: str) -> Iterator[Fault]:
        kept = {row.name: row for row in self.details[event.stream] if row.seq == event.seq}
        for name, row in kept.items():
            promised = said.get("details", {}).get(name)
            if promised != facts.commitment(row.salt, row.text.encode()):
                yield Fault(where, f"detail {name} is not what was said")
            if _readers(row) != _readers(event) or row.person != event.by_person:
                yield Fault(where, f"detail {name} has another reader or person than its event")
        files = {row.ord: row for row in self.documents[event.stream] if row.seq == event.seq}
        promised = dict(enumerate(said.get("docs", [])))
        if set(files) != set(promised):
            yield Fault(where, "its files are not those it names")
            return
        for number, row in files.items():
            if not _same_file(row, promised[number], said, event):
                yield Fault(where, f"file {number + 1} is not what was attached")

    def _derived(self, stream: Stream, derived: "_Derived", where: str) -> Iterator[Fault]:
        kept = {(row.org, row.role) for row in self.parties[stream.id]}
        if kept != derived.parties:
            yield Fault(where, "its parties are not those its events name")
        if {(row.kind, row.norm) for row in self.refs[stream.id]} != derived.refs:
            yield Fault(where, "its references are not those its events name")
        kept = {(row.key, row.version, row.doc, row.seq) for row in self.settings[stream.id]}
        if kept != derived.settings:
            yield Fault(where, "its settings are not those its events made")
        kept = {
            (row.shipment, row.assigned, row.seq, row.opened_at) for row in self.links[stream.id]
        }
        if kept != {(name, *link, stream.opened_at) for name, link in derived.links.items()}:
            yield Fault(where, "its shipments are not those its events name")
        kept = {row.person: (row.org, row.active, row.seq) for row in self.assignments[stream.id]}
        if kept != derived.assignments:
            yield Fault(where, "who looks after it is not whom its events name")
        if derived.last and stream.said_at != derived.last:
            yield Fault(where, "its last time is not that of its last event")


class _Derived:
    """What the events of a stream give, gathered one by one."""

    def __init__(self) -> None:
        self.parties: set = set()
        self.refs: set = set()
        self.settings: set = set()
        self.links: dict = {}
        self.assignments: dict = {}
        self.last = None

    def add(self, event: Event, said: dict, owner: int) -> None:
        """Take in one event."""
        self.parties.update(facts.parties(said, owner))
        self.refs.update(facts.refs(said))
        self.links |= {name: (assigned, event.seq) for name, assigned in facts.links(said)}
        for person, active in facts.assignments(said):
            self.assignments[UUID(person)] = (said["by"]["org"], active, event.seq)
        self.last = event.recorded_at
        if said["kind"] == "setting.made":
            body = said["body"]
            doc = facts.canonical(body["doc"])
            self.settings.add((body["key"], body["version"], doc, event.seq))


def _same_file(row: Document, promised: dict, said: dict, event: Event) -> bool:
    return (
        promised["c"] == facts.commitment(row.salt, row.sha256)
        and (promised["media"], promised["bytes"]) == (row.media, row.bytes)
        and str(row.id) == said["body"]["document"]
        and _readers(row) == _readers(event)
    )


def _readers(row: Event | EventDetail | Document) -> tuple[int | None, int | None]:
    return row.only_for, row.shared_with


def _streams(after: UUID | None) -> list[Stream]:
    query = select(Stream).order_by(Stream.id).limit(BATCH)
    if after is not None:
        query = query.where(Stream.id > after)
    return list(db.session.scalars(query))


def _by_stream(query, *order) -> dict[UUID, list]:
    return _by("stream", query, *order)


def _by(name: str, query, *order) -> dict[UUID, list]:
    found = defaultdict(list)
    for row in db.session.scalars(query.order_by(*order)):
        found[getattr(row, name)].append(row)
    return found


def _strays() -> Iterator[Fault]:
    """Find what no walk over streams can meet: its stream, or its event, is gone."""
    placed = [(model, model.stream) for model in (Event, Document, Party, Ref, Setting, Assignment)]
    for model, named in (*placed, (Link, Link.order)):
        known = select(Stream.id).where(Stream.owner == model.owner, Stream.id == named)
        query = select(named).where(~known.exists()).distinct().limit(100)
        for stream in db.session.scalars(query):
            yield Fault(f"{model.__tablename__} ({stream})", "its stream is gone")
    for model in (EventDetail, Document):
        event = select(Event.seq).where(
            Event.owner == model.owner, Event.stream == model.stream, Event.seq == model.seq
        )
        query = select(model.stream, model.seq).where(~event.exists()).limit(100)
        for stream, seq in db.session.execute(query):
            yield Fault(f"{model.__tablename__} ({stream}) #{seq}", "its event is gone")


def _parsed(text: str) -> dict | None:
    try:
        return json.loads(text)
    except ValueError:
        return None
