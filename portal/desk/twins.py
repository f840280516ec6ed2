"""What may be there once only: a shipper's delivery note, and the number on a package.

The same one twice is a mistake, unless the first shipment was cancelled.
"""

from uuid import UUID

from sqlalchemy import not_, select

from portal import ledger
from portal.db import db
from portal.errors import N_, NotUnderstood
from portal.journey import Shipment, ShipmentReading, fold_shipment
from portal.ledger import Ref, norm

MOST = 20


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
    """Refuse numbers that are taken. Of two notes at one moment the database refuses one.

    Raises:
        NotUnderstood: `shipment` among its values is the id of the first.
    """
    if made.cancelled:
        return
    _refuse_note(shipment, made)
    _refuse_packages(shipment, made)


def _refuse_note(shipment: UUID, made: Shipment) -> None:
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


def _refuse_packages(shipment: UUID, made: Shipment) -> None:
    numbers = {norm(one.sscc): one.sscc for one in made.packages.values() if one.sscc}
    for first, wanted in _named_before(shipment, set(numbers)):
        there = fold_shipment(ledger.history(first.shipment))
        if any(norm(one.sscc) == wanted for one in there.packages.values()):
            raise NotUnderstood(
                N_(
                    "Package %(sscc)s is in shipment %(number)s already. "
                    "Every package has a number of its own."
                ),
                field="packages",
                sscc=numbers[wanted],
                number=first.number,
                shipment=str(first.shipment),
            )


def _named_before(shipment: UUID, numbers: set[str]) -> list[tuple[ShipmentReading, str]]:
    """Return shipments in force that have had one of these package numbers."""
    if not numbers:
        return []
    query = (
        select(ShipmentReading, Ref.norm)
        .join(Ref, (Ref.owner == ShipmentReading.owner) & (Ref.stream == ShipmentReading.shipment))
        .where(
            Ref.kind == "sscc",
            Ref.norm.in_(sorted(numbers)),
            Ref.stream != shipment,
            not_(ShipmentReading.cancelled),
        )
    )
    return [tuple(row) for row in db.session.execute(query.limit(MOST))]
