"""Keeping readings: written in the transaction of the events they come from.

Only what changed is written, and parts that are no more are deleted. `differences` says
where a stored reading is not what the ledger gives.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from portal.db import current, db, upsert_rows
from portal.journey import search
from portal.journey.line_reading import LineReading
from portal.journey.order_reading import OrderReading
from portal.journey.rows import rows
from portal.journey.state import Journey
from portal.journey.stored_shipments import content_differences, keep_contents

Key = tuple[UUID, int, int]


def keep(items: Sequence[tuple[UUID, Journey]]) -> None:
    """Store the readings of these orders of the scope's owner. Does not commit."""
    if not items:
        return
    owner = current().org
    orders = [order for order, _ in items]
    found = _found(orders)
    made = {order: rows(journey) for order, journey in items}
    upsert_rows(
        OrderReading,
        [{"owner": owner, "order": order, **row} for order, (row, _) in made.items()],
    )
    _keep_lines(owner, made, _stored_lines(orders) if found else {})
    keep_contents(items)
    search.index(
        [
            search.document(order, journey)
            for order, journey in items
            if found.get(order) != made[order][0]["found"]
        ]
    )


def differences(order: UUID, journey: Journey) -> list[str]:
    """Return what of an order's stored readings is not what `journey` gives."""
    row, lines = rows(journey)
    stored = db.session.scalar(select(OrderReading).where(OrderReading.order == order))
    if stored is None:
        return ["order"]
    wrong = [name for name, value in row.items() if getattr(stored, name) != value]
    told = {(order, line["line"], line["part"]): line for line in lines}
    there = _stored_lines([order])
    for key in sorted(told.keys() | there.keys()):
        name = f"line {key[1]}/{key[2]}"
        if key not in told or key not in there:
            wrong.append(name)
        else:
            pairs = zip(_NAMES, there[key], strict=True)
            wrong += [f"{name} {column}" for column, value in pairs if told[key][column] != value]
    return wrong + content_differences(order, journey)


_NAMES = tuple(
    column.key
    for column in LineReading.__mapper__.column_attrs
    if column.key not in ("owner", "order", "line", "part")
)
_COLUMNS = [getattr(LineReading, name) for name in _NAMES]
_PLACE = (LineReading.order, LineReading.line, LineReading.part)


def _found(orders: list[UUID]) -> dict[UUID, str]:
    """Return the hash of the words by which each stored order is found."""
    query = select(OrderReading.order, OrderReading.found)
    return dict(db.session.execute(query.where(OrderReading.order.in_(orders))).all())


def _stored_lines(orders: list[UUID]) -> dict[Key, tuple]:
    query = select(*_PLACE, *_COLUMNS).where(LineReading.order.in_(orders))
    return {tuple(row[:3]): tuple(row[3:]) for row in db.session.execute(query)}


def _keep_lines(
    owner: int, made: dict[UUID, tuple[dict, list[dict]]], stored: dict[Key, tuple]
) -> None:
    gone, changed = set(stored), []
    for order, (_, lines) in made.items():
        for row in lines:
            key = (order, row["line"], row["part"])
            gone.discard(key)
            if stored.get(key) != tuple(row[name] for name in _NAMES):
                changed.append({"owner": owner, "order": order, **row})
    upsert_rows(LineReading, changed)
    for key in sorted(gone):
        named = [column == value for column, value in zip(_PLACE, key, strict=True)]
        db.session.execute(delete(LineReading).where(LineReading.owner == owner, *named))
