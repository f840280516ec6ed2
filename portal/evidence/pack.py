"""An evidence pack: what was said in one order, so that it can be checked without us.

    README.txt            what this is and how to check it by hand
    report.pdf            the same for people
    events/0001.json …    every event: its envelope, and what was said in it
    documents/<sha256>.…  the files that were attached, as they came
    chain.json            the stream, its length and its last hash
    SHA256SUMS            `sha256sum -c` checks the files above

An event that its reader may not see is there as *withheld*: its envelope only. So what is
withheld is not missing, and the chain still closes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from portal import ledger, people, vault
from portal.db import db, moment_text
from portal.ledger import Document, Event, EventDetail, Stream

ENDINGS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/csv": "csv",
    "text/plain": "txt",
}

README = """Evidence of order {key}

Issued {at} from the ledger {log}.
{count} events, of which {withheld} are withheld: the reader of this pack may not see what
they say, but they are counted and chained.

How to check it by hand
1. sha256sum -c SHA256SUMS
2. For each file in events, in the order of their numbers:
   a. SHA-256 over the bytes of "salt" (base64) followed by the text of "facts" is the
      "facts" of the envelope, in base64.
   b. SHA-256 over one zero byte followed by the envelope, written as canonical JSON
      (RFC 8785), is the event's "head", in base64.
   c. "prev" of the envelope is the head of the event before; 32 zero bytes for the first.
   d. "details" and "documents" of the facts hold, for each, SHA-256 over its salt followed
      by its text, or by the SHA-256 of the file; the salts stand beside the facts.
3. The head of the last event is the head in chain.json.

What it proves: that these are the events of this order up to number {count}, unchanged
since they were recorded, if you know the head in chain.json from somewhere else than this
pack. What it does not prove: that what was said is true.
"""


@dataclass(frozen=True)
class Pack:
    """The parts of a pack before they are zipped, and what is told of it elsewhere."""

    files: tuple[tuple[str, bytes], ...]
    head: bytes
    seq: int
    withheld: int


def pack(stream: Stream, reader: int | None, report: bytes, root: Path, at) -> Pack:
    """Return the pack of an order. Needs the keeper's scope, so that nothing is overlooked.

    Args:
        reader: the organisation it is for; None is an auditor, who sees what is for all.
        report: the PDF for people.
        root: where the vault lies.
        at: when it is issued.
    """
    events = list(
        db.session.scalars(select(Event).where(Event.stream == stream.id).order_by(Event.seq))
    )
    shown = {event.seq for event in events if _may_read(event, reader, stream.owner)}
    log = people.origin(stream.owner)
    apart = _Apart(stream, shown)
    files = [("report.pdf", report)]
    prev = bytes(32)
    for event in events:
        said = apart.of(event) if event.seq in shown else {}
        files.append((f"events/{event.seq:04}.json", _entry(event, log, prev, said)))
        prev = event.head
    files += apart.files(root)
    chain = {"log": log, "stream": str(stream.id), "seq": len(events), "head": ledger.b64(prev)}
    files.append(("chain.json", ledger.canonical(chain).encode()))
    withheld = len(events) - len(shown)
    readme = README.format(
        key=stream.key, at=moment_text(at), log=log, count=len(events), withheld=withheld
    )
    files.append(("README.txt", readme.encode()))
    return Pack(tuple(files), prev, len(events), withheld)


def _may_read(event: Event, reader: int | None, owner: int) -> bool:
    return event.only_for is None or event.only_for == reader


def _entry(event: Event, log: str, prev: bytes, said: dict) -> bytes:
    """Return one event as canonical JSON: the envelope, the head and what may be read."""
    envelope = {
        "v": 1,
        "log": log,
        "stream": str(event.stream),
        "seq": event.seq,
        "prev": ledger.b64(prev),
        "at": moment_text(event.recorded_at),
        "facts": ledger.b64(ledger.seal(event.salt, event.facts)),
    }
    entry = {"envelope": envelope, "head": ledger.b64(event.head), **said}
    return ledger.canonical(entry).encode()


class _Apart:
    """What stands beside the events of an order: details and files, with their salts."""

    def __init__(self, stream: Stream, shown: set[int]) -> None:
        self.owner = stream.owner
        self.details: dict[int, dict] = {}
        self.documents: dict[int, list] = {}
        self.kept: dict[str, Document] = {}
        details = select(EventDetail).where(EventDetail.stream == stream.id)
        for row in db.session.scalars(details.order_by(EventDetail.seq, EventDetail.name)):
            if row.seq in shown:
                said = {"salt": ledger.b64(row.salt), "text": row.text}
                self.details.setdefault(row.seq, {})[row.name] = said
        documents = select(Document).where(Document.stream == stream.id)
        for row in db.session.scalars(documents.order_by(Document.seq, Document.ord)):
            if row.seq in shown:
                self._take(row)

    def _take(self, row: Document) -> None:
        name = f"{row.sha256.hex()}.{ENDINGS.get(row.media, 'bin')}"
        said = {"salt": ledger.b64(row.salt), "sha256": row.sha256.hex(), "file": name}
        self.documents.setdefault(row.seq, []).append(said)
        if row.gone_at is None:
            self.kept[name] = row

    def of(self, event: Event) -> dict:
        """Return what may be read of an event, for its entry."""
        said = {"facts": event.facts, "salt": ledger.b64(event.salt)}
        if event.seq in self.details:
            said["details"] = self.details[event.seq]
        if event.seq in self.documents:
            said["documents"] = self.documents[event.seq]
        return said

    def files(self, root: Path) -> Iterator[tuple[str, bytes]]:
        """Yield the attached files, read from the vault and checked against their names."""
        for name, row in self.kept.items():
            yield f"documents/{name}", vault.read(root, self.owner, row.sha256)
