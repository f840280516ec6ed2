"""Keeping bundles and finding them again. Nothing here commits.

A bundle belongs to one person; colleagues do not see it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, not_, select, tuple_, update
from sqlalchemy.sql.expression import literal

from portal import clock
from portal.bundles.rows import NAMES, Row
from portal.bundles.tables import READY, Bundle, BundleRow
from portal.db import current, db, insert_rows, upsert_rows
from portal.errors import N_, NotFound
from portal.people import Actor

PAGE = 50
KEPT = timedelta(days=30)
WINDOW = 500  # rows weighed or told between two looks at the clock
_COLUMNS = [getattr(BundleRow, name) for name in NAMES]
_PLACE = (BundleRow.order, BundleRow.line, BundleRow.row)


@dataclass(frozen=True, slots=True)
class Head:
    """A bundle without its rows."""

    id: UUID
    person: UUID
    source: str
    state: str
    round: int
    name: str
    sha256: bytes | None
    rows: int
    handled: int
    problem: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Sum:
    """Rows that come to the same: how many, of how many orders, how far their days move."""

    state: str
    means: str
    rows: int
    orders: int
    later: int
    earlier: int
    most: int | None


_HEAD = [getattr(Bundle, name) for name in Head.__slots__]


def add(by: Actor, head: Head, rows: Sequence[Row]) -> None:
    """Keep a new bundle with its first rows; this person's old ones go."""
    forget(by, clock.now() - KEPT)
    told = {name: getattr(head, name) for name in Head.__slots__}
    insert_rows(Bundle, [{"owner": current().org, **told}])
    write(head.id, rows)


def new(by: Actor, ident: UUID, source: str, state: str, rows: int = 0, **more) -> Head:
    """Return the head of a bundle that this person begins now."""
    blank = Head(ident, by.id, source, state, 0, "", None, rows, 0, "", clock.now())
    return replace(blank, **more)


def head_of(by: Actor, ident: UUID) -> Head:
    """Return a bundle of this person's.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    query = select(*_HEAD).where(Bundle.owner == by.org, Bundle.id == ident)
    row = db.session.execute(query.where(Bundle.person == by.id)).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such bundle. It may have been cleared away; begin anew."))
    return Head(*row)


def person_of(ident: UUID) -> UUID | None:
    """Return whose bundle this is; None if it is gone."""
    query = select(Bundle.person).where(Bundle.owner == current().org, Bundle.id == ident)
    return db.session.scalar(query)


def latest(by: Actor, source: str, limit: int = 10) -> list[Head]:
    """Return this person's bundles from this source, the newest first."""
    query = select(*_HEAD).where(
        Bundle.owner == by.org, Bundle.person == by.id, Bundle.source == source
    )
    rows = db.session.execute(query.order_by(Bundle.made_at.desc()).limit(limit))
    return [Head(*row) for row in rows]


def change(ident: UUID, only_in: tuple[str, ...] = (), **values) -> bool:
    """Change a bundle's head; False if it is in none of the states it must be in."""
    mine = update(Bundle).where(Bundle.owner == current().org, Bundle.id == ident)
    if only_in:
        mine = mine.where(Bundle.state.in_(only_in))
    done = mine.values(**values).execution_options(synchronize_session=False)
    return db.session.execute(done).rowcount == 1


def write(ident: UUID, rows: Iterable[Row]) -> None:
    """Write rows of a bundle, over those of the same number."""
    place = {"owner": current().org, "bundle": ident}
    upsert_rows(BundleRow, [place | row.as_dict() for row in rows])


def rows_of(
    by: Actor, ident: UUID, states: Sequence[str] = (), after: int = 0, limit: int = PAGE
) -> list[Row]:
    """Return rows in the order of their numbers, the first `limit` after one."""
    query = _rows(by, ident).where(BundleRow.row > after)
    if states:
        query = query.where(BundleRow.state.in_(states))
    return _read(query.order_by(BundleRow.row).limit(limit))


def numbered(by: Actor, ident: UUID, numbers: Iterable[int]) -> list[Row]:
    """Return these rows."""
    return _read(_rows(by, ident).where(BundleRow.row.in_(sorted(numbers))))


