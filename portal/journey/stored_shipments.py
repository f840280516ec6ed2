"""Keeping readings of shipments: their own, and what is in them of which order."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, exists, select, update

from portal.db import current, db, upsert_rows
from portal.journey.content_reading import ContentReading
from portal.journey.shipment import Shipment
from portal.journey.shipment_reading import ShipmentReading
from portal.journey.shipment_rows import shipment_row

_PLACE = (
    ContentReading.order,
    ContentReading.shipment,
    ContentReading.line,
    ContentReading.part,
    ContentReading.package,
)
_REST = (ContentReading.quantity, ContentReading.uom, ContentReading.received)
Place = tuple[UUID, UUID, int, int, int]


def keep_shipments(items: Sequence[tuple[UUID, Shipment]]) -> None:
    """Store the readings of these shipments of the scope's owner. Does not commit."""
    owner = current().org
    rows = [{"owner": owner, "shipment": name, **shipment_row(made)} for name, made in items]
    upsert_rows(ShipmentReading, rows, keep=frozenset({"received"}))
    _note_received({name for name, _made in items})


def keep_contents(told: Mapping[UUID, dict[tuple, dict]]) -> None:
    """Store what these orders have in shipments. Does not commit.

    Args:
        told: order → what `content_rows` gives of it.
    """
    if not told:
        return
    owner, stored, made = current().org, stored_contents(list(told)), _made(told)
    changed = [place for place, row in made.items() if stored.get(place) != row]
    upsert_rows(
        ContentReading,
        [{"owner": owner, **_named(place), **made[place]} for place in changed],
    )
    for place in sorted(stored.keys() - made.keys()):
        named = [column == value for column, value in zip(_PLACE, place, strict=True)]
        db.session.execute(delete(ContentReading).where(ContentReading.owner == owner, *named))
    _note_received({place[1] for place in [*changed, *(stored.keys() - made.keys())]})


def _note_received(shipments: set[UUID]) -> None:
    """Note at shipments whether some of their goods were received. One statement."""
    one, part, owner = ShipmentReading, ContentReading, current().org
    came = exists().where(part.owner == one.owner, part.shipment == one.shipment, part.received)
    if shipments:
        query = update(one).where(one.owner == owner, one.shipment.in_(sorted(shipments)))
        query = query.where(one.received != came).values(received=came)
        db.session.execute(query.execution_options(synchronize_session=False))


def _made(told: Mapping[UUID, dict[tuple, dict]]) -> dict[Place, dict]:
    return {(order, *place): row for order, rows in told.items() for place, row in rows.items()}


def stored_contents(orders: list[UUID]) -> dict[Place, dict]:
    """Return what is stored of the goods of these orders in shipments."""
    query = select(*_PLACE, *_REST)
    rows = db.session.execute(query.where(ContentReading.order.in_(orders)))
    names = [column.key for column in _REST]
    return {tuple(row[:5]): dict(zip(names, row[5:], strict=True)) for row in rows}


def _named(place: Place) -> dict:
    names = (column.key for column in _PLACE)
    return dict(zip(names, place, strict=True))
