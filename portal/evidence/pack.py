"""An evidence pack: what was said in one order, so that it can be checked without us.

    README.txt            what this is and how to check it by hand
    report.pdf            the same for people
    events/0001.json …    every event: its envelope, and what was said in it
    documents/<sha256>.…  the files that were attached, as they came
    accepted/<sha256>.…   the order as it was shown when it was answered: source and PDF
    chain.json            the stream, its length and its last hash
    shipments/01/…        the same of each shipment that carries its goods: events, chain.json
    SHA256SUMS            `sha256sum -c` checks the files above

An event that its reader may not see is there as *withheld*: its envelope only. So what is
withheld is not missing, and the chain still closes.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from portal import ledger, vault
from portal.db import moment_text
from portal.evidence.matter import Entry, Matter
from portal.evidence.report import file_of
from portal.evidence.zip import write

README = """Evidence of order {key}

Issued {at} from the ledger {log}.
{count} events, of which {withheld} are withheld: the reader of this pack may not see what
they say, but they are counted and chained.

How to check it by hand
1. sha256sum -c SHA256SUMS
2. For each file in events, in the order of their numbers:
   a. SHA-256 over the bytes of "salt" (base64) followed by the text of "facts" is the
      "facts" of the envelope, in base64. Withheld events have neither.
   b. SHA-256 over one zero byte followed by the envelope, written as canonical JSON
      (RFC 8785: names sorted, no spaces), is the event's "head", in base64.
   c. "prev" of the envelope is the head of the event before; 32 zero bytes for the first.
      "seq" counts from 1 without a gap.
   d. "details" of the facts holds, for each name, SHA-256 over the salt of that detail
      followed by its text, in base64. "docs" of the facts holds, for each file, in "c",
      SHA-256 over its salt followed by the 32 bytes of the file's own SHA-256. Texts and
      salts stand beside the facts, files in documents. A text or file that is not here
      was erased; what was said about it still holds.
   The folders in shipments hold the events and the chain.json of each shipment that carries
   goods of this order; "shipment" of the order's facts is the "stream" there. A shipment
   may carry goods of other orders; its events name none.
3. Where an answer says in "body" what it was "shown", SHA-256 over the file of that name
   in accepted is its "sha256". The PDF beside it was made from that file, prints the
   digest and carries the file.
4. The head of the last event is the head in chain.json, and seq there is the number of
   events.

What it proves: that these are the events of this order up to number {count}, unchanged
since they were recorded, if you know the head in chain.json from somewhere else than this
pack. What it does not prove: that what was said is true.
"""

Content = bytes | Callable[[], BinaryIO]


@dataclass(frozen=True)
class Pack:
    """The parts of a pack before they are zipped, and what is told of it elsewhere."""

    files: tuple[tuple[str, Content], ...]
    head: bytes
    seq: int
    withheld: int
    at: datetime


def pack(
    matter: Matter,
    reader: int | None,
    report: bytes,
    root: Path,
    at: datetime,
    beside: Sequence[tuple[str, bytes]] = (),
) -> Pack:
    """Return the pack of an order for one reader; see `Matter.readable`.

    Args:
        matter: read in the keeper's scope, so that nothing is overlooked.
        report: the PDF for people.
        root: where the vault lies; its files are read when the pack is written.
        at: when it is issued.
        beside: files made from the events, by name.
    """
    shown = {one.said.seq for one in matter.readable(reader)}
    last = matter.entries[-1]
    withheld = len(matter.entries) - len(shown)
    files = [
        ("README.txt", _readme(matter, withheld, at)),
        ("chain.json", _chain(matter)),
        ("report.pdf", report),
        *_events(matter, shown),
        *_shipments(matter, reader),
        *_documents(matter, reader, root),
        *beside,
    ]
    return Pack(tuple(files), last.head, last.said.seq, withheld, at)


def _readme(matter: Matter, withheld: int, at: datetime) -> bytes:
    count, moment = len(matter.entries), moment_text(at)
    return README.format(
        key=matter.key, at=moment, log=matter.log, count=count, withheld=withheld
    ).encode()


def write_pack(made: Pack, target: BinaryIO) -> bytes:
    """Write a pack as an archive and return its SHA-256; `target` can seek and be read."""
    write(target, made.files, made.at)
    target.seek(0)
    digest = hashlib.file_digest(target, "sha256").digest()
    target.seek(0)
    return digest


def _chain(matter: Matter) -> bytes:
    last = matter.entries[-1]
    chain = {
        "log": matter.log,
        "stream": str(matter.order),
        "seq": last.said.seq,
        "head": ledger.b64(last.head),
    }
    return ledger.canonical(chain).encode()


def _shipments(matter: Matter, reader: int | None) -> Iterator[tuple[str, bytes]]:
    """Yield the events and the chain of each shipment, in a folder of its own."""
    for number, each in enumerate(matter.shipments, start=1):
        folder = f"shipments/{number:02}"
        yield f"{folder}/chain.json", _chain(each)
        shown = {one.said.seq for one in each.readable(reader)}
        for name, content in _events(each, shown):
            yield f"{folder}/{name}", content


def _events(matter: Matter, shown: set[int]) -> Iterator[tuple[str, bytes]]:
    prev = bytes(32)
    for one in matter.entries:
        said = _said(one) if one.said.seq in shown else {}
        entry = {"envelope": _envelope(matter, one, prev), "head": ledger.b64(one.head), **said}
        yield f"events/{one.said.seq:04}.json", ledger.canonical(entry).encode()
        prev = one.head


def _envelope(matter: Matter, one: Entry, prev: bytes) -> dict:
    return {
        "v": 1,
        "log": matter.log,
        "stream": str(matter.order),
        "seq": one.said.seq,
        "prev": ledger.b64(prev),
        "at": moment_text(one.said.at),
        "facts": ledger.b64(ledger.seal(one.salt, one.text)),
    }


def _said(one: Entry) -> dict:
    """Return what may be read of an event beside its envelope."""
    said: dict = {"facts": one.text, "salt": ledger.b64(one.salt)}
    if one.details:
        said["details"] = {
            each.name: {"salt": ledger.b64(each.salt), "text": each.text} for each in one.details
        }
    if one.files:
        said["documents"] = [
            {
                "salt": ledger.b64(each.salt),
                "sha256": each.sha256.hex(),
                "file": file_of(each.sha256, each.media),
            }
            for each in one.files
        ]
    return said


def _documents(matter: Matter, reader: int | None, root: Path) -> Iterator[tuple[str, Content]]:
    """Yield each file once; it is read, and checked against its name, when it is written."""
    kept = {
        file_of(each.sha256, each.media): each.sha256
        for one in (*matter.readable(reader), *matter.shipped(reader))
        for each in one.files
        if not each.gone
    }
    for name, sha256 in kept.items():
        yield f"documents/{name}", _opener(root, matter.owner, sha256)


def _opener(root: Path, owner: int, sha256: bytes) -> Callable[[], BinaryIO]:
    return lambda: vault.open(root, owner, sha256)
