"""Answers pass the owner's tolerances: refused before they are told, or accepted right after."""

from collections.abc import Sequence
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
