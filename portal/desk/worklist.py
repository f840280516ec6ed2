"""The list of cases: who has to do what, what is most at stake first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    func,
    literal,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from portal.db import current, db
from portal.journey import OrderReading
from portal.watch import CaseReading, points_between

PAGE = 50
COUNTED = 100  # counting stops here: “100+” says enough
MOST_BREACHED = 1000  # of more that are past due, those longest over are sorted


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show of all cases. `person` is whose, with `mine`: theirs, and those of colleagues
    for whom they stand in. Empty means any.

    Without a `state` it is what needs work: cases whose trouble is over and which only owe
    their cause are asked for by their state, "cleared". `any_state`: closed ones too.
    `breached` is by when cases were due that are past it; `contested` those closed ones the
    partner sees otherwise; `shared` the cause they have in common.
    """

    person: UUID | None = None
    mine: bool = False
    unowned: bool = False
    team: str = ""
    breached: datetime | None = None
    rule: str = ""
    severity: int = 0
    state: str = ""
    resolved: bool = False
    contested: bool = False
    stream: UUID | None = None
    partner: int = 0
    shared: UUID | None = None
    any_state: bool = False

    @property
    def by_time(self) -> str:
        """Return by which moment closed ones are sorted, the newest first, or nothing."""
        return "contested_at" if self.contested else "opened_at" if self.resolved else ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the last row's moment or stake, and its case."""

    at: datetime | int
    case: UUID


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows (case, order), and where the next page starts; None at the end."""

    rows: list[tuple[CaseReading, OrderReading]]
    after: Cursor | None


def queue(filters: Filters, cursor: Cursor | None = None, limit: int = PAGE) -> Page:
    """Return a page of cases: live ones by what is at stake, closed ones newest first."""
    query = _filtered(select(CaseReading, OrderReading), filters).join(
        OrderReading,
        (OrderReading.owner == CaseReading.owner) & (OrderReading.order == CaseReading.stream),
    )
    if filters.breached:
        query = query.where(_longest_over(filters.breached))
    rows = db.session.execute(_ordered(query, filters, cursor).limit(limit + 1)).all()
    last = rows[limit - 1][0] if len(rows) > limit else None
    after = Cursor(getattr(last, filters.by_time or "stake"), last.case) if last else None
    return Page(list(rows[:limit]), after)


def counts(filters: dict[str, Filters]) -> dict[str, int]:
    """Return how many cases each tab holds, counted up to `COUNTED` + 1; one statement."""
    columns = [
        select(func.count())
        .select_from(_filtered(select(literal(1)), wanted).limit(COUNTED + 1).subquery())
        .scalar_subquery()
        .label(name)
        for name, wanted in filters.items()
    ]
    row = db.session.execute(select(*columns)).one() if columns else ()
    return dict(zip(filters, row, strict=True))


def count_text(number: int) -> str:
    """Return a count as people read it: “100+” where counting stopped.

    >>> count_text(101)
    '100+'
    """
    return f"{COUNTED}+" if number > COUNTED else str(number)


# A literal, so that the planner knows the partial indexes of the list by it.
_PRESSING = CaseReading.state != literal_column("'cleared'")


def _filtered(query: Select, filters: Filters) -> Select:
    return query.where(*_criteria(filters)).select_from(CaseReading)


def _criteria(filters: Filters) -> list[ColumnElement[bool]]:
    closed, row = filters.by_time or filters.any_state, CaseReading
    low, high = points_between(filters.severity)
    wanted = {
        "live": None if closed else row.live,
        "pressing": None if closed or filters.state else _PRESSING,
        "over": ~row.live if filters.resolved else None,
        "contested": row.contested_at.is_not(None) if filters.contested else None,
        "mine": _mine(filters.person) if filters.mine else None,
        "unowned": row.person.is_(None) if filters.unowned else None,
        "team": row.team == filters.team if filters.team else None,
        "rule": row.rule == filters.rule if filters.rule else None,
        "severity": row.severity == filters.severity if filters.severity else None,
        "points": row.stake.between(low, high) if filters.severity and not closed else None,
        "state": row.state == filters.state if filters.state else None,
        "stream": row.stream == filters.stream if filters.stream else None,
        "partner": row.partner == filters.partner if filters.partner else None,
        "shared": row.shared == filters.shared if filters.shared else None,
        "breached": row.due_at < filters.breached if filters.breached else None,
    }
    return [criterion for criterion in wanted.values() if criterion is not None]


def _mine(person: UUID | None) -> ColumnElement[bool]:
    """Those a person has, and those of colleagues for whom they stand in just now."""
    scope = current()
    if scope and person in scope.people:
        return CaseReading.person.in_(scope.people)
    return CaseReading.person == person


def _longest_over(now: datetime) -> ColumnElement[bool]:
    """Those past due, the longest over first, up to so many: what is at stake sorts these."""
    over = aliased(CaseReading)
    return CaseReading.case.in_(
        select(over.case)
        .where(over.live, over.state != literal_column("'cleared'"), over.due_at < now)
        .order_by(over.due_at, over.case)
        .limit(MOST_BREACHED)
    )


def _ordered(query: Select, filters: Filters, cursor: Cursor | None) -> Select:
    column = getattr(CaseReading, filters.by_time or "stake")
    query = query.order_by(column.desc(), CaseReading.case.desc())
    if cursor is None:
        return query
    place = tuple_(literal(cursor.at, column.type), literal(cursor.case, CaseReading.case.type))
    return query.where(tuple_(column, CaseReading.case) < place)
