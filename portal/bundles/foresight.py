"""A look at what rows would come to: their answers first, then what is sent."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from portal import desk, flow
from portal.bundles import shipping
from portal.bundles.columns import SHIPPERS
from portal.bundles.rows import Row
from portal.bundles.weighing import weigh
from portal.desk import LineRow
from portal.people import Actor


def look(rows: Sequence[Row], found: Sequence[LineRow], by: Actor, today: date) -> None:
    """Set what follows from each row. Rows of a line, and of a shipment, must come together.

    Args:
        found: all schedule lines of the orders that the rows are about.
    """
    sketches = desk.sketches(found)
    asked: dict[UUID, set[int]] = {}
    for row in rows:
        if row.order and row.asks and row.verb == "propose":
            asked.setdefault(row.order, set()).add(row.line)
    gates = flow.gates_ahead(sketches, asked) if by.side in SHIPPERS and asked else {}
    weigh(rows, sketches, by, today, gates)
    shipping.look(rows, by, today)
