"""The report in a pack: what an order's events say, for people, with the digest of each.

It shows what its reader may know; every other event is there as withheld, so that rows and
digests are complete.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from portal.errors import N_
from portal.evidence.matter import Entry, Matter
from portal.evidence.order import Words, day_ordered, happenings, references, zone_of
from portal.evidence.pdf import pdf
from portal.evidence.pod import KINDS, SIDES, Happening, Party, Voice, house, teller
from portal.journey import Journey, fold
from portal.journey import Line as JourneyLine

STEPS = {
    "dispatched": N_("Dispatched"),
    "delivered": N_("Delivered"),
    "received": N_("Received"),
}
WITHHELD = N_("Withheld: the reader of this pack may not see what it says")
JUDGED = {"": N_("not checked"), "accepted": N_("accepted"), "refused": N_("refused")}


@dataclass(frozen=True)
class Row:
    """One line: what was asked for, how much reached each step, and its days.

    `days`: asked for, first promised, agreed, expected; of the last of its deliveries.
    """

    no: str
    item: str
    name: str
    ordered: Decimal
    unit: str
    reached: tuple[Decimal | None, ...]
    days: tuple[date | None, ...]


@dataclass(frozen=True)
class Attachment:
    """One attached document: its sort, its name, its file in the pack, what was decided."""

    type: str
    name: str
    file: str
    state: str


@dataclass(frozen=True)
class Report:
    """Everything the report shows. `head` covers all `count` events."""

    number: str
    kind: str
    ordered: date | None
    owner: Party
    partner: Party
    zone: str
    issued: datetime
    as_of: datetime
    head: str
    count: int
    withheld: int
    steps: tuple[str, ...]
    lines: tuple[Row, ...]
    papers: tuple[Attachment, ...]
    events: tuple[Happening, ...]
    references: tuple[tuple[str, str], ...] = ()


def report(matter: Matter, reader: int | None, words: Words, issued: datetime) -> Report:
    """Return the report of an order for one reader; see `Matter.readable`.

    Args:
        matter: read in the keeper's scope, so that it is complete.
        words: of the same reader: they know the names in what it may read.
    """
    entries = matter.readable(reader)
    read = fold(matter.told(reader))
    last = matter.entries[-1]
    return Report(
        number=read.number,
        kind=read.kind,
        ordered=day_ordered(entries),
        owner=Party(matter.orgs.get(matter.owner, "")),
        partner=Party(matter.orgs.get(read.partner, "")),
        zone=zone_of(read.destination.get("country", ""), last.said.at),
        issued=issued,
        as_of=last.said.at,
        head=last.head.hex(),
        count=len(matter.entries),
        withheld=len(matter.entries) - len(entries),
        steps=tuple(words.quantity(what) or words.voice.say(text) for what, text in STEPS.items()),
        lines=tuple(_row(line, words) for line in read.lines.values()),
        papers=tuple(_papers(read, (*entries, *matter.shipped(reader)), words)),
        events=tuple(_events(matter, entries, read, words, reader)),
        references=references(read, (*entries, *matter.shipped(reader)), words),
    )


def printed(made: Report, voice: Voice) -> bytes:
    """Return the report as PDF/A-3b; the same values give the same bytes."""
    return pdf(sheet(made, voice), created=made.issued)


def sheet(made: Report, voice: Voice) -> str:
    """Return the report as HTML, ready to be printed."""
    owner_side, partner_side = SIDES[made.kind]
    return (
        house(voice)
        .get_template("evidence/print/report.html")
        .render(
            report=made,
            lang=voice.lang,
            kind=voice.say(KINDS[made.kind]),
            owner_side=voice.say(owner_side),
            partner_side=voice.say(partner_side),
            moment=teller(voice, ZoneInfo(made.zone)),
            number=lambda value: "–" if value is None else voice.number(value),
        )
    )


def file_of(sha256: bytes, media: str) -> str:
    """Return what an attached file is called in a pack: its digest, and an ending."""
    return f"{sha256.hex()}.{ENDINGS.get(media, 'bin')}"


ENDINGS = {
    "application/pdf": "pdf",
    "application/json": "json",
    "application/xml": "xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/tiff": "tif",
    "text/csv": "csv",
    "text/plain": "txt",
}


def _row(line: JourneyLine, words: Words) -> Row:
    parts = line.parts.values()
    named = ("ask_day", "first_day", "agreed_day", "expected_day")
    days = ([getattr(part, name) for part in parts if getattr(part, name)] for name in named)
    return Row(
        no=line.no.lstrip("0") or line.no,
        item=line.item.get("code", ""),
        name=line.item.get("name", ""),
        ordered=line.ordered,
        unit=words.unit(line.uom),
        reached=tuple(_reached(line, what) for what in STEPS),
        days=tuple(max(found, default=None) for found in days),
    )


def _reached(line: JourneyLine, what: str) -> Decimal | None:
    """Return what was reported of a step, excess included; None where nobody reported it."""
    said = [part.reached[what] for part in line.parts.values() if what in part.reached]
    told = [one.n for one in said if not one.inferred]
    return sum(told, line.excess.get(what, Decimal(0))) if told else None


def _papers(read: Journey, entries: Iterable[Entry], words: Words) -> Iterable[Attachment]:
    verdicts = {paper.document: paper.verdict for paper in read.documents}
    for one in entries:
        if one.facts["kind"] != "document.attached":
            continue
        for file in one.files:
            state = words.voice.say(JUDGED[verdicts.get(file.document, "")])
            type_ = words.paper(one.facts["body"].get("type", "other"))
            name = words.voice.say(N_("erased")) if file.gone else one.words("name")
            yield Attachment(type_, name, file_of(file.sha256, file.media), state)


def _events(
    matter: Matter, entries: Iterable[Entry], read: Journey, words: Words, reader: int | None
) -> Iterable[Happening]:
    entries = list(entries)
    seqs = (one.said.seq for one in entries)
    told = dict(zip(seqs, happenings(entries, read, words), strict=True))
    for one in matter.entries:
        yield told.get(one.said.seq) or _withheld(one, words.voice.say)
    for each in matter.shipments:
        yield from happenings(each.readable(reader), read, words)


def _withheld(one: Entry, say: Callable[[str], str]) -> Happening:
    return Happening(say(WITHHELD), None, one.said.at, "–", "–", one.head.hex())
