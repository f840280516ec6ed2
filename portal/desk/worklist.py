"""The list of cases: who has to do what, the most pressing first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    exists,
    func,
    literal,
    literal_column,
    select,
    tuple_,
)

from portal.db import db
from portal.journey import OrderReading
from portal.watch import CaseReading

PAGE = 50
COUNTED = 100  # counting stops here: “100+” says enough


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show of all cases. `person` is whose, with `mine`; empty means any.

    Without a `state` it is what needs work: cases whose trouble is over and which only owe
    their cause are asked for by their state, "cleared".
    """

    person: UUID | None = None
    mine: bool = False
    unowned: bool = False
    rule: str = ""
    severity: int = 0
    state: str = ""
    resolved: bool = False
    stream: UUID | None = None
    partner: int = 0


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the last row's moment and case."""

    at: datetime
    case: UUID


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows (case, order), and where the next page starts; None at the end."""

    rows: list[tuple[CaseReading, OrderReading]]
    after: Cursor | None


def queue(filters: Filters, cursor: Cursor | None = None, limit: int = PAGE) -> Page:
    """Return a page of cases: live ones by when they are due, resolved ones newest first."""
    query = _filtered(select(CaseReading, OrderReading), filters).join(
        OrderReading,
        (OrderReading.owner == CaseReading.owner) & (OrderReading.order == CaseReading.stream),
    )
    rows = db.session.execute(_ordered(query, filters, cursor).limit(limit + 1)).all()
    last = rows[limit - 1][0] if len(rows) > limit else None
    after = Cursor(_moment(last, filters), last.case) if last else None
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
    resolved = filters.resolved
    wanted = {
        "live": None if resolved else CaseReading.live,
        "pressing": None if resolved or filters.state else _PRESSING,
        "over": ~CaseReading.live if resolved else None,
        "mine": CaseReading.person == filters.person if filters.mine else None,
        "unowned": CaseReading.person.is_(None) if filters.unowned else None,
        "rule": CaseReading.rule == filters.rule if filters.rule else None,
        "severity": CaseReading.severity == filters.severity if filters.severity else None,
        "state": CaseReading.state == filters.state if filters.state else None,
        "stream": CaseReading.stream == filters.stream if filters.stream else None,
        "partner": _with(filters.partner) if filters.partner else None,
    }
    return [criterion for criterion in wanted.values() if criterion is not None]


def _with(partner: int) -> ColumnElement[bool]:
    """Only cases on orders placed with this partner."""
    same = (OrderReading.owner == CaseReading.owner) & (OrderReading.order == CaseReading.stream)
    return exists().where(same, OrderReading.partner == partner).correlate(CaseReading)


def _ordered(query: Select, filters: Filters, cursor: Cursor | None) -> Select:
    if filters.resolved:
        key = (CaseReading.opened_at, CaseReading.case)
        query = query.order_by(key[0].desc(), key[1].desc())
        return query.where(tuple_(*key) < _place(cursor)) if cursor else query
    key = (CaseReading.due_at, CaseReading.case)
    query = query.order_by(*key)
    return query.where(tuple_(*key) > _place(cursor)) if cursor else query


def _place(cursor: Cursor):
    types = (CaseReading.due_at.type, CaseReading.case.type)
    values = zip((cursor.at, cursor.case), types, strict=True)
    return tuple_(*(literal(value, kind) for value, kind in values))


def _moment(row: CaseReading, filters: Filters) -> datetime:
    return row.opened_at if filters.resolved else row.due_at
