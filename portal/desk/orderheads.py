"""What orders are called, and what stands at the head of one."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from portal.db import current, db
from portal.desk.linerows import owners
from portal.journey import OrderReading

RECENT = 300


@dataclass(frozen=True, slots=True)
class OrderHead:
    """What an order is called, whether it goes on, since when it is quiet, what it costs."""

    owner: int
    number: str
    open: bool
    changed_at: datetime
    value: Decimal | None
    currency: str


def order_head(order: UUID) -> OrderHead | None:
    """Return the head of an order the scope may see; None if there is none."""
    one = OrderReading
    query = select(one.owner, one.number, one.open, one.changed_at, one.value, one.currency)
    row = db.session.execute(query.where(one.order == order)).one_or_none()
    return OrderHead(*row) if row else None


def newest_of(kind: str) -> UUID | None:
    """Return the newest order of a kind among the last few hundred the scope owns, if there is one.

    It serves as an example, so nothing is searched for it however many orders there are.
    """
    one = OrderReading
    last = (
        select(one.order, one.kind, one.opened_at)
        .where(one.owner == current().org)
        .order_by(one.opened_at.desc(), one.order.desc())
        .limit(RECENT)
        .subquery()
    )
    query = select(last.c.order).where(last.c.kind == kind)
    return db.session.scalar(query.order_by(last.c.opened_at.desc(), last.c.order.desc()).limit(1))


def first_items(rows: Iterable[OrderReading]) -> dict[UUID, str]:
    """Return what the first line of each order asks for; the reading holds it."""
    return {one.order: json.loads(one.fold).get("item", "") for one in rows}


def numbers_of(orders: Iterable[UUID]) -> dict[UUID, str]:
    """Return what these orders are called."""
    wanted = list(orders)
    if not wanted:
        return {}
    rows = db.session.execute(
        select(OrderReading.order, OrderReading.number).where(
            OrderReading.owner.in_(owners()), OrderReading.order.in_(wanted)
        )
    )
    return dict(rows.all())
