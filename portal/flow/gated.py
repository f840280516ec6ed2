"""Answers pass the owner's tolerances: refused before they are told, or accepted right after."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from portal import journey, ledger, people
from portal.db import keeper
from portal.desk import tolerance
from portal.flow.spreading import folded
from portal.ledger import Draft, Held, Said
from portal.people import Actor


def gates_of(held: Sequence[Held]) -> dict[UUID, tolerance.Gate]:
    """Return the gate of each held order; what is set is read once for all of them, if at all."""
    reads = {one.id: folded(one) for one in held}
    known: dict[UUID, tolerance.Rules] = {}

    def find(order: UUID) -> tolerance.Rules:
        if not known:
            known.update(tolerance.rules_of_all(reads.items()))
        return known[order]

    gates = {order: tolerance.Gate(order, read, find=find) for order, read in reads.items()}
    for gate in gates.values():
        gate.journey.allow = gate.check
    return gates


def gates_ahead(orders: Collection[UUID]) -> dict[UUID, tolerance.Gate]:
    """Return the gates of these orders as they stand, where their owners have set tolerances.

    Nothing is locked: it is for a look at what would follow from an answer.
    """
    owners, gates = ledger.owners_of(orders), {}
    for owner in sorted(set(owners.values())):
        with keeper(owner):
            if ledger.settings_of(tolerance.PREFIX):
                gates |= _gates_as_told({one for one, of in owners.items() if of == owner})
    return gates


def _gates_as_told(orders: Collection[UUID]) -> dict[UUID, tolerance.Gate]:
    reads = {order: journey.fold(said) for order, said in ledger.told_of(orders).items()}
    rules = tolerance.rules_of_all(reads.items())
    gates = {order: tolerance.Gate(order, read, rules[order]) for order, read in reads.items()}
    for gate in gates.values():
        gate.journey.allow = gate.check
    return gates


def record_gated(
    held: Held, gate: tolerance.Gate, drafts: Sequence[Draft], by: Actor
) -> list[Said]:
    """Record what somebody says of a held order, and what tolerances decide about it at once.

    Raises:
        NotUnderstood: a tolerance refuses it; nothing may be kept then.
    """
    said = ledger.record(held, drafts, by)
    return said + ledger.record(held, gate.accepted(said), people.system(held.owner))


def shown_rules(order: UUID) -> tolerance.Rules:
    """Return what of the owner's tolerances a partner is shown for an order it takes part in.

    Raises:
        NotFound: there is no such order for this asker.
    """
    owner = ledger.order_for(order).owner
    with keeper(owner):
        read = journey.fold(ledger.history(order))
        return replace(tolerance.rules_of(order, read), openly=True)
