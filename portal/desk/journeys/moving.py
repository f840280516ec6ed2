"""Moving orders to another journey, or to another version of theirs: one, or all that are open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from portal import ledger
from portal.db import db
from portal.desk import calendars
from portal.desk.job import BULK
from portal.desk.journeys.choosing import calendar_for, draft_of, sites_of
from portal.desk.work import enqueue
from portal.errors import N_, NotUnderstood
from portal.journey import TRANSPORT_ONLY, Journey, OrderReading, Template
from portal.ledger import Draft

JOB = "journey.move"
# How each of several orders is answered: moved, it followed that journey, it is of another kind.
DONE, ALREADY, OTHER_KIND = MOVED = ("moved", "already", "kind")
AT_ONCE = 25  # orders moved in one transaction


@dataclass(frozen=True, slots=True)
class Count:
    """How many orders follow a version of a journey, and how many of them are open."""

    open: int = 0
    all: int = 0


def counts() -> dict[str, Count]:
    """Return how many orders of the scope's owner follow each version of each journey."""
    one = OrderReading
    query = select(one.journey_version, one.open, func.count()).group_by(
        one.journey_version, one.open
    )
    found: dict[str, Count] = {}
    for name, is_open, many in db.session.execute(query):
        before = found.get(name, Count())
        found[name] = Count(before.open + (many if is_open else 0), before.all + many)
    return found


def move_drafts(
    reads: Collection[tuple[UUID, Journey]],
    template: Template,
    day: date,
    key: str,
    scope: str = "",
) -> dict[UUID, Draft]:
    """Return the draft that moves each of these orders, of those that do not follow it already.

    Args:
        day: from which on days off matter.
        key: names the act, so that moving back and forth is told each time.
        scope: what of it they are to follow; "" leaves each what it has.

    Raises:
        NotUnderstood: the journey is for another kind of order.
    """
    for _order, read in reads:
        if read.kind != template.kind:
            raise NotUnderstood(N_("This journey is for another kind of order."), field="journey")
    sites = sites_of(template, [read for _, read in reads])
    made = ledger.settings_called(calendars.keys(sites)) if sites else {}
    drafts = {}
    for order, read in reads:
        wanted = scope or read.template.scope
        fitted = template.for_transport() if wanted == TRANSPORT_ONLY else template
        if (read.template.name, read.template.scope) != (fitted.name, fitted.scope):
            calendar = calendar_for(fitted, read, made)
            drafts[order] = draft_of(fitted, calendar, day, key, channel="web")
    return drafts


def followed(orders: Collection[UUID]) -> list[OrderReading]:
    """Return these orders, of those the scope may see, by number. One statement."""
    query = select(OrderReading).where(OrderReading.order.in_(sorted(set(orders))))
    return list(db.session.scalars(query.order_by(OrderReading.number, OrderReading.order)))


def moved_answer(
    order: UUID, read: Journey, template: Template, day: date, key: str, scope: str
) -> tuple[list[Draft], str]:
    """Return what moves one order of several, and how it is answered: one of `MOVED`.

    It raises nothing, so that one order that cannot be moved leaves the others alone.
    """
    if read.kind != template.kind:
        return [], OTHER_KIND
    drafts = move_drafts([(order, read)], template, day, key, scope)
    return list(drafts.values()), DONE if drafts else ALREADY


def moving(name: str, after: UUID | None) -> list[UUID]:
    """Return the next open orders that follow a version of a journey, by id."""
    one = OrderReading
    query = select(one.order).where(one.journey_version == name, one.open)
    query = query.where(one.order > after) if after else query
    return list(db.session.scalars(query.order_by(one.order).limit(AT_ONCE)))


def ask_move(start: str, end: str, by: UUID, key: str) -> None:
    """Put in line that every open order of one version is moved to another. No commit.

    Args:
        start, end: journeys with their versions.
        by: the person who asks for it, and who will have said it.
        key: of the form it was asked with.
    """
    enqueue(JOB, f"{start}>{end}:{key}", {"from": start, "to": end, "by": str(by)}, BULK)
