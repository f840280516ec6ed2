"""How far the record of an order can be trusted: 0 to 100, why, and what would raise it. Pure.

Each doubt takes points; `weights` says how many and why. What is not due yet is no doubt, so an
order just placed has 100. More or better evidence never lowers the score: a step reported is
worth more than one implied, and that more than one nobody knows of; a later word, a missing
flag, an agreement of sources never take points.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from math import floor

from portal.insight.heard import Heard
from portal.insight.weights import WEIGHTS
from portal.journey import Journey, Part, Template, due_of

FULL = 100
APART = 3  # days between two estimates that are still the same
PATIENCE = 3.0  # days; no silence is shorter, and a due step alone is none
NO_HABIT = 14.0  # days; where nobody's pace is known, no silence is shorter
DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason: which, its points, who can mend it, and the values of its words.

    values: step, day, days, usual, lines (as each doubt has them); plain JSON.
    """

    name: str
    points: float
    by: str
    values: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Confidence:
    """The score, and its doubts, the largest first. Mending one gives its points back."""

    score: int
    doubts: tuple[Doubt, ...] = ()

    def asks(self, side: str = "") -> tuple[Doubt, ...]:
        """Return what would raise it, all of it or what a side can do."""
        return tuple(one for one in self.doubts if not side or one.by == side)


def confidence(
    journey: Journey,
    template: Template,
    moment: datetime,
    heard: Heard,
    usual: float | None = None,
    calendar=None,
) -> Confidence:
    """Return how far what is known of an order at a moment can be trusted.

    Args:
        journey: folded from what was recorded by the moment.
        usual: days within which most orders leave the stage it is at; None if unknown.
        calendar: as the fold takes it.
    """
    moment = _held(journey, moment)
    parts = [part for part in journey.parts() if not part.tentative and part.cap > 0]
    parts = [part for part in parts if not journey.lines[part.line].blocked]
    found = [
        *_steps(journey, template, parts, moment.date(), calendar),
        *_silence(journey, moment, heard, usual),
        *_days(journey, parts, moment.date(), heard),
        *_flags(journey, heard),
    ]
    return scored(found)


def scored(doubts: Iterable[Doubt]) -> Confidence:
    """Return the score of some doubts. Only with none at all it is 100."""
    found = sorted(
        (one for one in doubts if one.points > 0), key=lambda one: (-one.points, one.name, one.by)
    )
    lost = sum(one.points for one in found)
    return Confidence(max(0, min(floor(FULL - lost), FULL - bool(found))), tuple(found))


def _held(journey: Journey, moment: datetime) -> datetime:
    """Stop the clock of a finished order at its last word: time takes nothing from it any more."""
    ended = journey.changed_at if not journey.open else None
    return min(moment, ended) if ended else moment


def _steps(
    journey: Journey, template: Template, parts: list[Part], today: date, calendar
) -> Iterator[Doubt]:
    """Yield what is due and was not reported, or only implied by a later step."""
    for step in template.steps:
        if not step.required:
            continue
        missing = inferred = 0.0
        since: list[date] = []
        for part in parts:
            due = due_of(journey, part, step, template, calendar)
            if due is None or due >= today or not part.due_qty:
                continue
            reached = part.reached.get(step.what)
            since.append(due)
            share = min(float(part.moved(step.what) / part.due_qty), 1.0)
            missing += 1 - share
            inferred += share if reached and reached.inferred else 0.0
        for name, much in (("missing", missing), ("inferred", inferred)):
            if much:
                yield _doubt(name, much / len(parts), step.by, step=step.code, day=f"{min(since)}")


def _silence(
    journey: Journey, moment: datetime, heard: Heard, usual: float | None
) -> Iterator[Doubt]:
    """Yield one doubt where nobody spoke for longer than is usual here, and something is owed."""
    since = max(filter(None, (heard.at, journey.placed_at)), default=None)
    if not journey.open or since is None:
        return
    waited = (moment - since).total_seconds() / DAY
    known = [days for days in (usual, heard.every.get(journey.next_by)) if days is not None]
    owed = (journey.next_due - since.date()).days + 1 + PATIENCE if journey.next_due else 0.0
    quiet = max([*known, owed, PATIENCE] if known else [owed, NO_HABIT])
    if waited > quiet:
        by = journey.next_by or "supplier"
        values = {"days": floor(waited), "usual": round(quiet)}
        yield _doubt("silent", min((waited - quiet) / quiet, 1.0), by, **values)


def _days(journey: Journey, parts: list[Part], today: date, heard: Heard) -> Iterator[Doubt]:
    """Yield what the expected days themselves leave open."""
    open_ = [part for part in parts if part.open]
    if not open_:
        return
    by = journey.next_by or "supplier"
    passed = [part for part in open_ if part.stated_day and part.stated_day < today]
    apart = [days for part in open_ if (days := heard.apart(part.line, part.part)) > APART]
    undated = [part for part in open_ if part.due_day is None]
    yield _doubt("estimate_passed", len(passed) / len(open_), by)
    share = len(apart) / len(open_)
    yield _doubt("estimates_disagree", share, by, days=max(apart, default=0))
    yield _doubt("no_day", len(undated) / len(open_), "owner")
    if journey.unreached:
        yield _doubt("unreached", 1.0, "owner")


def _flags(journey: Journey, heard: Heard) -> Iterator[Doubt]:
    """Yield one doubt per kind of flag and who can mend it; half its points from the first line."""
    lines = max(len(journey.lines), 1)
    struck: dict[tuple[str, str], set[int]] = {}
    for flag in journey.flags:
        weight = WEIGHTS.get(flag.kind)
        if weight is None:
            continue
        side = heard.sides.get(flag.ident, "supplier") if weight.by == "speaker" else weight.by
        struck.setdefault((flag.kind, side), set()).add(flag.line)
    for (kind, side), hit in struck.items():
        share = 1.0 if 0 in hit else min(len(hit) / lines, 1.0)
        yield _doubt(kind, 0.5 + 0.5 * share, side, lines=sorted(hit - {0}))


def _doubt(name: str, share: float, by: str, **values) -> Doubt:
    return Doubt(name, round(WEIGHTS[name].points * share, 2), by, values)
