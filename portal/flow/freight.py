"""How news of shipments travels: one act, told in the shipment and in each of its orders.

    hold the shipment, then its orders ─▶ say ─▶ record in each ─▶ read ─▶ look ─▶ notify

What moves is said once, in the shipment; every order that has goods in it is folded again in
the same transaction.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal import clock, desk, journey, ledger
from portal.db import keeper, transaction, uuid7
from portal.errors import N_, NotFound
from portal.flow.form import Form
from portal.flow.spreading import folded, spread
from portal.journey import Journey, Shipment, fold_shipment
from portal.ledger import Draft, Held, Said
from portal.people import Actor


@dataclass(frozen=True)
class Load:
    """An order as it stands under its lock; `told` is what its journey is folded from."""

    journey: Journey
    told: list[Said]


@dataclass(frozen=True)
class Freight:
    """A shipment and its orders as they stand under their locks."""

    id: UUID
    shipment: Shipment
    said: list[Said]
    orders: Mapping[UUID, Load]


SayOfFreight = Callable[[Freight], Mapping[UUID, Sequence[Draft]]]


def announce(
    orders: Collection[UUID], say: SayOfFreight, by: Actor, form: Form | None = None
) -> UUID:
    """Open a shipment for goods of these orders; return its id.

    The same form sent again gives the shipment that was opened then.

    Args:
        say: gives the drafts by stream: the shipment's id, and that of each order.

    Raises:
        NotFound: one of the orders is not there for this asker, or they have several owners.
        PortalError: whatever `say` finds wrong; nothing is kept then.
    """
    owner = _owner_of(orders)
    with keeper(owner), transaction():
        held = ledger.hold(orders)  # first, so that a second click waits and sees the first
        if form and (before := desk.seen(by.org, by.mark, form.key, form.digest)):
            return UUID(json.loads(before.answer)["shipment"])
        shipment = ledger.opened("shipment", "", clock.now())
        _tell(shipment, held, say, by)
        if form:
            answer = ledger.canonical({"shipment": str(shipment.id)})
            desk.remember(by.org, by.mark, form.key, form.digest, answer=answer)
    return shipment.id


def carry(
    shipment: UUID,
    say: SayOfFreight,
    by: Actor,
    form: Form | None = None,
    more: Collection[UUID] = (),
) -> list[Said]:
    """Record what `say` answers to a shipment and its orders; return what is new in it.

    The same form sent again changes nothing and gives an empty list.

    Args:
        more: orders that are to have goods in it as well.

    Raises:
        NotFound: there is no such shipment, or order, for this asker.
        PortalError: whatever `say` finds wrong; nothing is kept then.
    """
    owner = ledger.shipment_for(shipment).owner
    if more and _owner_of(more) != owner:
        raise NotFound(N_("There is no such order."))
    with keeper(owner), transaction():
        (held,) = ledger.hold([shipment])
        if form and desk.seen(by.org, by.mark, form.key, form.digest):
            return []
        named = {*ledger.orders_of(shipment), *more}
        said = _tell(held, ledger.hold(named) if named else [], say, by)
        if form:
            desk.remember(by.org, by.mark, form.key, form.digest)
    return said


def recheck_shipment(owner: int, shipment: UUID) -> None:
    """Fold a shipment again and keep its reading: what `ledger rebuild` does for each."""
    with keeper(owner), transaction():
        (held,) = ledger.hold([shipment])
        journey.keep_shipments([(shipment, fold_shipment(held.history))])


def _owner_of(orders: Collection[UUID]) -> int:
    """Return whose these orders are, asked in the asker's own scope."""
    owners = {ledger.order_for(order).owner for order in orders}
    if len(owners) != 1:
        raise NotFound(N_("There is no such order."))
    return owners.pop()


def _tell(shipment: Held, orders: list[Held], say: SayOfFreight, by: Actor) -> list[Said]:
    loads = {one.id: Load(folded(one), one.told()) for one in orders}
    before = Freight(shipment.id, fold_shipment(shipment.history), shipment.history[:], loads)
    drafts, act = say(before), uuid7()
    new = ledger.record(shipment, drafts.get(shipment.id, ()), by, act)
    said = {one.id: ledger.record(one, drafts.get(one.id, ()), by, act) for one in orders}
    after = fold_shipment(shipment.history)
    desk.refuse_twin(shipment.id, after)
    ledger.keep([shipment])
    journey.keep_shipments([(shipment.id, after)])
    for one in orders:
        one.carry(shipment)
    spread(orders, by, said)
    return new
