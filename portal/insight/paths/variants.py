"""What the tallies of paths say, for a page: ways, steps, shares. The order's number is no matter.

A page reads the months of one template, of one partner or of everybody: never the lines.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import String, and_, func, literal, not_, or_, select

from portal.db import db
from portal.insight.paths.path import AGAIN, DEPARTED, MARKS, TURN
from portal.insight.paths.tables import (
    BESIDES,
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
    """How often one step was reported, and how oddly, of so many lines; and what it was worth.

    `besides`: the template does not expect it. No worth: it was never worked out.
    """

    code: str
    lines: int
    reported: int
    odd: dict[str, int]
    besides: bool = False
    worth: MilestoneWorth | None = None


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


@dataclass(frozen=True)
class Followed:
    """A template that finished lines went by: the newest month of them, and how many there are."""

    kind: str
    template: str
    newest: str
    lines: int


def templates_seen() -> list[Followed]:
    """Return every template that finished lines went by."""
    one = PathTally
    query = select(one.kind, one.template, func.max(one.month), func.sum(one.lines))
    query = query.where(one.partner == EVERYBODY).group_by(one.kind, one.template)
    rows = db.session.execute(query.order_by(one.kind, one.template))
    return [Followed(kind, name, newest, int(lines)) for kind, name, newest, lines in rows]


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
    """Return the steps in the order of the template, then others, each with what it was worth.

    That is of all partners and times: no partner has enough lines to learn it from.
    """
    one, worth = StepTally, MilestoneWorth
    sums = [func.sum(getattr(one, name)).label(name) for name in ("lines", "reported", *MARKS)]
    place = func.min(one.place).label("place")
    told = select(one.code, place, *sums).where(*asked.among(one)).group_by(one.code).subquery()
    same = and_(
        worth.kind == asked.kind, worth.template == asked.template, worth.code == told.c.code
    )
    query = select(told, worth).outerjoin(worth, same).order_by(told.c.place, told.c.code)
    return tuple(
        StepSeen(
            row.code,
            int(row.lines),
            int(row.reported),
            {mark: int(getattr(row, mark)) for mark in MARKS},
            row.place >= BESIDES,
            row.MilestoneWorth,
        )
        for row in db.session.execute(query)
    )


@dataclass(frozen=True)
class Wanted:
    """Which lines stand behind a number: of a variant, with a mark at a step, or reporting it.

    `followed`: those that followed their template; `besides`: of no such variant.
    """

    variant: str = ""
    code: str = ""
    mark: str = ""
    late: bool = False
    followed: bool = False
    besides: tuple[str, ...] = ()


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
    if wanted.followed:
        query = query.where(*(not_(path.odd.contains(f'"{mark}"')) for mark in DEPARTED))
    if wanted.besides:
        query = query.where(path.variant.not_in(wanted.besides))
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
