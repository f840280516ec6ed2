"""What owners call the steps of shipments: what all orders in one that name a step call it."""

import json
from collections.abc import Iterable

from sqlalchemy import ScalarSelect, func, select

from portal.journey import ContentReading, OrderReading, ShipmentReading

Own = dict[str, str | dict[str, str]]  # a step's code → its name, or that by language
_BETWEEN = "\x1e"  # no JSON text has it
_NAMED = '%"steps":%'


def agreed(orders: Iterable[Own]) -> Own:
    """Return the names of steps on which all orders that name them agree."""
    found: dict[str, list[str | dict[str, str]]] = {}
    for steps in orders:
        for code, own in steps.items():
            found.setdefault(code, []).append(own)
    return {code: given[0] for code, given in found.items() if given.count(given[0]) == len(given)}


def folds_of() -> ScalarSelect[str]:
    """Select, beside a shipment, what is drawn of the orders in it that name steps."""
    one, order = ShipmentReading, OrderReading
    inside = select(ContentReading.order).where(
        ContentReading.owner == one.owner, ContentReading.shipment == one.shipment
    )
    text = order.fold
    return (
        select(func.aggregate_strings(text, _BETWEEN))
        .where(order.owner == one.owner, order.order.in_(inside), text.like(_NAMED))
        .correlate(one)
        .scalar_subquery()
    )


def named_in(folds: str | None) -> Own:
    """Return what the steps of a shipment are called, from what `folds_of` selected."""
    texts = folds.split(_BETWEEN) if folds else ()
    return agreed(json.loads(text).get("steps", {}) for text in texts)
