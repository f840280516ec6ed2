"""What the tallies of paths say, for a page: ways, steps, shares. The order's number is no matter.

A page reads the months of one template, of one partner or of everybody: never the lines.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import String, and_, func, literal, or_, select

from portal.db import db
from portal.insight.accuracy import ENOUGH
from portal.insight.paths.path import AGAIN, MARKS, TURN
from portal.insight.paths.tables import (
    EVERYBODY,
    OTHERS,
    LinePath,
    MilestoneWorth,
    PathMark,
    PathTally,
    StepTally,
)
from portal.journey import OrderReading


@dataclass(frozen=True)
class Asked:
    """Which paths: of one template, of a partner (0: everybody), placed in these months."""

    kind: str
    template: str
    partner: int = EVERYBODY
    first: str = ""
    last: str = "9999-12"

    def among(self, table, partner: bool = True) -> list:
        """Return the criteria for a table; of lines, everybody's have no partner in common."""
        found = [table.kind == self.kind, table.template == self.template]
        found += [table.month >= self.first, table.month <= self.last]
        return [*found, table.partner == self.partner] if partner or self.partner else found


@dataclass
class Way:
    """One way that lines went, or (without codes) all the rare ones."""

    variant: str
    codes: tuple[str, ...] = ()
    odd: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lines: int = 0
    judged: int = 0
    late: int = 0
    days: dict[str, int] = field(default_factory=dict)

    def add(self, lines: int, judged: int, late: int, days: Mapping[str, int]) -> None:
        """Count more lines that went this way; `days` are lines by the days they took."""
        self.lines += lines
        self.judged += judged
        self.late += late
        for day, n in days.items():
            self.days[day] = self.days.get(day, 0) + n

    @property
    def median(self) -> int | None:
        """Return in how many days half of them were through; None where no end has a day."""
        half, seen = sum(self.days.values()) / 2, 0
        for day, n in sorted((int(day), n) for day, n in self.days.items()):
            seen += n
            if seen >= half:
                return day
        return None

    @property
    def late_share(self) -> float | None:
        """Return the share that came late, of those that were promised."""
        return self.late / self.judged if self.judged else None


@dataclass(frozen=True)
class StepSeen:
    """How often one step was reported, and how oddly, of so many lines."""

    code: str
    lines: int
    reported: int
    odd: dict[str, int]


@dataclass(frozen=True)
class Seen:
    """All that was asked about: ways, the commonest first, then the rare ones; steps."""

    lines: int
    followed: int
    whole: Way
    ways: tuple[Way, ...]
    rare: Way | None
    steps: tuple[StepSeen, ...]
    counted_at: datetime | None


def templates_seen() -> list[tuple[str, str, str]]:
    """Return (kind, template, newest month) of every template that finished lines went by."""
    one = PathTally
    query = select(one.kind, one.template, func.max(one.month)).where(one.partner == EVERYBODY)
    query = query.group_by(one.kind, one.template).order_by(one.kind, one.template)
    return [tuple(row) for row in db.session.execute(query)]


def ways(asked: Asked) -> Seen:
    """Return what the tallies say: two statements."""
    one = PathTally
    found: dict[str, Way] = {}
    followed, counted_at = 0, None
    columns = (one.variant, one.codes, one.odd, one.lines, one.judged, one.late, one.days,
               one.followed, one.counted_at)  # fmt: skip
    for row in db.session.execute(select(*columns).where(*asked.among(one))):
        way = found.get(row.variant)
        if way is None:
            way = found[row.variant] = _way(row)
        way.add(row.lines, row.judged, row.late, orjson.loads(row.days))
        followed += row.followed
        counted_at = max(counted_at or row.counted_at, row.counted_at)
    whole = together(found.values())
    rare = found.pop(OTHERS, None)
    common = sorted(found.values(), key=lambda way: (-way.lines, way.codes))
    return Seen(whole.lines, followed, whole, tuple(common), rare, _steps(asked), counted_at)


