"""From an order's history to the values of its proof of delivery. Pure.

A delivery is everything that was reported in one act; the proof is of the newest one. Who
may read which event was decided before: what is handed in is shown.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from portal.evidence.matter import Entry, Matter
from portal.evidence.pod import Happening, Line, Note, Party, Picture, Pod, Voice
from portal.journey import Journey, Paper
from portal.journey import Line as JourneyLine

DELIVERED = frozenset({"DELIVERED", "POD_RECORDED", "WORK_COMPLETED", "WORK_SIGNED"})
PROOFS = frozenset({"delivery_note", "cmr"})
SHOWN = {"photo": False, "signature": True}  # pictures worth printing; is it a signature?
PRINTABLE = frozenset({"image/png", "image/jpeg", "image/tiff"})
MOST_PICTURES = 12
NAMED = ("delivery_note", "shipment", "tracking", "container", "waybill", "supplier_order")
_MIDDAY = timedelta(hours=13)


@dataclass(frozen=True)
class Words:
    """How the reader's language says what events only name by a code.

    `quantity` is what the owner calls the step that moves one, "" where it has no name.
    """

    voice: Voice
    sentence: Callable[[dict], str]
    who: Callable[[dict], str]
    source: Callable[[dict], str]
    ref: Callable[[str], str]
    paper: Callable[[str], str]
    unit: Callable[[str], str]
    place: Callable[[dict], str]
    quantity: Callable[[str], str] = lambda _what: ""


@dataclass(frozen=True)
class Shot:
    """A picture to be printed: the name it is handed in under, and the file it is made from."""

    address: str
    sha256: bytes
    media: str


def proven(read: Journey, entries: Iterable[Entry]) -> bool:
    """Say whether there is anything to prove: a delivery, or an accepted delivery note."""
    return bool(delivery(read, entries) or accepted(read))


def pod(matter: Matter, read: Journey, entries: Sequence[Entry], words: Words) -> Pod:
    """Return the proof of delivery of what `entries` tell.

    Args:
        read: the order, folded from the same entries.
        entries: the events its reader may know, oldest first; not empty.
    """
    carried = (*entries, *matter.shipped())
    latest = delivery(read, carried)
    zone = zone_of(read.destination.get("country", ""), entries[-1].said.at)
    return Pod(
        number=read.number,
        kind=read.kind,
        ordered=day_ordered(entries),
        owner=Party(matter.orgs.get(read.owner or matter.owner, ""), _address(read, words)),
        partner=Party(matter.orgs.get(read.partner, "")),
        delivered=max((occurred(one.facts) for one in latest), key=_start, default=None),
        zone=zone,
        place=_place(read, latest, words),
        recipient=_first(latest, "recipient"),
        recipient_role="",
        condition=next((p.condition for p in accepted(read) if p.condition), ""),
        remarks=_first(latest, "text"),
        lines=tuple(_line(read, line, latest, words) for line in read.lines.values()),
        events=happenings([one for one in carried if _belongs(one)], read, words),
        head=entries[-1].head.hex(),
        as_of=entries[-1].said.at,
        references=references(read, (*latest, *matter.shipped()), words),
        pictures=tuple(_pictures(read, carried, words)),
        notes=tuple(_notes(matter, read, carried, words)),
    )


def delivery(read: Journey, entries: Iterable[Entry]) -> list[Entry]:
    """Return the reports of the newest delivery: those of one act that are in force."""
    doubted = {flag.ident for flag in read.flags if flag.kind == "future_actual"}
    told = [
        one
        for one in entries
        if one.facts.get("code") in DELIVERED
        and one.facts["class"] == "ACT"
        and one.said.ident not in _gone(read) | doubted
    ]
    newest = max(told, key=lambda one: (_start(occurred(one.facts)), one.said.seq), default=None)
    return [one for one in told if newest and one.facts["act"] == newest.facts["act"]]


def _gone(read: Journey) -> set[str]:
    """Return what was taken back or said anew, in the order and in its shipments."""
    there = (one.shipment for one in read.carried.values() if one.shipment)
    return set(read.gone).union(*(made.gone for made in there))


def accepted(read: Journey) -> list[Paper]:
    """Return the delivery notes and waybills that were checked and accepted, newest first."""
    there = (one.shipment.documents for one in read.carried.values() if one.shipment)
    papers = [*read.documents, *(paper for documents in there for paper in documents)]
    good = [p for p in papers if p.type in PROOFS and p.verdict == "accepted"]
    return sorted(good, key=lambda paper: paper.at, reverse=True)


def shots(read: Journey, entries: Iterable[Entry]) -> list[Shot]:
    """Return the pictures to print, in the order in which they were sent."""
    return [
        Shot(f"picture:{number}", file.sha256, file.media)
        for number, (_entry, file) in enumerate(_taken(read, entries), start=1)
    ]


def happenings(entries: Iterable[Entry], read: Journey, words: Words) -> tuple[Happening, ...]:
    """Return events as rows: in words, when, by whom, and the digest of each."""
    return tuple(
        Happening(
            what=_told(one, read, words),
            occurred=occurred(one.facts),
            recorded=one.said.at,
            who=words.who(one.facts["by"]),
            source=words.source(one.facts),
            digest=one.head.hex(),
        )
        for one in entries
    )


def references(read: Journey, entries: Iterable[Entry], words: Words) -> tuple:
    """Return the numbers people would look for, as (label, value)."""
    named = [tuple(ref) for one in entries for ref in one.facts.get("refs", ())]
    found = dict.fromkeys((kind, value) for kind, value in (*named, *map(tuple, read.refs)))
    rows = sorted((NAMED.index(kind), value) for kind, value in found if kind in NAMED)
    return tuple((words.ref(NAMED[place]), value) for place, value in rows)


def occurred(facts: dict) -> datetime | date | None:
    """Return when an event says it happened: a day where only the day is known."""
    when = facts.get("when")
    if not when:
        return None
    start = datetime.fromisoformat(when["from"])
    if when.get("precision") not in ("day", "week"):
        return start
    offset = timedelta(minutes=when["offset"]) if "offset" in when else _MIDDAY
    return (start + offset).date()


def day_ordered(entries: Iterable[Entry]) -> date | None:
    """Return the day of the order, as its first event states it."""
    placed = (occurred(one.facts) for one in entries if one.facts["kind"] == "order.placed")
    said = next(placed, None)
    return said.date() if isinstance(said, datetime) else said


def zone_of(country: str, at: datetime) -> str:
    """Return the zone of a country where all its zones agree at that moment, else UTC."""
    zones = _zones(country)
    if len({at.astimezone(ZoneInfo(zone)).utcoffset() for zone in zones}) == 1:
        return zones[0]
    return "UTC"


@lru_cache(300)
def _zones(country: str) -> list[str]:
    return sorted(zone for zone, land in get_global("zone_territories").items() if land == country)


def _start(said: datetime | date | None) -> datetime:
    if isinstance(said, datetime):
        return said
    return (
        datetime(said.year, said.month, said.day, tzinfo=UTC)
        if said
        else datetime.min.replace(tzinfo=UTC)
    )


def _belongs(one: Entry) -> bool:
    """Cases are how people worked on it, not what was delivered."""
    return not one.facts["kind"].startswith("case.")


def _told(one: Entry, read: Journey, words: Words) -> str:
    said = words.sentence(one.facts)
    texts = [one.words(name) for name in ("name", "recipient", "text") if one.words(name)]
    said = ": ".join((said, "; ".join(texts))) if texts else said
    return f"{said} [{words.voice.say('replaced')}]" if one.said.ident in _gone(read) else said


def _line(read: Journey, line: JourneyLine, latest: Sequence[Entry], words: Words) -> Line:
    return Line(
        no=line.no.lstrip("0") or line.no,
        item=line.item.get("code", ""),
        name=line.item.get("name", ""),
        ordered=line.ordered,
        unit=words.unit(line.uom),
        now=_now(line, latest) or _brought(read, line, latest),
        total=_total(line),
    )


def _now(line: JourneyLine, latest: Sequence[Entry]) -> Decimal | None:
    """Return what this delivery brought; None where only a total was said, or nothing."""
    said = [
        Decimal(qty["n"])
        for one in latest
        if one.facts.get("body", {}).get("count") != "total"
        for qty in one.facts.get("qty", ())
        if qty["what"] == "delivered" and qty.get("line", 0) == line.line
    ]
    return sum(said, Decimal(0)) if said else None


def _brought(read: Journey, line: JourneyLine, latest: Sequence[Entry]) -> Decimal | None:
    """Return what of a line was in the shipments that were delivered; None if nothing was."""
    there = {one.said.ident for one in latest}
    brought = [
        sum(carried.of_line(line.line).values(), Decimal(0))
        for carried in read.carried.values()
        if carried.shipment and {p.ident for p in carried.shipment.passed.values()} & there
    ]
    return sum(brought, Decimal(0)) or None


def _total(line: JourneyLine) -> Decimal | None:
    parts = [part.reached.get("delivered") for part in line.parts.values()]
    said = [reached.n for reached in parts if reached and not reached.inferred]
    return sum(said, line.excess.get("delivered", Decimal(0))) if said else None


def _first(entries: Iterable[Entry], name: str) -> str:
    return next((one.words(name) for one in entries if one.words(name)), "")


def _address(read: Journey, words: Words) -> tuple[str, ...]:
    return tuple(filter(None, (read.site, words.place(read.destination))))


def _place(read: Journey, latest: Sequence[Entry], words: Words) -> str:
    said = next((one.facts["place"] for one in latest if "place" in one.facts), {})
    return words.place(said or read.destination)


def _taken(read: Journey, entries: Iterable[Entry]) -> list:
    return [
        (one, file)
        for one in entries
        if one.facts["kind"] == "document.attached"
        and one.facts["body"].get("type") in SHOWN
        and one.said.ident not in _gone(read)
        for file in one.files
        if file.media in PRINTABLE and not file.gone
    ][:MOST_PICTURES]


def _pictures(read: Journey, entries: Iterable[Entry], words: Words) -> Iterable[Picture]:
    for shot, (one, _file) in zip(shots(read, entries), _taken(read, entries), strict=True):
        type_ = one.facts["body"]["type"]
        caption = one.words("text") or one.words("name") or words.paper(type_)
        yield Picture(shot.address, caption, shot.sha256.hex(), SHOWN[type_])


def _notes(matter: Matter, read: Journey, entries: Sequence[Entry], words: Words) -> Iterable[Note]:
    known = {one.said.ident: one for one in entries}
    for paper in accepted(read):
        attached, judged = known.get(paper.ident), known.get(paper.judged)
        if not (attached and judged and attached.files):
            continue
        yield Note(
            attached.words("name") or words.paper(paper.type),
            attached.files[0].sha256.hex(),
            words.who(judged.facts["by"]),
            judged.said.at,
        )
