"""How news of shipments travels: one act, told in the shipment and in each of its orders.

    hold the shipment, then its orders ─▶ say ─▶ record in each ─▶ read ─▶ look ─▶ notify

What moves is said once, in the shipment; every order that has goods in it is folded again in
the same transaction.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

from portal import clock, desk, journey, ledger, people
from portal.db import keeper, transaction, uuid7
from portal.desk import Freight, Load
from portal.errors import N_, NotFound, PortalError
from portal.flow.form import Form
from portal.flow.gated import pretend_gated
from portal.flow.spreading import folded, spread
from portal.journey import Journey, fold_shipment
from portal.ledger import Draft, Held, Said
from portal.people import Actor

SayOfFreight = Callable[[Freight], Mapping[UUID, Sequence[Draft]]]
Answer = Callable[[Journey], Sequence[Draft]]


def announce(
    orders: Collection[UUID],
    say: SayOfFreight,
    by: Actor,
    form: Form | None = None,
    labels: int = 0,
) -> UUID:
    """Open a shipment for goods of these orders; return its id.

    The same form sent again gives the shipment that was opened then.

    Args:
        say: gives the drafts by stream: the shipment's id, and that of each order.
        labels: how many packages are to be given a number of the shipper's.

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
        _tell(shipment, held, say, by, labels)
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
    labels: int = 0,
) -> list[Said]:
    """Record what `say` answers to a shipment and its orders; return what is new in it.

    The same form sent again changes nothing and gives an empty list.

    Args:
        more: orders that are to have goods in it as well.
        labels: how many packages are to be given a number of the shipper's.

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
        said = _tell(held, ledger.hold(named) if named else [], say, by, labels)
        if form:
            desk.remember(by.org, by.mark, form.key, form.digest)
    return said


def rehearse(
    sayings: Sequence[tuple[Collection[UUID], SayOfFreight]],
    by: Actor,
    answers: Mapping[UUID, Answer] | None = None,
) -> list[PortalError | None]:
    """Return why each of these shipments could not be announced, one after the other.

    Nothing is locked and nothing kept: told in earnest they may fare otherwise, if somebody
    says something in between.

    Args:
        answers: what is said to some of the orders before, by order; what follows from it by
            tolerances counts as well.
    """
    owners = ledger.owners_of({order for orders, _ in sayings for order in orders})
    faults: list[PortalError | None] = [NotFound(N_("There is no such order."))] * len(sayings)
    for owner in sorted(set(owners.values())):
        mine = {order for order, of in owners.items() if of == owner}
        with keeper(owner):
            told, papers = ledger.told_of(mine), desk.shipping_rules()
            reads = {one: journey.fold(said) for one, said in told.items()}
            rules = desk.tolerance.rules_of_all(reads.items())
            for one in (answers or {}).keys() & reads.keys():
                gate = desk.tolerance.Gate(one, reads[one], rules[one])
                gate.journey.allow = gate.check
                told[one] += pretend_gated(told[one], gate, answers[one](gate.journey), by)
            for n, (orders, say) in enumerate(sayings):
                if owner in {owners.get(order) for order in orders}:
                    loads = {one: Load(journey.fold(told[one]), told[one], rules[one])
                             for one in orders if one in told}  # fmt: skip
                    faults[n] = _rehearsed(told, loads, say, by, papers)
    return faults


def _rehearsed(
    told: dict[UUID, list[Said]],
    loads: dict[UUID, Load],
    say: SayOfFreight,
    by: Actor,
    papers: desk.ShippingRules,
) -> PortalError | None:
    """Announce to what was told so far; add to it what that would tell."""
    shipment, now = uuid7(), clock.now()
    try:
        drafts = say(Freight(shipment, fold_shipment([]), [], loads, papers))
        pretended = ledger.pretended([], drafts[shipment], by, now)
        desk.refuse_twin(shipment, fold_shipment(pretended))
    except PortalError as error:
        return error
    for one in loads:
        told[one] = told[one] + ledger.pretended(told[one], drafts.get(one, ()), by, now)
    return None


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


def _tell(
    shipment: Held, orders: list[Held], say: SayOfFreight, by: Actor, labels: int
) -> list[Said]:
    before, act = _freight(shipment, orders, labels), uuid7()
    drafts = say(before)
    new = ledger.record(shipment, drafts.get(shipment.id, ()), by, act)
    said = {one.id: ledger.record(one, drafts.get(one.id, ()), by, act) for one in orders}
    _tell_owner(before, orders, said)
    after = fold_shipment(shipment.history)
    desk.refuse_twin(shipment.id, after)
    ledger.keep([shipment])
    journey.keep_shipments([(shipment.id, after)])
    for one in orders:
        one.carry(shipment)
    spread(orders, by, said)
    desk.ships.notify_of_shipment(shipment, after, orders, new, by)
    return new


def _tell_owner(before: Freight, orders: list[Held], said: dict[UUID, list[Said]]) -> None:
    """Record for the owner which settings spoke, where the supplier is not shown them."""
    for one in orders:
        if any("over" in each.facts.get("body", {}) for each in said[one.id]):
            rules, read = before.orders[one.id].rules, folded(one)
            apart = desk.say.over_apart(rules, one.owner, read, said[one.id])
            said[one.id] += ledger.record(one, apart, people.system(one.owner))


def _freight(shipment: Held, orders: list[Held], labels: int) -> Freight:
    """Return a shipment and its orders as they stand, with numbers for its packages."""
    reads = {one.id: folded(one) for one in orders}
    rules = desk.tolerance.rules_of_all(reads.items()) if reads else {}
    loads = {one.id: Load(reads[one.id], one.told(), rules[one.id]) for one in orders}
    made = fold_shipment(shipment.history)
    numbers: tuple[str, ...] = ()
    if labels:
        first = next(iter(loads.values()))
        series, serials = people.numbers.take_serials(desk.say.shipper_of(first.journey), labels)
        numbers = tuple(
            desk.say.make_sscc(series.extension, series.prefix, serial) for serial in serials
        )
    return Freight(shipment.id, made, shipment.history[:], loads, desk.shipping_rules(), numbers)
