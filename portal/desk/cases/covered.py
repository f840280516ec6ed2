"""What a case about a shipment covers: every line with goods in it, and the orders it shows on."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from portal.db import db
from portal.journey import ContentReading, LineReading, OrderReading
from portal.watch import CaseReading

MOST = 200  # lines that a page names


@dataclass(frozen=True, slots=True)
class Covered:
    """So much of a line that is in the shipment."""

    order: UUID
    number: str
    partner: int
    line: int
    no: str
    item: str
    quantity: Decimal
    uom: str


def covered_by(shipment: str, most: int = MOST) -> list[Covered]:
    """Return the lines with goods in a shipment, as far as the scope sees them; one statement."""
    row, line, order = ContentReading, LineReading, OrderReading
    of_line = (line.owner == row.owner) & (line.order == row.order) & (line.line == row.line)
    first = select(func.min(line.part)).where(of_line).correlate(row).scalar_subquery()
    query = (
        select(
            row.order, order.number, order.partner, row.line, line.no, line.item,
            func.sum(row.quantity), row.uom,
        )
        .join(order, (order.owner == row.owner) & (order.order == row.order))
        .join(line, of_line & (line.part == first))
        .where(row.shipment == UUID(shipment))
        .group_by(row.order, order.number, order.partner, row.line, line.no, line.item, row.uom)
        .order_by(order.number, row.line)
        .limit(most)
    )  # fmt: skip
    return [Covered(*found) for found in db.session.execute(query)]


def cases_of_shipments(shipments: Collection[str], order: UUID) -> list[CaseReading]:
    """Return cases about shipments with goods of an order that stand in another one."""
    if not shipments:
        return []
    wanted = [UUID(one) for one in sorted(shipments)]
    query = select(CaseReading).where(CaseReading.shipment.in_(wanted), CaseReading.stream != order)
    return list(db.session.scalars(query.order_by(CaseReading.live.desc(), CaseReading.due_at)))
