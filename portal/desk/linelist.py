"""The list of lines over all orders: which ones, in which order, how many in each view.

A page costs what it shows. Each (owner, view) is a branch that reads its first rows from an
index in the order of the list; the branches are merged. So neither the number of orders, nor
a filter that few lines pass, makes it slower.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import product
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Subquery, func, literal, select, tuple_, union_all

from portal.db import Scope, current, db
from portal.desk.expected import likely
from portal.desk.linerows import PLACE, LineRow, joined, line_row, mine, owners
from portal.journey import LineReading
from portal.watch import Outlook

LINES = 50  # a page
COUNTED = 100  # counting stops here
SOON = 7  # days
OPEN_VIEWS = (
    "to_answer", "theirs", "to_confirm", "ours", "rejected", "blocked", "backorder", "due",
    "waiting",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinesWanted:
    """Which lines to show. Empty fields narrow nothing.

    `today` is the viewer's, in `zone`. `days`: due within so many days; of those that are
    done, done within so many. `orders`: only of these. `likely`: not late yet, but
    likely to be; only the owner's people know. `done` shows what is complete, the
    latest first; everything else the most pressing first, or last with `last_first`.
    """

    today: date
    zone: str = "UTC"
    views: tuple[str, ...] = OPEN_VIEWS
    late: bool = False
    soon: bool = False
    likely: bool = False
    done: bool = False
    partner: int = 0
    site: str = ""
    item: str = ""
    kind: str = ""
    days: int | None = None
    orders: tuple[UUID, ...] | None = None
    last_first: bool = False


@dataclass(frozen=True, slots=True)
class LinePlace:
    """Where a page ended: the last row's day (None: it has none) or moment, and its place."""

    key: date | datetime | None
    order: UUID
    line: int
    part: int


@dataclass(frozen=True, slots=True)
class LinePage:
    """Some rows, and where the next page starts; None at the end."""

    rows: list[LineRow]
    after: LinePlace | None


def line_page(wanted: LinesWanted, after: LinePlace | None = None, limit: int = LINES) -> LinePage:
    """Return a page of lines the scope may see. What has no day comes after all that has one."""
    rows: list[LineRow] = []
    if wanted.done or after is None or after.key is not None:
        rows = _rows(wanted, after, limit + 1)
        after = None
    if len(rows) <= limit and not (wanted.done or _narrows_days(wanted)):
        rows += _rows(wanted, after, limit + 1 - len(rows), dated=False)
    last = rows[limit - 1] if len(rows) > limit else None
    return LinePage(rows[:limit], _ended(wanted, last) if last else None)


def line_counts(wanted: dict[str, LinesWanted]) -> dict[str, int]:
    """Return how many lines each view holds, counted up to `COUNTED` + 1; one statement."""
    if not wanted:
        return {}
    row = db.session.execute(_counting(tuple(wanted.items()), current())).one()
    return dict(zip(wanted, row, strict=True))


def _rows(
    wanted: LinesWanted, after: LinePlace | None, limit: int, dated: bool = True
) -> list[LineRow]:
    branches = [
        _branch(wanted, owner, view, after, limit, dated)
        for owner, view in product(_asked_owners(wanted), _branching(wanted))
    ]
    if not branches:
        return []
    found = _merged(branches)
    same = [found.c[column.key] == column for column in (LineReading.owner, *PLACE)]
    query = joined().join(found, _all(same))
    query = query.order_by(*_sorted(wanted, found.c.key, found.c.order, found.c.line, found.c.part))
    return [line_row(row) for row in db.session.execute(query.limit(limit))]


