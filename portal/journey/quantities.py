"""How far the goods have come: every actual milestone, counted in the order it happened.

"This time" adds, "in total so far" sets. A milestone without a quantity means everything:
all that was dispatched, where it comes after dispatch, else all that is to come.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from portal.journey.counts import Count, Tally, tally
from portal.journey.milestones import BESIDE, MILESTONES, Milestone, milestone
from portal.journey.state import ZERO, Flag, Journey, Part, Reached
from portal.journey.times import day_of, moment
from portal.ledger import Said

_FIRST = datetime.min.replace(tzinfo=UTC)
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


def move(said: Said, at: datetime | None) -> Move:
    """Return an actual milestone as the move that it is."""
    step = milestone(said.facts.get("code", ""))
    day = day_of(said.facts) if at else None
    return Move(at or _stated_at(said.facts), step.rank, said.ident, step, said, at, day)


def _stated_at(facts: dict) -> datetime:
    """Return where a milestone without a moment stands: a total where it was counted."""
    return (_is_total(facts) and moment(facts.get("reported"))) or _FIRST


def _is_total(facts: dict) -> bool:
    return (facts.get("body") or {}).get("count") == "total"


def in_order(moves: list[Move]) -> list[Move]:
    """Return moves in the order in which they happened; ties are broken by content."""
    return sorted(moves, key=lambda one: (one.key, one.rank, one.ident))


def count_moves(journey: Journey, moves: list[Move], flags: list[Flag]) -> None:
    """Count `moves` (sorted) into the parts of the journey; flag what does not add up."""
    tallies = {number: tally(line) for number, line in journey.lines.items()}
    _open_with(tallies, moves)
    for one in moves:
        if one.wanted is not None:
            _owe_again(tallies, one)
            continue
        entries = one.said.facts.get("qty")
        for entry in entries or ():
            _count_entry(tallies, one, entry, flags)
        if not entries and one.step.what and one.step.what not in _PARTIAL:
            _count_everything(tallies, one, flags)
    for found in tallies.values():
        _compare(found, flags)


def _open_with(tallies: dict[int, Tally], moves: list[Move]) -> None:
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
        for what, counts in found.counts.items() if found else ():
            if what in BESIDE:
                continue
            for count in counts.values():
                count.take(n)
                count.spilt = count.marked = True
            for part, left in found.changed(what, next(iter(counts.values())), 0):
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
        count = found.count(what, _org(facts))
        total = count.set if _is_total(facts) else count.add
        change = count.peak if one.step.repeatable else total
        change(Decimal(entry["n"]), part)
        _settle(found, what, count, one, part)


def _count_all(found: Tally, one: Move, number: int) -> None:
    """Count everything there is: what was dispatched before, else all that is to come."""
    what = one.step.what
    count = found.count(what, _org(one.said.facts))
    meant = [part for part in found.parts if number in (0, part.part)]
    sent = one.rank > _DISPATCHED and any(part.moved("dispatched") for part in meant)
    for part in meant:
        there = part.moved("dispatched") if sent else part.cap
        count.named[part.part] = max(there, count.named.get(part.part, ZERO))
    if not number:
        count.loose = ZERO
    count.spilt = count.marked = True
    _settle(found, what, count, one, 0)


def _org(facts: dict) -> int:
    by = facts["by"]
    return by.get("for") or by["org"]


def _settle(found: Tally, what: str, count: Count, one: Move, number: int) -> None:
    count.ident, count.day = one.ident, one.day
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


def _compare(found: Tally, flags: list[Flag]) -> None:
    """Flag what is more than was ordered, and what organisations count differently."""
    for what, counts in found.counts.items():
        largest = max(counts.values(), key=lambda count: (count.total, count.ident))
        excess = largest.total - found.room
        if excess > 0:
            found.line.excess[what] = excess
            flags.append(Flag("over_quantity", found.line.line, 0, largest.ident))
        if what not in BESIDE and not _agree(list(counts.values())):
            flags.append(Flag("sources_disagree", found.line.line, 0, largest.ident))


def _agree(counts: list[Count]) -> bool:
    first = counts[0]
    return all(
        count.total == first.total
        and (count.day is None or first.day is None or abs((count.day - first.day).days) <= 1)
        for count in counts[1:]
    )
