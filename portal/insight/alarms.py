"""How right the rules were: of what they said of lines that were due, how much really came late.

Rules that are on open cases, rules on trial are counted in silence; both are judged alike. A
line is late if it came after the day the supplier is judged by, or has not come and that day
has passed. A rule that can only speak once it is late warns of nothing: its days are 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from sqlalchemy import func, select

from portal.db import db
from portal.insight.accuracy import ENOUGH
from portal.journey import LineReading
from portal.watch import CaseReading, ShadowHit

MOST = 50_000  # lines, those due last
Place = tuple[UUID, int, int]


@dataclass(frozen=True)
class Due:
    """A line that was due: by which day, of what kind and partner, when it came, whether late."""

    place: Place
    kind: str
    day: date
    came: datetime | None
    late: bool
    partner: int = 0


@dataclass(frozen=True)
class Alarm:
    """What a rule said: of which subject (0 is all of it), since when."""

    rule: str
    place: Place
    at: datetime


@dataclass(frozen=True)
class Warned:
    """The first word of a rule about a line: its place among those due, since when.

    `ahead` are the days to the end of the line's day; 0 if that had passed.
    """

    nth: int
    at: datetime
    ahead: int


@dataclass(frozen=True)
class Watched:
    """Lines of one kind that were due, the last due first, and what each rule said of them."""

    kind: str
    due: Sequence[Due]
    said: dict[str, list[Warned]] = field(default_factory=dict)


def due_lines(since: date, today: date) -> list[Due]:
    """Return the lines of the scope's owner that were due from a day on, before today."""
    line = LineReading
    ended = func.coalesce(line.delivered_at, line.received_at)
    query = (
        select(
            line.order, line.line, line.part, line.kind, line.partner, line.base_day,
            line.late_days, line.open, ended.label("ended"),
        )
        .where(line.base_day >= since, line.base_day < today)
        .order_by(line.base_day.desc(), line.order, line.line, line.part)
        .limit(MOST)
    )  # fmt: skip
    return [
        Due((row.order, row.line, row.part), row.kind, row.base_day, row.ended, late, row.partner)
        for row in db.session.execute(query)
        if (late := _late(row)) is not None
    ]


def alarms(since: datetime) -> list[Alarm]:
    """Return what the rules said at or after a moment, aloud and in silence."""
    case, hit = CaseReading, ShadowHit
    cases = select(case.rule, case.stream, case.line, case.part, case.opened_at)
    hits = select(hit.rule, hit.stream, hit.line, hit.part, hit.first_at)
    rows = [
        *db.session.execute(cases.where(case.opened_at >= since)),
        *db.session.execute(hits.where(hit.first_at >= since)),
    ]
    return [Alarm(rule, (stream, line, part), at) for rule, stream, line, part, at in rows]


def watched(rules: Iterable[str], due: Sequence[Due], said: Iterable[Alarm]) -> list[Watched]:
    """Return by kind what the rules said of the lines that were due. Pure.

    An alarm counts for each line it is about that had not come yet; of several the earliest.
    """
    first: dict[str, dict[Place, datetime]] = {rule: {} for rule in rules}
    for one in said:
        heard = first.get(one.rule, {})
        heard[one.place] = min(one.at, heard.get(one.place, one.at))
    found = []
    for kind in sorted({one.kind for one in due}):
        some = [one for one in due if one.kind == kind]
        found.append(Watched(kind, some, {rule: _warned(some, first[rule]) for rule in first}))
    return found


def rule_figures(seen: Watched, since: date = date.min) -> dict[str, dict]:
    """Return by rule: volume, right ones of them, precision, recall, median days of warning. Pure.

    Args:
        since: lines due before it are left out.
    """
    lines = [one for one in seen.due if one.day >= since]
    late = sum(one.late for one in lines)
    enough = len({one.place[0] for one in lines}) >= ENOUGH
    found = {}
    for rule, said in seen.said.items():
        said = [one for one in said if one.nth < len(lines)]
        right = [one for one in said if lines[one.nth].late]
        found[rule] = {"volume": len(said), "right": len(right), "lines": len(lines), "late": late}
        found[rule] |= _shares(said, right, late) if enough else {}
    return found


def _shares(said: Sequence[Warned], right: Sequence[Warned], late: int) -> dict:
    return {
        "precision": round(len(right) / len(said), 4) if said else None,
        "recall": round(len(right) / late, 4) if late else None,
        "warning": float(median(one.ahead for one in right)) if right else None,
    }


def _warned(due: Sequence[Due], first: dict[Place, datetime]) -> list[Warned]:
    if not first:
        return []
    found = ((nth, one, _alarmed(one, first)) for nth, one in enumerate(due))
    return [
        Warned(nth, at, max((one.day + timedelta(days=1) - at.date()).days, 0))
        for nth, one, at in found
        if at
    ]


def _alarmed(one: Due, first: dict[Place, datetime]) -> datetime | None:
    order, line, part = one.place
    subjects = {(order, 0, 0), (order, line, 0), one.place}
    said = [at for subject in subjects if (at := first.get(subject))]
    return min((at for at in said if one.came is None or at < one.came), default=None)


def _late(row) -> bool | None:
    """Return whether a line was late; None where nothing was ever to come of it."""
    if row.late_days is not None:
        return row.late_days > 0
    if row.ended is not None:
        return row.ended.date() > row.base_day
    return True if row.open else None
