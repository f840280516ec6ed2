"""Whether what is stored is what the ledger gives: byte for byte, as it stands in the database.

Names of what differs are those a person can look for: a column, `line 1/2 agreed_day`, goods.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from portal.db import as_written, db
from portal.journey.content_reading import ContentReading
from portal.journey.line_reading import LineReading
from portal.journey.order_reading import OrderReading
from portal.journey.shipment import Shipment
from portal.journey.shipment_reading import ShipmentReading
from portal.journey.shipment_rows import shipment_row
from portal.journey.state import Journey
from portal.journey.stored import NAMES, Made, made_of, stored_lines
from portal.journey.stored_shipments import stored_contents
from portal.ledger import canonical


def differences(order: UUID, journey: Journey) -> list[str]:
    """Return what of an order's stored readings is not what `journey` gives."""
    return compared({order: made_of(journey)})[order]


def compared(made: Mapping[UUID, Made]) -> dict[UUID, list[str]]:
    """Return by order what of its stored readings is not what was made. Three statements."""
    orders = list(made)
    there = _whole(OrderReading, OrderReading.order, orders)
    lines, goods = _by_order(stored_lines(orders)), _by_order(stored_contents(orders))
    return {
        order: _order(one, there[order], lines.get(order, {}), goods.get(order, {}))
        if order in there
        else ["order"]
        for order, one in made.items()
    }


def compared_shipments(made: Mapping[UUID, Shipment]) -> dict[UUID, list[str]]:
    """Return by shipment what of its stored reading is not what was made. One statement."""
    there = _whole(ShipmentReading, ShipmentReading.shipment, list(made))
    return {
        shipment: unlike(ShipmentReading, shipment_row(one), there[shipment])
        if shipment in there
        else ["shipment"]
        for shipment, one in made.items()
    }


def unlike(model: type, told: dict, stored: dict) -> list[str]:
    """Return the columns whose bytes in the database are not those that were told."""
    ours, theirs = as_written(model, told), as_written(model, {n: stored[n] for n in told})
    if canonical(ours) == canonical(theirs):
        return []
    return [name for name in told if canonical([ours[name]]) != canonical([theirs[name]])]


def _order(one: Made, there: dict, lines: dict[tuple, tuple], goods: dict[tuple, dict]):
    wrong = unlike(OrderReading, one.row, there)
    told = {(row["line"], row["part"]): row for row in one.lines}
    for key in sorted(told.keys() | lines.keys()):
        name = f"line {key[0]}/{key[1]}"
        if key not in told or key not in lines:
            wrong.append(name)
        else:
            row = {column: told[key][column] for column in NAMES}
            stored = dict(zip(NAMES, lines[key], strict=True))
            wrong += [f"{name} {column}" for column in unlike(LineReading, row, stored)]
    return wrong + _goods(one.contents or {}, goods)


def _goods(told: dict[tuple, dict], stored: dict[tuple, dict]) -> list[str]:
    return [
        f"goods of line {place[1]}/{place[2]} in {place[0]}, package {place[3]}"
        for place in sorted(told.keys() | stored.keys())
        if place not in told
        or place not in stored
        or unlike(ContentReading, told[place], stored[place])
    ]


def _by_order(rows: dict[tuple, object]) -> dict[UUID, dict[tuple, object]]:
    found: dict[UUID, dict[tuple, object]] = {}
    for key, row in rows.items():
        found.setdefault(key[0], {})[key[1:]] = row
    return found


def _whole(model: type, key, ids: list[UUID]) -> dict[UUID, dict]:
    names = [column.key for column in model.__mapper__.column_attrs]
    query = select(*(getattr(model, name) for name in names)).where(key.in_(ids))
    rows = [dict(zip(names, row, strict=True)) for row in db.session.execute(query)]
    return {row[key.key]: row for row in rows}