def of_lines(by: Actor, ident: UUID, lines: Iterable[tuple[UUID, int]]) -> list[Row]:
    """Return all rows about these lines."""
    lines = sorted(set(lines))
    if not lines:
        return []
    query = _rows(by, ident).where(BundleRow.order.in_({order for order, _ in lines}))
    wanted = set(lines)
    return [row for row in _read(query.order_by(*_PLACE)) if (row.order, row.line) in wanted]


def windows(by: Actor, ident: UUID) -> Iterator[list[Row]]:
    """Give all rows that are about a line, order by order, some at a time."""
    after = None
    while window := _window(by, ident, [] if after is None else [BundleRow.order > after]):
        after = window[-1].order
        yield window


def ready(by: Actor, ident: UUID) -> list[Row]:
    """Return the next rows whose answers can be told; whole orders."""
    to_say = [BundleRow.verb != "", not_(BundleRow.answered)]
    return _window(by, ident, [BundleRow.state == READY, *to_say])


def shipping(by: Actor, ident: UUID) -> list[Row]:
    """Return all rows with a delivery note whose shipment is not announced yet."""
    noted = [BundleRow.note != "", BundleRow.shipment.is_(None)]
    return _read(_rows(by, ident).where(*noted).order_by(BundleRow.row))


def shipments(by: Actor, ident: UUID) -> tuple[int, int]:
    """Return how many shipments the rows are, and how many of them are announced."""
    query = select(
        func.count(func.lower(BundleRow.note).distinct()),
        func.count(BundleRow.shipment.distinct()),
    ).where(BundleRow.owner == by.org, BundleRow.bundle == ident, BundleRow.note != "")
    return tuple(db.session.execute(query).one())


def _window(by: Actor, ident: UUID, criteria: list[ColumnElement[bool]]) -> list[Row]:
    """Return about `WINDOW` rows, and of the last order all of them."""
    query = _rows(by, ident).where(BundleRow.order.is_not(None), *criteria).order_by(*_PLACE)
    found = _read(query.limit(WINDOW))
    if len(found) < WINDOW:
        return found
    last = found[-1]
    here = (last.order, last.line, last.row)
    bound = tuple_(*(literal(v, c.type) for v, c in zip(here, _PLACE, strict=True)))
    rest = query.where(BundleRow.order == last.order, tuple_(*_PLACE) > bound)
    return found + _read(rest)


def sums(by: Actor, ident: UUID) -> list[Sum]:
    """Return what the rows come to, by state and meaning."""
    query = (
        select(
            BundleRow.state,
            BundleRow.means,
            func.count(),
            func.count(BundleRow.order.distinct()),
            func.count().filter(BundleRow.days > 0),
            func.count().filter(BundleRow.days < 0),
            func.max(BundleRow.days),
        )
        .where(BundleRow.owner == by.org, BundleRow.bundle == ident)
        .group_by(BundleRow.state, BundleRow.means)
        .order_by(BundleRow.state, BundleRow.means)
    )
    return [Sum(*row) for row in db.session.execute(query)]


def last_row(by: Actor, ident: UUID) -> int:
    """Return the highest number of a row; 0 if there is none."""
    query = select(func.max(BundleRow.row)).where(
        BundleRow.owner == by.org, BundleRow.bundle == ident
    )
    return db.session.scalar(query) or 0


def forget(by: Actor, before: datetime) -> None:
    """Throw away this person's bundles made before that moment; what they told stays."""
    mine = (Bundle.owner == by.org, Bundle.person == by.id, Bundle.made_at < before)
    gone = list(db.session.scalars(select(Bundle.id).where(*mine)))
    for model, column in ((BundleRow, BundleRow.bundle), (Bundle, Bundle.id)) if gone else ():
        these = delete(model).where(model.owner == by.org, column.in_(gone))
        db.session.execute(these.execution_options(synchronize_session=False))


def _rows(by: Actor, ident: UUID) -> Select:
    return select(*_COLUMNS).where(BundleRow.owner == by.org, BundleRow.bundle == ident)


def _read(query: Select) -> list[Row]:
    return [Row(*row) for row in db.session.execute(query)]
