"""Looking again because time has passed: at orders, and at shipments with all their orders."""

from collections.abc import Sequence
from uuid import UUID

from portal import ledger, people, watch
from portal.db import keeper, transaction
from portal.flow.spreading import spread


def look(owner: int, streams: Sequence[UUID]) -> None:
    """Look at these orders again; at a shipment with all orders that have goods in it."""
    with keeper(owner), transaction():
        held = ledger.hold(streams)
        orders = [one for one in held if one.kind == "order"]
        if orders:
            spread(orders, people.system(owner), {})
    for one in held:
        if one.kind == "shipment":
            _look_at_shipment(owner, one.id)


def _look_at_shipment(owner: int, shipment: UUID) -> None:
    with keeper(owner), transaction():
        held = ledger.hold([shipment, *ledger.orders_of(shipment)])
        orders = [one for one in held if one.kind == "order"]
        spread(orders, people.system(owner), {}, whole=shipment)
        watch.plan([(shipment, None)])
