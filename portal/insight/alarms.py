"""How right the rules were: of what they said of lines that were due, how much really came late.

Rules that are on open cases, rules on trial are counted in silence; both are judged alike. A
line is late if it came after the day the supplier is judged by, or has not come and that day
has passed. A rule that can only speak once it is late warns of nothing: its days are 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
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
    """A line that was due: by which day, of what kind, when it came, whether late."""

    place: Place
    kind: str
    day: date
    came: datetime | None
    late: bool


@dataclass(frozen=True)
class Alarm:
    """What a rule said: of which subject (0 is all of it), since when."""

    rule: str
    place: Place
    at: datetime


def due_lines(since: date, today: date) -> list[Due]:
    """Return the lines of the scope's owner that were due from a day on, before today."""
    line = LineReading
    ended = func.coalesce(line.delivered_at, line.received_at)
    query = (
        select(
            line.order, line.line, line.part, line.kind, line.base_day, line.late_days, line.open,
            ended.label("ended"),
        )
        .where(line.base_day >= since, line.base_day < today)
        .order_by(line.base_day.desc(), line.order, line.line, line.part)
        .limit(MOST)
    )  # fmt: skip
    return [
        Due((row.order, row.line, row.part), row.kind, row.base_day, row.ended, late)
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


def rule_figures(rules: Iterable[str], due: list[Due], said: list[Alarm]) -> dict[str, dict]:
    """Return by rule: volume, late of them, precision, recall, and median days of warning. Pure.

    An alarm counts for each line it is about that had not come yet; of several the earliest.
    """
    late = sum(one.late for one in due)
    return {rule: _figures(due, late, [one for one in said if one.rule == rule]) for rule in rules}


def _figures(due: list[Due], late: int, said: list[Alarm]) -> dict:
    first: dict[Place, datetime] = {}
    for one in said:
        first[one.place] = min(one.at, first.get(one.place, one.at))
    struck = [(one, at) for one in due if (at := _alarmed(one, first))]
    right = [(one, at) for one, at in struck if one.late]
    warned = [max((one.day + timedelta(days=1) - at.date()).days, 0) for one, at in right]
    doc = {"volume": len(struck), "right": len(right), "lines": len(due), "late": late}
    if len({one.place[0] for one in due}) < ENOUGH:
        return doc
    return doc | {
        "precision": round(len(right) / len(struck), 4) if struck else None,
        "recall": round(len(right) / late, 4) if late else None,
        "warning": float(median(warned)) if warned else None,
    }


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
