"""Real paths: which milestones a line of an order passed, in which order, against its template.

Pure. A path is told as codes in the order they happened; a code that came again at once is
written once with a star, and two that came in turn as one with a plus between them, so that 31
receipts in a row, each accepted, are one path and not thirty-one.

    skipped     a later step of the template was passed, this one never (of required steps)
    repeated    a step was reported again, though it is none of those passed on every leg
    strayed     a step was first passed after one that the template puts behind it
    told_late   it was reported more than three days after it happened
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from portal.journey import Journey, Template, in_force, milestone
from portal.ledger import Said

LONGEST = 30  # codes of a path that are told apart; what comes after is cut off
AGAIN, TURN, CUT = "*", "+", "…"
LATE_WORD = timedelta(days=3)
ACCEPTED = "ORDER_ACCEPTED"
SKIPPED, REPEATED, STRAYED, TOLD_LATE = "skipped", "repeated", "strayed", "told_late"
MARKS = (SKIPPED, REPEATED, STRAYED, TOLD_LATE)
DEPARTED = (SKIPPED, STRAYED)  # steps told again do not matter


@dataclass(frozen=True, slots=True)
class Stop:
    """One step that was passed: when, and when we learnt it."""

    code: str
    at: datetime
    known: datetime


@dataclass(frozen=True)
class Path:
    """The stops of one line, as they happened."""

    line: int
    stops: tuple[Stop, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return its codes; those that came again at once with a star."""
        runs = [(code, len(list(run))) for code, run in groupby(stop.code for stop in self.stops)]
        told = in_turn([code + AGAIN * (many > 1) for code, many in runs])
        return told if len(told) <= LONGEST else (*told[: LONGEST - 1], CUT)

    @property
    def firsts(self) -> dict[str, Stop]:
        """Return the first stop of each code."""
        found: dict[str, Stop] = {}
        for stop in self.stops:
            found.setdefault(stop.code, stop)
        return found

    def told_late(self, template: Template) -> list[str]:
        """Return the steps of the template that were reported long after they happened."""
        firsts = self.firsts
        passed = [firsts[step.code] for step in template.steps if step.code in firsts]
        return [stop.code for stop in passed if stop.known - stop.at > LATE_WORD]


def digest(*texts: str) -> str:
    """Return by what a path is known: the same texts, the same sixteen letters."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def in_turn(told: Sequence[str]) -> tuple[str, ...]:
    """Return codes with two that came in turn, at least twice each, written as one."""
    bare = [code.removesuffix(AGAIN) for code in told]
    made, nth = [], 0
    while nth < len(told):
        pair, end = bare[nth : nth + 2], nth + 2
        while len(pair) == 2 and bare[end : end + 2] == pair:
            end += 2
        turns = end > nth + 2
        made.append(TURN.join(pair) + AGAIN if turns else told[nth])
        nth = end if turns else nth + 1
    return tuple(made)


def plain_codes(codes: Sequence[str]) -> list[str]:
    """Return the bare codes of a path, without how often they came."""
    return [one for code in codes for one in code.removesuffix(AGAIN).split(TURN)]


def against(
    codes: Sequence[str], template: Template, agreed: bool = False
) -> dict[str, tuple[str, ...]]:
    """Return, by step, how a path departs from its template.

    Args:
        agreed: it was agreed before it came here, so nobody was asked to accept it.
    """
    steps = [step.code for step in template.steps]
    rank = {code: nth for nth, code in enumerate(steps)}
    plain = plain_codes(codes)
    often = {one for code in codes if code.endswith(AGAIN) for one in plain_codes([code])}
    far, found = -1, {}
    for nth, code in enumerate(plain):
        if code in rank:
            if rank[code] < far and code not in plain[:nth]:
                found.setdefault(code, []).append(STRAYED)
            far = max(far, rank[code])
    for step in template.steps:
        needed = step.required and not (agreed and step.code == ACCEPTED)
        if needed and step.code not in plain and rank[step.code] < far:
            found.setdefault(step.code, []).append(SKIPPED)
        again = plain.count(step.code) > 1 or step.code in often
        if again and not (step.repeats or milestone(step.code).repeatable):
            found.setdefault(step.code, []).append(REPEATED)
    return {code: tuple(marks) for code, marks in found.items()}


def follows(odd: dict[str, tuple[str, ...]]) -> bool:
    """Say whether a path is one the template expects."""
    return not {mark for found in odd.values() for mark in found}.intersection(DEPARTED)


def paths(journey: Journey, told: Iterable[Said]) -> list[Path]:
    """Return the path of each line of an order.

    Args:
        told: what the order was folded from, its shipments' events included.
    """
    told = list(told)
    stops: dict[int, list[tuple]] = {number: [] for number in journey.lines}
    for lines, stop, ident in (*_own(journey, told), *_carried(journey, told)):
        for line in lines or stops:
            if line in stops:
                stops[line].append((stop.at, milestone(stop.code).rank, ident, stop))
    for number, found in stops.items():
        _add_answer(journey, number, found)
    return [
        Path(number, tuple(one[-1] for one in sorted(found, key=lambda one: one[:-1])))
        for number, found in stops.items()
    ]


def _own(journey: Journey, told: list[Said]) -> Iterable[tuple]:
    """Give (lines, stop, ident) of what was said of the order itself; no lines are all."""
    held = {flag.ident for flag in journey.flags if flag.kind == "future_actual"}
    for one in in_force(one for one in told if not one.shipment).said:
        facts = one.facts
        if facts["kind"] != "milestone" or facts["class"] != "ACT" or one.ident in held:
            continue
        if not _counts(facts.get("code", "")) or "when" not in facts:
            continue
        at = datetime.fromisoformat(facts["when"]["from"])
        named = {row["line"] for row in facts.get("qty", ()) if "line" in row}
        lines = named or ({facts["line"]} if facts.get("line") else set())
        yield lines, Stop(facts["code"], at, _known(one, at)), one.ident


def _carried(journey: Journey, told: list[Said]) -> Iterable[tuple]:
    """Give the same of what shipments with goods of the order passed."""
    known = {one.ident: one for one in told if one.shipment}
    for each in journey.carried.values():
        if not (each.counts and each.shipment):
            continue
        lines = {row.line for row in each.rows}
        for passed in each.shipment.passed.values():
            if passed.at and passed.ident in known and _counts(passed.code):
                stop = Stop(passed.code, passed.at, _known(known[passed.ident], passed.at))
                yield lines, stop, passed.ident


def _add_answer(journey: Journey, number: int, found: list[tuple]) -> None:
    """Add that the partner accepted, where it answered here instead of reporting the step."""
    if any(one[-1].code == ACCEPTED for one in found):
        return
    parts = journey.lines[number].parts.values()
    at = min((part.answered_at for part in parts if part.answered_at and part.agreed_at),
             default=None)  # fmt: skip
    if at:
        found.append((at, milestone(ACCEPTED).rank, "", Stop(ACCEPTED, at, at)))


def _counts(code: str) -> bool:
    step = milestone(code)
    return bool(step.rank) and not step.exception


def _known(said: Said, at: datetime) -> datetime:
    """Return when a step was known: as its sender says; history in files was known at once."""
    facts = said.facts
    if "reported" in facts:
        return datetime.fromisoformat(facts["reported"])
    return at if facts.get("channel") == "file" else said.at
