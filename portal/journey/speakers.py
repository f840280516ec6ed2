"""Where sources disagree: who says what, and by which rule one of them is shown. Pure.

Each organisation's counts are added up on their own. Where those of one step differ in their
quantity, or by more than a day, all of them are kept as claims of a conflict, and one is shown:

nearest   whoever stands nearest to the step, as `NEAREST` says, if it counted as much as
          anybody, or said "in total so far", which denies the rest
later     of days on which it is expected: the later word
larger    the larger count else: "60 this time" denies nothing of what others counted
"""

from collections.abc import Iterable
from datetime import timedelta

from portal.journey.claims import Claim, Conflict
from portal.journey.counts import Count, Tally
from portal.journey.milestones import BESIDE, SHOWN
from portal.journey.part import Part
from portal.journey.state import Flag, Journey

RECEIVER, CARRIER, SENDER = "receiver", "carrier", "sender"
# Who is believed first, by the quantity a step moves: whoever had the goods in their hands last.
_MAKER = (SENDER, CARRIER, RECEIVER)
_MOVER = (CARRIER, SENDER, RECEIVER)
_TAKER = (RECEIVER, CARRIER, SENDER)
NEAREST: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("released", "produced", "picked", "packed", "ready"), _MAKER),
    **dict.fromkeys(
        ("dispatched", "departed", "cleared", "arrived", "out", "available"), _MOVER
    ),
    **dict.fromkeys(("delivered", "proven", "received"), _TAKER),
}  # fmt: skip
# What owner and partner of an order are to its goods, by its kind; everybody else carries them.
_SIDES = {"sales": (SENDER, RECEIVER), "transport": (SENDER, CARRIER)}
_USUAL = (RECEIVER, SENDER)
EXPECTED = "expected"
_A_DAY = timedelta(days=1)
Speakers = dict[int, dict[str, int]]


def role_of(org: int, journey: Journey) -> str:
    """Return what an organisation is to the goods of an order."""
    owner, partner = _SIDES.get(journey.kind, _USUAL)
    return {journey.partner: partner, journey.owner: owner}.get(org, CARRIER)


def disagreeing(journey: Journey, tallies: dict[int, Tally]) -> tuple[Conflict, ...]:
    """Return where organisations count differently, and whose count of each is to be shown."""
    return tuple(
        _conflict(journey, number, what, found.counts[what])
        for number, found in tallies.items()
        for what in sorted(found.counts)
        if what not in BESIDE | SHOWN and not agree(found.counts[what].values())
    )


def differing_days(journey: Journey) -> tuple[Conflict, ...]:
    """Return which open parts organisations expect on different days; the later word is shown."""
    return tuple(
        Conflict(part.line, EXPECTED, _last_of(part), "later", _expectations(part), part.part)
        for part in journey.parts()
        if part.open and len(part.words) > 1 and _span(part) > _A_DAY
    )


def _last_of(part: Part) -> int:
    return next((org for org, (_, ident) in part.words.items() if ident == part.stated_by), 0)


def _expectations(part: Part) -> tuple[Claim, ...]:
    return tuple(Claim(org, None, day, ident) for org, (day, ident) in sorted(part.words.items()))


def _span(part: Part) -> timedelta:
    days = [day for day, _ in part.words.values()]
    return max(days) - min(days)


def speakers(conflicts: Iterable[Conflict]) -> Speakers:
    """Return by line and quantity whose count is shown."""
    found: Speakers = {}
    for one in conflicts:
        found.setdefault(one.line, {})[one.what] = one.shown
    return found


def flagged(conflicts: Iterable[Conflict]) -> list[Flag]:
    """Return a flag for each conflict, at the last claim that is not shown."""
    return [
        Flag("sources_disagree", one.line, 0, claim.ident)
        for one in conflicts
        for claim in one.claims
        if claim.org != one.shown
    ]


def agree(counts: Iterable[Count]) -> bool:
    """Say whether counts are the same, and at most a day apart from the first."""
    first, *others = counts
    return all(
        count.total == first.total
        and (count.day is None or first.day is None or abs((count.day - first.day).days) <= 1)
        for count in others
    )


def _conflict(journey: Journey, line: int, what: str, counts: dict[int, Count]) -> Conflict:
    shown, rule = _shown(journey, what, counts)
    claims = (Claim(org, one.total, one.day, one.ident) for org, one in counts.items())
    return Conflict(line, what, shown, rule, tuple(sorted(claims, key=lambda one: one.org)))


def _shown(journey: Journey, what: str, counts: dict[int, Count]) -> tuple[int, str]:
    """Return whose count is shown, and by which rule."""
    largest = max(counts, key=lambda org: (counts[org].total, counts[org].ident))
    places = {org: _place(journey, what, org) for org in counts}
    near = min(counts, key=lambda org: (places[org], -counts[org].total, org))
    alone = sum(place == places[near] for place in places.values()) == 1
    believed = counts[near].whole or counts[near].total == counts[largest].total
    return (near, "nearest") if alone and believed else (largest, "larger")


def _place(journey: Journey, what: str, org: int) -> int:
    order = NEAREST.get(what, ())
    role = role_of(org, journey)
    return order.index(role) if role in order else len(order)