def together(ways: Iterable[Way]) -> Way:
    """Return several ways as one without codes."""
    whole = Way(OTHERS)
    for way in ways:
        whole.add(way.lines, way.judged, way.late, way.days)
    return whole


def _way(row) -> Way:
    odd = {code: tuple(marks) for code, marks in orjson.loads(row.odd).items()}
    return Way(row.variant, tuple(row.codes.split()), odd)


def _steps(asked: Asked) -> tuple[StepSeen, ...]:
    """Return the steps in the order of the template."""
    one = StepTally
    sums = [func.sum(getattr(one, name)) for name in ("lines", "reported", *MARKS)]
    query = select(one.code, *sums).where(*asked.among(one)).group_by(one.code)
    query = query.order_by(func.max(one.place), one.code)
    return tuple(
        StepSeen(code, int(lines), int(reported), dict(zip(MARKS, map(int, odd), strict=True)))
        for code, lines, reported, *odd in db.session.execute(query)
    )


@dataclass(frozen=True)
class Wanted:
    """Which lines stand behind a number: of a variant, with a mark at a step, or reporting it."""

    variant: str = ""
    code: str = ""
    mark: str = ""
    late: bool = False


Place = tuple[str, UUID, int]


def lines_behind(
    asked: Asked, wanted: Wanted, after: Place | None = None, most: int = 50
) -> list[tuple]:
    """Return (path, order's number) of lines behind a number, newest month first, then by id.

    Args:
        after: (month, order, line) of the last line of the page before.
    """
    path, order = LinePath, OrderReading
    place = PathMark if wanted.mark else LinePath
    # Outer, so that the lines are walked in their own order and no more than a page of them.
    query = select(path, order.number).outerjoin(order, _same(order, path, line=False))
    if wanted.mark:
        query = query.join(place, _same(place, path)).where(
            place.code == wanted.code, place.mark == wanted.mark
        )
    elif wanted.code:
        query = query.where(_reports(wanted.code))
    if wanted.variant:
        query = query.where(path.variant == wanted.variant)
    if wanted.late:
        query = query.where(path.late)
    query = query.where(*asked.among(place, partner=False))
    if after:
        query = query.where(_beyond(place, after))
    query = query.order_by(place.month.desc(), place.order.desc(), place.line.desc())
    return [tuple(row) for row in db.session.execute(query.limit(most))]


def _same(one, other, line: bool = True):
    same = [one.owner == other.owner, one.order == other.order]
    return and_(*same, one.line == other.line) if line else and_(*same)


def _reports(code: str):
    """Return the criterion for a code among the codes of a path, alone or repeated."""
    bare = func.replace(LinePath.codes, AGAIN, "", type_=String)
    told = literal(" ") + func.replace(bare, TURN, " ", type_=String) + " "
    return told.contains(f" {code} ", autoescape=True)


def _beyond(place, after: Place):
    month, order, line = after
    return or_(
        place.month < month,
        and_(place.month == month, place.order < order),
        and_(place.month == month, place.order == order, place.line < line),
    )


def worth_of(kind: str, template: str) -> list[MilestoneWorth]:
    """Return what each milestone was worth, as it was last worked out."""
    one = MilestoneWorth
    query = select(one).where(one.kind == kind, one.template == template)
    return list(db.session.scalars(query))


def verdict(one: MilestoneWorth) -> str:
    """Return whether a milestone earns its keep: helps, warns, little, hurts, or unknown.

    helps: the forecast is surely better with it, by at least a tenth of a day and two percent.
    warns: it finds delays at least half a day earlier. unknown: fewer than thirty lines.
    """
    if one.lines < ENOUGH or one.without_mae is None:
        return "unknown"
    gain = one.without_mae - one.with_mae
    if one.low > 0 and gain >= max(0.1, 0.02 * one.without_mae):
        return "helps"
    if one.late >= ENOUGH and one.earlier >= 0.5:
        return "warns"
    return "hurts" if one.high < 0 and gain <= -max(0.1, 0.02 * one.without_mae) else "little"
