"""Troubles of shipments, over all orders with goods in one: decided where all are held.

    hold some orders ─▶ what of shipments is open? ─▶ all of its orders are held: decide
                                                    └▶ else look at the shipment at once

A shipment that is due holds all its orders, see `looking`. Whoever holds some of them
only never opens or clears what is a shipment's, so two never open the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from portal import ledger, people, watch
from portal.journey import Journey
from portal.ledger import Draft, Held, Said
from portal.watch import Finding, Mate, Settings


def mates_of(
    held: Sequence[Held],
    journeys: Sequence[Journey],
    found: Mapping[UUID, tuple[Finding, ...]],
    rules: Mapping[UUID, Settings],
) -> list[Mate]:
    """Return these orders as those who share shipments are asked."""
    return [
        Mate(
            one.id,
            read,
            found[one.id],
            watch.fold(one.history),
            rules[one.id],
            {said.ident: said.at for said in one.told()},
        )
        for one, read in zip(held, journeys, strict=True)
    ]


def decide_together(
    held: Sequence[Held], mates: Sequence[Mate], now: datetime, only: UUID | None = None
) -> tuple[dict[UUID, list[Said]], set[UUID]]:
    """Open, lift, reopen and clear the cases about shipments.

    Args:
        only: of this shipment alone a trouble may be over, since of the others nothing is new.

    Returns:
        What was said by order, and the shipments to be looked at with all their orders.
    """
    carried = {name for mate in mates for name in mate.journey.carried}
    if not carried:
        return {}, set()
    asked = watch.asked_of(mates, watch.last_cases(carried), now, str(only or ""))
    whole = _whole({shipment for _rule, shipment in asked}, {mate.stream for mate in mates})
    by_id, said = {one.id: one for one in held}, {}
    for one in sorted(asked):
        drafts = watch.shared(one, mates, now) if one[1] in whole else ()
        for stream, draft in drafts:
            said.setdefault(stream, []).extend(record_privately(by_id[stream], [draft]))
    return said, {UUID(shipment) for _rule, shipment in asked if shipment not in whole}


def record_privately(held: Held, drafts: Iterable[Draft]) -> list[Said]:
    """Record what watching says, for the owner alone."""
    private = [replace(draft, only_for=held.owner) for draft in drafts]
    return ledger.record(held, private, people.system(held.owner))


def _whole(shipments: Collection[str], held: Collection[UUID]) -> set[str]:
    """Return those of these shipments all of whose orders are held."""
    if not shipments:
        return set()
    orders = ledger.orders_in([UUID(one) for one in shipments])
    return {one for one in shipments if orders.get(UUID(one), set()) <= set(held)}
