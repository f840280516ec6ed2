"""What waits for an answer: ours, or theirs; as lists, as counts, and as a filter of orders."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from portal.db import current, db
from portal.desk.question import Question
from portal.journey import OrderReading
from portal.people import Organisation

OURS, THEIRS = "ours", "theirs"  # whose answer is waited for, as the viewer says it
COUNTED = 100  # counting stops here


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One question that waits. `rule` is that of its case, if it is about one."""

    id: UUID
    order: UUID
    number: str
    other: str
    line: int
    rule: str
    asked_at: datetime


def open_questions(limit: int = COUNTED + 1) -> dict[str, list[OpenQuestion]]:
    """Return what waits for our answer and for theirs, the oldest first; one statement."""
    both = [_open(whose, limit).subquery() for whose in (OURS, THEIRS)]
    found: dict[str, list[OpenQuestion]] = {OURS: [], THEIRS: []}
    for whose, *row in db.session.execute(union_all(*(select(one) for one in both))):
        found[whose].append(OpenQuestion(*row))
    for rows in found.values():
        rows.sort(key=lambda one: (one.asked_at, one.id))
    return found


def beside(query: Select) -> Select:
    """Add to a question for orders how many wait on each for our answer, and for theirs."""
    return query.add_columns(*(_of_order(whose) for whose in (OURS, THEIRS)))


def orders_asked(whose: str) -> Select:
    """Select the orders on which a question waits."""
    return select(Question.stream).where(*waiting_for(whose))


def waiting_for(whose: str) -> list[ColumnElement[bool]]:
    """Return the rule for questions that wait; an index that begins with the owner leads there."""
    scope = current()
    mine = [Question.partner == scope.org] if scope.kind == "partner" else []
    return [
        Question.owner.in_(_owners()),
        *mine,
        _asks(whose),
        Question.answered_at.is_(None),
    ]


def may_know() -> bool:
    """Say whether this viewer is of a side that asks and answers."""
    return current().kind != "lens"


def _asks(whose: str) -> ColumnElement[bool]:
    return Question.to_owner == literal((whose == OURS) == (current().kind != "partner"))


def _open(whose: str, limit: int) -> Select:
    """The other side's name is that of the owner for a partner, of the partner for an owner."""
    other = Question.owner if current().kind == "partner" else Question.partner
    placed = (OrderReading.owner == Question.owner) & (OrderReading.order == Question.stream)
    return (
        select(
            literal(whose).label("whose"),
            Question.id,
            Question.stream,
            OrderReading.number,
            Organisation.name,
            Question.line,
            Question.rule,
            Question.asked_at,
        )
        .join(OrderReading, placed)
        .join(Organisation, Organisation.id == other)
        .where(*waiting_for(whose))
        .order_by(Question.asked_at, Question.id)
        .limit(limit)
    )


def _of_order(whose: str):
    return (
        select(func.count())
        .select_from(Question)
        .where(
            Question.owner == OrderReading.owner,
            Question.stream == OrderReading.order,
            Question.answered_at.is_(None),
            _asks(whose),
        )
        .correlate(OrderReading)
        .scalar_subquery()
    )


def _owners() -> tuple[int, ...]:
    scope = current()
    return scope.owners or (scope.org,)
