"""What a rule would have raised while it was only tried, and looking again once it changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, select, tuple_

from portal.db import db, moment_text, uuid7
from portal.desk.job import BULK
from portal.desk.work import enqueue
from portal.desk.worklist import COUNTED
from portal.journey import LineReading, OrderReading
from portal.people import Relation
from portal.watch import ShadowHit, look_again

HITS = 50
MARKED = 1_000  # orders marked in one transaction
LOOK_JOB = "watch.look"


@dataclass(frozen=True, slots=True)
class Hit:
    """One trouble a rule saw in silence: on which order and line, and since when it saw it."""

    order: UUID
    number: str
    partner: int
    line: int
    part: int
    at: datetime


def whisper_counts(rules: Iterable[str]) -> dict[str, int]:
    """Return how much each rule would have raised, counted up to `COUNTED` + 1; one statement."""
    columns = [
        select(func.count())
        .select_from(
            select(literal(1))
            .select_from(ShadowHit)
            .where(ShadowHit.rule == rule)
            .limit(COUNTED + 1)
            .subquery()
        )
        .scalar_subquery()
        .label(rule)
        for rule in rules
    ]
    return db.session.execute(select(*columns)).one()._asdict() if columns else {}


def whispered_of(rule: str, after: tuple | None = None, most: int = HITS) -> list[Hit]:
    """Return a page of what a rule would have raised, the newest first.

    Args:
        after: moment, order, line and part of the last row of the page before.
    """
    place = (ShadowHit.first_at, ShadowHit.stream, ShadowHit.line, ShadowHit.part)
    query = (
        select(
            ShadowHit.stream,
            OrderReading.number,
            OrderReading.partner,
            ShadowHit.line,
            ShadowHit.part,
            ShadowHit.first_at,
        )
        .join(
            OrderReading,
            (OrderReading.owner == ShadowHit.owner) & (OrderReading.order == ShadowHit.stream),
        )
        .where(ShadowHit.rule == rule)
        .order_by(*(column.desc() for column in place))
        .limit(most)
    )
    if after:
        ends = zip(after, place, strict=True)
        end = tuple_(*(literal(value, column.type) for value, column in ends))
        query = query.where(tuple_(*place) < end)
    return [Hit(*row) for row in db.session.execute(query)]


def look_at_open(now: datetime, scope: str = "", subject: str = "") -> None:
    """Let the next sweep look at open orders again, because a rule changed. Keeper's scope.

    The first of many at once; the worker marks the others, some in a transaction.

    Args:
        scope, subject: for which of them it changed, as settings of rules name them; a lane is
            not kept with orders, so all are looked at.
    """
    after = look_at_some(now, scope, subject)
    if after:
        asked = {"at": moment_text(now), "scope": scope, "subject": subject, "after": after.hex}
        enqueue(LOOK_JOB, uuid7().hex, asked, BULK)


def look_at_some(now: datetime, scope: str, subject: str, after: UUID | None = None) -> UUID | None:
    """Let the next sweep look at some open orders; return the last of them if there are more."""
    query = select(OrderReading.order).where(OrderReading.open, *_about(scope, subject))
    if after:
        query = query.where(OrderReading.order > after)
    found = list(db.session.scalars(query.order_by(OrderReading.order).limit(MARKED)))
    look_again(found, now)
    return found[-1] if len(found) == MARKED else None


def _about(scope: str, subject: str) -> list[ColumnElement[bool]]:
    one, line = OrderReading, LineReading
    if scope == "supplier":
        return [one.partner == int(subject)]
    if scope == "group":
        return [one.partner.in_(select(Relation.partner).where(Relation.group == UUID(subject)))]
    if scope == "kind":
        return [one.kind == subject]
    if scope == "order":
        return [one.order == UUID(subject)]
    if scope == "item":
        return [one.order.in_(select(line.order).where(line.item == subject))]
    return []
