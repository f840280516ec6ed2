"""Paths counted: the tallies of each month, of a partner and of everybody, from the lines kept.

Nothing here commits. It may be done again at any time and gives the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import delete, func, select, update

from portal import journey
from portal.db import current, db, upsert_rows
from portal.insight.paths.path import CUT, MARKS, follows, plain_codes
from portal.insight.paths.tables import (
    BESIDES,
    EVERYBODY,
    OTHERS,
    LinePath,
    PathMark,
    PathTally,
    StepTally,
)

TOLD_APART = 50  # ways of a month and partner


@dataclass(frozen=True, order=True)
class Cell:
    """One month of one template and partner: what is counted together."""

    kind: str
    template: str
    partner: int
    month: str

    @property
    def both(self) -> tuple["Cell", "Cell"]:
        """Return it, and that of everybody."""
        return self, Cell(self.kind, self.template, EVERYBODY, self.month)


def uncounted(touched: Iterable[Cell]) -> list[Cell]:
    """Return what is to be counted: these cells, others left over, and everybody's before them.

    Everybody's come first: a partner's lines are only ticked off once both are counted.
    """
    one = LinePath
    query = select(one.kind, one.template, one.partner, one.month).distinct()
    left = {Cell(*row) for row in db.session.execute(query.where(one.counted.is_(False)))}
    return sorted({each for one in {*touched, *left} for each in one.both})


def recount(cell: Cell, now: datetime) -> None:
    """Count one cell anew."""
    _forget(cell)
    rows = _rows(cell)
    upsert_rows(PathTally, list(_ways(cell, rows, now)))
    upsert_rows(StepTally, list(_steps(cell, rows)) if rows else [])
    if cell.partner != EVERYBODY:
        done = update(LinePath).where(LinePath.owner == current().org, *_of(LinePath, cell))
        done = done.where(LinePath.counted.is_(False)).values(counted=True)
        db.session.execute(done.execution_options(synchronize_session=False))


def _of(table, cell: Cell) -> list:
    named = [table.kind == cell.kind, table.template == cell.template, table.month == cell.month]
    return named if cell.partner == EVERYBODY else [*named, table.partner == cell.partner]


def _forget(cell: Cell) -> None:
    for table in (PathTally, StepTally):
        gone = delete(table).where(
            table.owner == current().org,
            table.kind == cell.kind,
            table.template == cell.template,
            table.month == cell.month,
            table.partner == cell.partner,
        )
        db.session.execute(gone.execution_options(synchronize_session=False))


def _rows(cell: Cell) -> list:
    one = LinePath
    query = select(one.variant, one.codes, one.expected, one.odd, one.days, one.late).where(
        *_of(one, cell)
    )
    return db.session.execute(query).all()


def _ways(cell: Cell, rows: list, now: datetime) -> Iterator[dict]:
    """Give a tally for each way, the commonest apart, the others as one."""
    ways: dict[str, list] = defaultdict(list)
    for row in rows:
        ways[row.variant].append(row)
    common = sorted(ways, key=lambda one: (-len(ways[one]), one))[:TOLD_APART]
    others = [row for variant, found in ways.items() if variant not in common for row in found]
    for variant, found in [*((one, ways[one]) for one in sorted(common)), (OTHERS, others)]:
        if not found:
            continue
        followed = Counter(row.odd for row in found)
        yield {
            "owner": current().org,
            "kind": cell.kind,
            "template": cell.template,
            "partner": cell.partner,
            "month": cell.month,
            "variant": variant,
            "codes": found[0].codes if variant else "",
            "odd": found[0].odd if variant else "{}",
            "lines": len(found),
            "judged": sum(row.late is not None for row in found),
            "late": sum(bool(row.late) for row in found),
            "days": _counted(row.days for row in found if row.days is not None),
            "followed": sum(n for odd, n in followed.items() if follows(orjson.loads(odd))),
            "counted_at": now,
        }


def _counted(days: Iterable[int]) -> str:
    return orjson.dumps({str(day): n for day, n in sorted(Counter(days).items())}).decode()


def _steps(cell: Cell, rows: list) -> Iterator[dict]:
    """Give a tally for each step that lines expected, and each they passed all the same."""
    odd, alike = _odd(cell), Counter((row.expected, row.codes) for row in rows)
    places, lines, reported = {}, Counter(), Counter()
    for (expected, codes), n in alike.items():
        passed, steps = set(plain_codes(codes.split())) - {CUT}, expected.split()
        for place, code in (*enumerate(steps), *_besides(passed.difference(steps))):
            # Where one line expected it and another did not, it is expected.
            places[code] = _place(place, places.get(code, place))
            lines[code] += n
            reported[code] += n * (code in passed)
    for code, place in places.items():
        yield {
            "owner": current().org,
            "kind": cell.kind,
            "template": cell.template,
            "partner": cell.partner,
            "month": cell.month,
            "code": code,
            "place": place,
            "lines": lines[code],
            "reported": reported[code],
            **{mark: odd.get((code, mark), 0) for mark in MARKS},
        }


def _besides(codes: Iterable[str]) -> Iterator[tuple[int, str]]:
    return ((BESIDES + journey.milestone(code).rank, code) for code in codes)


def _place(one: int, other: int) -> int:
    expected = [place for place in (one, other) if place < BESIDES]
    return max(expected) if expected else min(one, other)


def _odd(cell: Cell) -> dict[tuple[str, str], int]:
    """Return how many lines of a cell have which mark at which step."""
    one, lines = PathMark, func.count()
    query = select(one.code, one.mark, lines).where(*_of(one, cell)).group_by(one.code, one.mark)
    return {(code, mark): n for code, mark, n in db.session.execute(query)}
