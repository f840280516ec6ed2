"""What a rule's word was worth: what really came of an order, and how both compare. Pure.

An order is judged by its schedule lines: late if one of them was, in time if none was and all
that had a day are over. What is open and not yet late is not judged; what never came so long
after its day is nobody's any more, and left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.watch.hindsight import Alarms

PROMISED, FIRST, ASKED = AGAINST = ("promised", "first", "asked")
DEAD_AFTER = timedelta(days=60)
CAUGHT, MISSED, FALSE, AFTER, OPEN = VERDICTS = ("caught", "missed", "false", "after", "open")


@dataclass(frozen=True, slots=True)
class Truth:
    """What counts as really late: more than `grace` days after which day.

    `ahead`: so many days before that day a warning is one in good time.
    """

    against: str = PROMISED
    grace: int = 0
    ahead: int = 3


@dataclass(frozen=True, slots=True)
class Promise:
    """A schedule line in the end: the days it had, and the day and moment it came."""

    days: Mapping[str, date | None]
    open: bool
    came: datetime | None
    came_on: date | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an order. `late` is None where nobody can say (yet).

    `day` is the one it was late against, the earliest; `came` when that line came, or the
    last of them where it was in time.
    """

    late: bool | None = None
    day: date | None = None
    came: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule said of an order, against what came. `days`: how many it was ahead."""

    what: str
    at: datetime | None = None
    line: int = 0
    part: int = 0
    days: int | None = None


def outcome(lines: Iterable[Promise], truth: Truth, today: date) -> Outcome:
    """Return what came of an order."""
    judged = [(one.days.get(truth.against), one, _late(one, truth, today)) for one in lines]
    judged = [one for one in judged if one[2] is not None]
    late = [(day, one) for day, one, is_late in judged if is_late]
    if late:
        day, first = min(late, key=lambda pair: pair[0])
        return Outcome(True, day, first.came)
    if not judged or any(one[1].came is None for one in judged):
        return Outcome()
    return Outcome(False, max(day for day, *_ in judged), max(one.came for _, one, _ in judged))


def _late(one: Promise, truth: Truth, today: date) -> bool | None:
    day = one.days.get(truth.against)
    if day is None:
        return None
    last = day + timedelta(days=truth.grace)
    if one.came_on is not None:
        return one.came_on > last
    waiting = one.open and last < today <= last + DEAD_AFTER
    return True if waiting else None


def verdict(came: Outcome, alarms: Alarms) -> Verdict | None:
    """Return how a rule did on an order; None where it was silent, and nothing was late."""
    if not alarms:
        return Verdict(MISSED) if came.late else None
    (line, part), at = min(alarms.items(), key=lambda pair: (pair[1], pair[0]))
    days = None if came.day is None else max((came.day - at.date()).days, 0)
    if came.came is not None and at >= came.came:
        what = MISSED if came.late else AFTER
        return Verdict(what, at, line, part)
    if came.late is None:
        return Verdict(OPEN, at, line, part)
    return Verdict(CAUGHT if came.late else FALSE, at, line, part, days)
