"""What a person settled last about each line: what tolerances are measured from. Pure.

The owner settles by asking, and by accepting a proposal, or when its own is accepted. A rule that
accepts settles nothing: ten steps that each pass a limit are measured from where the first
one began. Nor does an owner's system that only repeats what a rule has accepted.

`Line.settled` holds rows (quantity, day) by the part they were asked for with; what was
split from it since is measured against them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.journey.part import ZERO, Part
from portal.journey.state import Line
from portal.ledger import Said

Row = tuple[Decimal, date | None]
_ASKS = frozenset({"line.placed", "line.changed"})
_REOPENS = frozenset({"line.reopened", "order.reopened"})  # it is asked for as it stood last
_ANSWERS = frozenset({"response", "milestone"})


@dataclass(frozen=True, slots=True)
class Before:
    """A line before something was said: by part what was asked for, what stood, and its root."""

    asked: dict[int, Row]
    stood: dict[int, Row]
    roots: dict[int, int]
    by_rule: frozenset[int]
    price: tuple[Decimal | None, Decimal]
    agreed_price: tuple[Decimal | None, Decimal | None]


def before(line: Line, one: Said) -> Before | None:
    """Return what a line is like before `one` is taken in; None if that can settle nothing."""
    facts = one.facts
    if facts["kind"] in _ANSWERS and "counter" not in (facts.get("body") or {}):
        return None
    parts = {number: part for number, part in line.parts.items() if not part.tentative}
    return Before(
        {number: (part.ordered, part.ask_day) for number, part in parts.items()},
        {number: (part.cap, part.agreed_day) for number, part in parts.items()},
        {number: root_of(line, number) for number in parts},
        frozenset(number for number, part in parts.items() if part.by_rule),
        (line.price, line.per),
        (line.agreed_price, line.agreed_per),
    )


def settle(line: Line, one: Said, then: Before | None) -> None:
    """Note what a person settled by saying `one`; the line has taken it in already."""
    body, kind = one.facts.get("body") or {}, one.facts["kind"]
    if then is None or is_by_rule(one):
        return
    touched: set[int] = set()
    if kind in _ASKS:
        touched = _asked(line, one, then)
        if then.price != (line.price, line.per):
            _settle_price(line, line.price, line.per)
    elif kind in _REOPENS:
        touched = {part.part for part in line.parts.values() if _is_back(part, then)}
    elif kind == "decision" or "counter" in body:
        touched = {part.part for part in line.parts.values() if part.agreed_by == one.ident}
        if then.agreed_price != (line.agreed_price, line.agreed_per):
            _settle_price(line, line.agreed_price, line.agreed_per)
    roots = {root_of(line, number) for number in touched if number in line.parts}
    families = _families(line)
    for number in roots:
        line.settled[number] = tuple(_rows(families.get(number, ())))
    _keep_up(line, then, families, roots)


def _is_back(part: Part, then: Before) -> bool:
    return part.cap > then.stood.get(part.part, (ZERO, None))[0]


def is_by_rule(one: Said) -> bool:
    """Say whether a decision was made by a rule the owner set, not by a person."""
    return bool((one.facts.get("body") or {}).get("rules"))


def root_of(line: Line, number: int) -> int:
    """Return the part that this one was split from, at the very first."""
    part = line.parts[number]
    while part.parent in line.parts and part.parent != part.part:
        part = line.parts[part.parent]
    return part.part


def without(rows: Iterable[Row], taken: Decimal) -> tuple[Row, ...]:
    """Return the rows without so much of them, the earliest day first."""
    left = []
    for qty, day in sorted(rows, key=_by_day):
        gone = min(qty, taken)
        taken -= gone
        if qty > gone:
            left.append((qty - gone, day))
    return tuple(left)


def _asked(line: Line, one: Said, then: Before) -> set[int]:
    """Return the parts of which the owner asks for another day, or for the first time."""
    repeats = one.facts.get("source") != "portal"
    found = set()
    for part in line.parts.values():
        if part.tentative or then.asked.get(part.part, (ZERO, None))[1:] == (part.ask_day,):
            continue
        if repeats and part.part in then.by_rule:
            if then.stood[part.part] == (part.cap, part.ask_day):
                continue
        found.add(part.part)
    return found | {part.part for part in line.parts.values() if part.part not in then.asked}


def _families(line: Line) -> dict[int, list[Part]]:
    """Return the parts that stand, by the part they were split from at the very first."""
    found: dict[int, list[Part]] = {}
    for number, part in line.parts.items():
        if not part.tentative:
            found.setdefault(root_of(line, number), []).append(part)
    return found


def _rows(parts: Iterable[Part]) -> Iterable[Row]:
    """Yield what stands of some parts; a rest without a day counts from the day asked for."""
    for part in parts:
        day = (part.want_day if part.asking else part.agreed_day) or part.ask_day
        agreed = part.cap
        if part.agreed_by and not part.asking:
            agreed = min(part.confirmed, agreed)
        yield agreed, day
        if part.cap > agreed:
            yield part.cap - agreed, part.ask_day


def _keep_up(line: Line, then: Before, families: dict[int, list[Part]], roots: set[int]) -> None:
    """Let what was settled grow and shrink with what the owner orders; drop what is gone."""
    for number in [number for number in line.settled if number not in families]:
        del line.settled[number]
    for number in families.keys() - roots:
        family = families[number]
        if number not in line.settled:
            line.settled[number] = tuple(_rows(family))
            continue
        was = (then.stood[part][0] for part, first in then.roots.items() if first == number)
        grown = sum((part.cap for part in family), ZERO) - sum(was, ZERO)
        if grown:
            line.settled[number] = _resized(line.settled[number], grown)


def _resized(rows: tuple[Row, ...], by: Decimal) -> tuple[Row, ...]:
    """Return the rows with so much more or less, where the last day is."""
    found = sorted(rows, key=_by_day)
    while by < 0 and found:
        qty, day = found.pop()
        if qty + by > 0:
            return (*found, (qty + by, day))
        by += qty
    if by > 0 and found:
        qty, day = found.pop()
        return (*found, (qty + by, day))
    return tuple(found)


def _settle_price(line: Line, price: Decimal | None, per: Decimal | None) -> None:
    line.settled_price = price / per if price is not None and per else None


def _by_day(row: Row) -> tuple[bool, date]:
    return row[1] is None, row[1] or date.min
