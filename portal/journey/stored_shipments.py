"""Keeping readings of shipments: their own, and what is in them of which order."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, exists, select, update

from portal.db import current, db, upsert_rows
from portal.journey.content_reading import ContentReading
from portal.journey.shipment import Shipment
from portal.journey.shipment_reading import ShipmentReading
from portal.journey.shipment_rows import content_rows, shipment_row
from portal.journey.state import Journey

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


def keep_contents(items: Sequence[tuple[UUID, Journey]]) -> None:
    """Store what these orders have in shipments. Does not commit."""
    told = {order: journey for order, journey in items if journey.carried}
    if not told:
        return
    owner, stored, made = current().org, _stored(list(told)), _made(told)
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


def shipment_differences(shipment: UUID, made: Shipment) -> list[str]:
    """Return what of a shipment's stored reading is not what the ledger gives."""
    query = select(ShipmentReading).where(ShipmentReading.shipment == shipment)
    stored = db.session.scalar(query)
    if stored is None:
        return ["shipment"]
    return [name for name, value in shipment_row(made).items() if getattr(stored, name) != value]


def content_differences(order: UUID, journey: Journey) -> list[str]:
    """Return what is stored of an order's goods in shipments and is not what it tells."""
    stored, made = _stored([order]), _made({order: journey})
    return [
        f"goods of line {place[2]}/{place[3]} in {place[1]}, package {place[4]}"
        for place in sorted(stored.keys() | made.keys())
        if stored.get(place) != made.get(place)
    ]


def _made(told: dict[UUID, Journey]) -> dict[Place, dict]:
    return {
        (order, *place): row
        for order, journey in told.items()
        for place, row in content_rows(journey).items()
    }


def _stored(orders: list[UUID]) -> dict[Place, dict]:
    query = select(*_PLACE, *_REST)
    rows = db.session.execute(query.where(ContentReading.order.in_(orders)))
    names = [column.key for column in _REST]
    return {tuple(row[:5]): dict(zip(names, row[5:], strict=True)) for row in rows}


def _named(place: Place) -> dict:
    names = (column.key for column in _PLACE)
    return dict(zip(names, place, strict=True))
