"""Looking again because time has passed: at orders, and at shipments with all their orders."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from portal import desk, ledger, people, watch
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


def mark_open(
    owner: int,
    at: datetime,
    about: tuple[str, str],
    after: UUID,
    hold: Callable[[object], None] = lambda _: None,
) -> None:
    """Let the sweep look at the rest of the open orders that `desk.look_at_open` is about.

    Args:
        about: for which orders, as settings of rules name them; "" for all.
        after: the last order that was marked.
        hold: called after some of them, outside of any transaction.
    """
    place: UUID | None = after
    while place:
        with keeper(owner), transaction():
            place = desk.look_at_some(at, *about, place)
        hold(place)
