"""The same delivery note of the same shipper twice is a mistake, unless the first was cancelled."""

from uuid import UUID

from sqlalchemy import not_, select

from portal.db import db
from portal.errors import N_, NotUnderstood
from portal.journey import Shipment, ShipmentReading
from portal.ledger import norm


def twin_of(shipment: UUID | None, shipper: int, number: str) -> ShipmentReading | None:
    """Return another shipment in force of this shipper with this number, as the scope sees it."""
    query = select(ShipmentReading).where(
        ShipmentReading.shipper == shipper,
        ShipmentReading.note == norm(number),
        not_(ShipmentReading.cancelled),
    )
    if shipment is not None:
        query = query.where(ShipmentReading.shipment != shipment)
    return db.session.scalar(query)


def refuse_twin(shipment: UUID, made: Shipment) -> None:
    """Refuse a number that is taken. The database refuses it too, if two come at one moment.

    Raises:
        NotUnderstood: `shipment` among its values is the id of the first.
    """
    if made.cancelled:
        return
    first = twin_of(shipment, made.shipper, made.number)
    if first is not None:
        raise NotUnderstood(
            N_(
                "Delivery note %(number)s was announced already, on %(day)s. "
                "Correct that shipment, or give this one its own number."
            ),
            field="number",
            number=first.number,
            day=first.announced_at.date().isoformat(),
            shipment=str(first.shipment),
        )
