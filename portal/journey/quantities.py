"""How far the goods have come: every actual milestone, counted in the order it happened.

"This time" adds, "in total so far" sets. A milestone without a quantity means everything:
all that was dispatched, where it comes after dispatch, else all that is to come. A step of
a shipment is a step of all its goods; lines that have some are counted as `tracks` says.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from portal.journey.contents import Contents
from portal.journey.counts import Count, Tally, allot, tally
from portal.journey.milestones import BESIDE, MILESTONES, SHOWN, Milestone, milestone
from portal.journey.part import ZERO, Part, Reached
from portal.journey.speakers import Speakers, disagreeing, flagged, speakers
from portal.journey.state import Flag, Journey
from portal.journey.times import day_of, moment
from portal.journey.tracks import NOBODY, Tracks
from portal.ledger import Said

FIRST = datetime.min.replace(tzinfo=UTC)
_DISPATCHED = MILESTONES["DISPATCHED"].rank
_PARTIAL = frozenset({"backordered", "lost", "damaged", "short", "over", "wrong"})


@dataclass(slots=True)
class Move:
    """One actual milestone. Sorted by when it happened, then by rank, then by content."""

    key: datetime
    rank: int
    ident: str
    step: Milestone
    said: Said | None
    at: datetime | None
    day: date | None = None
    wanted: dict[int, Decimal] | None = None  # by line, what is owed once more
    shipment: str = ""


def move(said: Said, at: datetime | None, repeated: frozenset[str] = frozenset()) -> Move:
    """Return an actual milestone as the move that it is.

    Args:
        repeated: steps that this order passes on every leg, see `Template.repeated`.
    """
    step = milestone(said.facts.get("code", ""))
    step = replace(step, repeatable=True) if step.code in repeated else step
    day = day_of(said.facts) if at else None
    return Move(at or _stated_at(said.facts), step.rank, said.ident, step, said, at, day)


def _stated_at(facts: dict) -> datetime:
    """Return where a milestone without a moment stands: a total where it was counted."""
    return (_is_total(facts) and moment(facts.get("reported"))) or FIRST


def _is_total(facts: dict) -> bool:
    return (facts.get("body") or {}).get("count") == "total"


def in_order(moves: list[Move]) -> list[Move]:
    """Return moves in the order in which they happened; ties are broken by content."""
    return sorted(moves, key=lambda one: (one.key, one.rank, one.ident))


def count_moves(
    journey: Journey, moves: list[Move], flags: list[Flag], contents: Contents | None = None
) -> None:
    """Count `moves` (sorted) into the parts of the journey; flag what does not add up."""
    noted: list[Flag] = []
    tallies = _counted(journey, moves, noted, contents, {})
    journey.conflicts = disagreeing(journey, tallies)
    if journey.conflicts:  # whoever speaks for the others is known only now
        _forget(journey)
        noted = flagged(journey.conflicts)
        tallies = _counted(journey, moves, noted, contents, speakers(journey.conflicts))
    flags += noted
    for found in tallies.values():
        _note_excess(found, flags)
        if found.tracks:
            _announce(found)


def _counted(
    journey: Journey, moves: list[Move], flags: list[Flag], contents: Contents | None, who: Speakers
) -> dict[int, Tally]:
    """Count moves into the parts of a journey that nothing was counted into."""
    tallies = {number: tally(line) for number, line in journey.lines.items()}
    for number, found in tallies.items():
        found.speakers = who.get(number, {})
    open_with(tallies, moves)
    if contents and contents.carried:
        put_on_tracks(tallies, contents, flags)
    for one in moves:
        count(tallies, one, flags)
    return tallies


def _forget(journey: Journey) -> None:
    for part in journey.parts():
        part.reached = {}


def count(tallies: dict[int, Tally], one: Move, flags: list[Flag]) -> None:
    """Count one move; flag what cannot be counted."""
    if one.wanted is not None:
        _owe_again(tallies, one)
        return
    if one.shipment:
        _count_shipment(tallies, one)
        return
    entries = one.said.facts.get("qty")
    for entry in entries or ():
        _count_entry(tallies, one, entry, flags)
    if not entries and one.step.what and one.step.what not in _PARTIAL:
        _count_everything(tallies, one, flags)


def put_on_tracks(tallies: dict[int, Tally], contents: Contents, flags: list[Flag]) -> None:
    """Let the lines that have goods in shipments know how many are in which."""
    rows: dict[int, dict[str, dict[int, Decimal]]] = {}
    for each in contents.counting():
        for row in each.rows:
            if row.line not in tallies:
                flags.append(Flag("line_unknown", row.line, 0, each.ident))
            elif row.uom != tallies[row.line].line.uom:
                flags.append(Flag("unit_mismatch", row.line, 0, each.ident))
            else:
                part = rows.setdefault(row.line, {}).setdefault(each.name, {})
                part[row.part] = part.get(row.part, ZERO) + row.n
    for number, there in rows.items():
        found = tallies[number]
        found.tracks, found.contents = Tracks(there, found.opening), contents


def _count_shipment(tallies: dict[int, Tally], one: Move) -> None:
    """Count a step that a shipment passed, for all its goods."""
    what = one.step.what
    if not what or what in _PARTIAL - {"lost"}:
        return
    for found in tallies.values():
        if found.tracks and one.shipment in found.tracks.rows:
            found.tracks.move(what, one.shipment)
            _put_together(found, what, one, NOBODY)


def _put_together(found: Tally, what: str, one: Move, org: int) -> None:
    found.counts[what] = found.tracks.put_together(what, one.ident, one.day, org)
    for part, n in found.changed(what, found.spoken(what), 0):
        _reach(part, what, n, one)


def _announce(found: Tally) -> None:
    """Note how much left or is announced to leave, whether its shipment has moved or not."""
    whole = found.tracks.whole("dispatched")
    found.line.announced = whole.total
    for part, n in zip(found.parts, allot(whole, found.parts)[0], strict=True):
        part.announced = n


def open_with(tallies: dict[int, Tally], moves: list[Move]) -> None:
    """Begin every count with what had come before the order was brought into the portal.

    The first total that was brought counts; later ones are what came in the meantime.
    """
    for one in moves:
        facts = one.said.facts if one.said else {}
        found = tallies.get(facts.get("line", 0))
        if not found or found.opening or not (facts.get("body") or {}).get("before"):
            continue
        found.opening = sum((Decimal(entry["n"]) for entry in facts.get("qty", ())), ZERO)
        found.line.before = found.opening


def _owe_again(tallies: dict[int, Tally], one: Move) -> None:
    """Lower every count of how far goods have come: what goes back is to come once more."""
    for number, n in one.wanted.items():
        found = tallies.get(number)
        for what, counts in list(found.counts.items()) if found else ():
            if what in BESIDE:
                continue
            if found.tracks:
                found.tracks.owe(what, n)
                _put_together(found, what, one, NOBODY)
                continue
            for count in counts.values():
                count.take(n)
                count.spilt = count.marked = True
            for part, left in found.changed(what, found.spoken(what), 0):
                _reach(part, what, left, one)


def _count_everything(tallies: dict[int, Tally], one: Move, flags: list[Flag]) -> None:
    """Count a milestone that names no quantity, for its line or for all of them."""
    line, part = one.said.facts.get("line", 0), one.said.facts.get("part", 0)
    if not line:
        for found in tallies.values():
            _count_all(found, one, part)
    elif line in tallies:
        _count_all(tallies[line], one, part)
    else:
        flags.append(Flag("line_unknown", line, 0, one.ident))


def _count_entry(tallies: dict[int, Tally], one: Move, entry: dict, flags: list[Flag]) -> None:
    facts = one.said.facts
    number = entry.get("line") or facts.get("line", 0)
    if not number and len(tallies) == 1:
        number = next(iter(tallies))
    if number not in tallies:
        flags.append(Flag("line_unknown", number, 0, one.ident))
        return
    found = tallies[number]
    uom = entry.get("uom", "")
    if uom and found.line.uom and uom != found.line.uom:
        flags.append(Flag("unit_mismatch", number, 0, one.ident))
        return
    what = entry["what"] if entry.get("what") in BESIDE else one.step.what
    if what:
        part = entry.get("part") or facts.get("part", 0)
        count, n = _count_of(found, what, one), Decimal(entry["n"])
        total = _is_total(facts)
        if total and found.tracks:
            n = found.tracks.rest(what, _org(facts), count, n)
        change = count.peak if one.step.repeatable else count.set if total else count.add
        change(n, part)
        _settle(found, what, count, one, part)


def _count_all(found: Tally, one: Move, number: int) -> None:
    """Count everything there is: what was dispatched before, else all that is to come."""
    what = one.step.what
    count = _count_of(found, what, one)
    meant = [part for part in found.parts if number in (0, part.part)]
    sent = one.rank > _DISPATCHED and any(part.moved("dispatched") for part in meant)
    for part in meant:
        there = part.moved("dispatched") if sent else part.cap_at(one.key)
        count.named[part.part] = max(there, count.named.get(part.part, ZERO))
    if not number:
        count.loose = ZERO
    count.spilt = count.marked = count.whole = True
    _settle(found, what, count, one, 0)


def _count_of(found: Tally, what: str, one: Move) -> Count:
    """Return the count to which a report on the order adds."""
    org, tracks = _org(one.said.facts), found.tracks
    if tracks is None:
        return found.count(what, org)
    name = found.contents.named_by(one.said.facts)
    if name in tracks.rows:
        return tracks.exact(what, org, name)
    return tracks.direct(what, org, found.contents.beside(one.said, found.line.line))


def _org(facts: dict) -> int:
    by = facts["by"]
    return by.get("for") or by["org"]


def _settle(found: Tally, what: str, count: Count, one: Move, number: int) -> None:
    if found.tracks:
        _put_together(found, what, one, _org(one.said.facts))
        return
    count.ident, count.day = one.ident, one.day
    if found.mutes(what, _org(one.said.facts)):
        return
    for part, n in found.changed(what, count, number):
        _reach(part, what, n, one)


def _reach(part: Part, what: str, n: Decimal, one: Move) -> None:
    reached = part.reached.get(what)
    if reached is None:
        if not n:
            return
        reached = part.reached[what] = Reached()
    if n == reached.n:
        return
    reached.n, reached.ident = n, one.ident
    reached.first_at = (reached.first_at or one.at) if n else None
    full = bool(n) and n >= part.cap
    if full and not reached.full:
        reached.full_at, reached.full_day = one.at, one.day
    elif not full:
        reached.full_at = reached.full_day = None
    reached.full = full


def _note_excess(found: Tally, flags: list[Flag]) -> None:
    """Flag what is more than was ordered."""
    for what in found.counts:
        shown = found.spoken(what)
        excess = shown.total - found.room
        if excess > 0 and what not in SHOWN:
            found.line.excess[what] = excess
            flags.append(Flag("over_quantity", found.line.line, 0, shown.ident))
