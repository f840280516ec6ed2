"""Answers pass the owner's tolerances: refused before they are told, or accepted right after."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from portal import clock, journey, ledger, people
from portal.db import keeper
from portal.desk import tolerance
from portal.flow.spreading import folded
from portal.journey import Journey
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


def gates_ahead(
    sketches: Mapping[UUID, Journey], asked: Mapping[UUID, Collection[int]]
) -> dict[UUID, tolerance.Gate]:
    """Return the gates of orders as they stand, where their owners have set tolerances.

    Nothing is locked: it is for a look at what would follow from an answer. An order's history
    is read only where its sketch does not say what was settled about the lines in question.

    Args:
        asked: the lines that will be answered, by order.
    """
    owners, gates = ledger.owners_of(asked), {}
    for owner in sorted(set(owners.values())):
        with keeper(owner):
            if keys := ledger.settings_of(tolerance.PREFIX):
                mine = {one: asked[one] for one, of in owners.items() if of == owner}
                gates |= _gates_as_told(sketches, mine, tolerance.speak_of_categories(keys))
    return gates


def _gates_as_told(
    sketches: Mapping[UUID, Journey], asked: Mapping[UUID, Collection[int]], categories: bool
) -> dict[UUID, tolerance.Gate]:
    reads = (
        {}
        if categories
        else {
            order: sketches[order]
            for order, lines in asked.items()
            if order in sketches and all(_is_settled(sketches[order], line) for line in lines)
        }
    )
    told = ledger.told_of(asked.keys() - reads.keys())
    reads |= {order: journey.fold(said) for order, said in told.items()}
    rules = tolerance.rules_of_all(reads.items())
    gates = {order: tolerance.Gate(order, read, rules[order]) for order, read in reads.items()}
    for gate in gates.values():
        gate.journey.allow = gate.check
    return gates


def _is_settled(sketch: Journey, line: int) -> bool:
    return line not in sketch.lines or bool(sketch.lines[line].settled)


def record_gated(
    held: Held, gate: tolerance.Gate, drafts: Sequence[Draft], by: Actor
) -> list[Said]:
    """Record what somebody says of a held order, and what tolerances decide about it at once.

    Raises:
        NotUnderstood: a tolerance refuses it; nothing may be kept then.
    """
    said = ledger.record(held, drafts, by)
    return said + ledger.record(held, gate.accepted(said), people.system(held.owner))


def pretend_gated(
    told: Sequence[Said], gate: tolerance.Gate, drafts: Sequence[Draft], by: Actor
) -> list[Said]:
    """Return what `record_gated` would record after `told`, as if it had been said; keep nothing.

    Raises:
        NotUnderstood: a tolerance refuses it.
    """
    said = ledger.pretended(told, drafts, by, clock.now())
    follows = gate.accepted(said)
    return said + ledger.pretended(
        [*told, *said], follows, people.system(gate.journey.owner), clock.now()
    )


def shown_rules(order: UUID) -> tolerance.Rules:
    """Return what of the owner's tolerances a partner is shown for an order it takes part in.

    Raises:
        NotFound: there is no such order for this asker.
    """
    owner = ledger.order_for(order).owner
    with keeper(owner):
        read = journey.fold(ledger.history(order))
        return replace(tolerance.rules_of(order, read), openly=True)