def _all(criteria: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    first, *others = criteria
    for one in others:
        first = first & one
    return first


def _merged(branches: Sequence[Select]) -> Subquery:
    """SQLite takes no LIMIT inside a union but in a table of its own."""
    if len(branches) == 1:
        return branches[0].subquery()
    parts = [branch.subquery() for branch in branches]
    return union_all(*(select(*part.c) for part in parts)).subquery()


def _asked_owners(wanted: LinesWanted) -> tuple[int, ...]:
    if wanted.partner and current().kind == "partner":
        return tuple(owner for owner in owners() if owner == wanted.partner)
    return owners()


def _branching(wanted: LinesWanted) -> tuple[str, ...]:
    """What is done or likely late, or is asked for by its orders, needs no branch for each view."""
    whole = wanted.done or wanted.likely or wanted.orders is not None
    return ("",) if whole else wanted.views


def _branch(
    wanted: LinesWanted, owner: int, view: str, after: LinePlace | None, limit: int, dated: bool
) -> Select:
    key, (whose, *place) = _key(wanted), _places(wanted)
    query = select(whose, *place, key.label("key")).where(whose == owner, *_narrowed(wanted))
    if wanted.likely:
        query = query.join(LineReading, _same())
    if view:
        query = query.where(LineReading.view == view)
    if not wanted.done:
        query = query.where(key.is_not(None) if dated else key.is_(None))
    if after is not None:
        query = query.where(_beyond(wanted, after))
    return query.order_by(*_sorted(wanted, key, *place)).limit(limit)


def _places(wanted: LinesWanted) -> list:
    """Return (owner, order, line, part) of the table whose index is in the order of the list."""
    table = Outlook if wanted.likely else LineReading
    return [table.owner, *(getattr(table, column.key) for column in PLACE)]


def _same() -> ColumnElement[bool]:
    """Tie a line to its outlook."""
    pairs = ((getattr(Outlook, column.key), column) for column in (LineReading.owner, *PLACE))
    return _all([one == other for one, other in pairs])


def _key(wanted: LinesWanted):
    if wanted.likely:
        return Outlook.late_from
    return LineReading.changed_at if wanted.done else LineReading.late_from


def _sorted(wanted: LinesWanted, *columns) -> list:
    down = wanted.done or wanted.last_first
    return [column.desc() for column in columns] if down else list(columns)


def _beyond(wanted: LinesWanted, after: LinePlace) -> ColumnElement[bool]:
    _, *place = _places(wanted)
    columns = place if after.key is None else (_key(wanted), *place)
    values = (after.order, after.line, after.part)
    values = values if after.key is None else (after.key, *values)
    bound = tuple_(*(literal(v, c.type) for v, c in zip(values, columns, strict=True)))
    there = tuple_(*columns)
    return there < bound if wanted.done or wanted.last_first else there > bound


def _ended(wanted: LinesWanted, last: LineRow) -> LinePlace:
    key = last.changed_at if wanted.done else last.late_from
    return LinePlace(key, last.order, last.line, last.part)


def _narrowed(wanted: LinesWanted) -> list[ColumnElement[bool]]:
    """Everything but owner, view and place; said so that the partial indexes are known by it."""
    found = [LineReading.open if not wanted.done else ~LineReading.open]
    if not wanted.done:
        found.append(LineReading.ordered > 0)  # a split that is only offered stands in its parent
    found += mine() if wanted.orders is None else _of_orders(wanted)
    if wanted.partner and current().kind != "partner":
        found.append(LineReading.partner == wanted.partner)
    for name in ("site", "item", "kind"):
        if value := getattr(wanted, name):
            found.append(getattr(LineReading, name) == value)
    return [*found, *_by_day(wanted)]


def _of_orders(wanted: LinesWanted) -> list[ColumnElement[bool]]:
    """Lead from the orders to their lines: what else is asked is said past its index, or SQLite
    would go through all lines of a supplier, or of a view, to find those of one order."""
    found = [LineReading.order.in_(wanted.orders)]
    if current().kind == "partner":
        found.append(LineReading.partner + 0 == current().org)
    if not wanted.done:
        found.append(func.coalesce(LineReading.view, "").in_(wanted.views))
    return found


def _narrows_days(wanted: LinesWanted) -> bool:
    return wanted.late or wanted.soon or wanted.likely or wanted.days is not None


def _by_day(wanted: LinesWanted) -> list[ColumnElement[bool]]:
    """`late_from` is the day after a line is due."""
    found = []
    if wanted.done:
        if wanted.days is not None:
            since = datetime.combine(wanted.today - timedelta(days=wanted.days), time())
            found.append(LineReading.changed_at >= since.replace(tzinfo=ZoneInfo(wanted.zone)))
        return found
    if wanted.likely:
        found += [likely(line=True), Outlook.late_from > wanted.today]
    if wanted.late:
        found.append(LineReading.late_from <= wanted.today)
    if wanted.soon:
        found += [
            LineReading.late_from > wanted.today,
            LineReading.late_from <= wanted.today + timedelta(days=SOON),
        ]
    if wanted.days is not None:
        found.append(LineReading.late_from <= wanted.today + timedelta(days=wanted.days + 1))
    return found


@lru_cache(maxsize=512)
def _counting(views: tuple[tuple[str, LinesWanted], ...], _scope: Scope) -> Select:
    """Return the question for the numbers on all views, put together once a day and scope."""
    return select(*(_count(wanted).label(name) for name, wanted in views))


def _count(wanted: LinesWanted):
    query = (
        select(literal(1))
        .select_from(LineReading)
        .where(_places(wanted)[0].in_(_asked_owners(wanted)), *_narrowed(wanted))
    )
    if wanted.likely:
        query = query.join(Outlook, _same())
    elif not wanted.done and wanted.orders is None:
        query = query.where(LineReading.view.in_(wanted.views))
    rows = query.limit(COUNTED + 1).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()
