"""A shipment and its orders as somebody finds them who is about to say something of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from portal.desk.shipping import ShippingRules
from portal.desk.tolerance import Rules
from portal.journey import Contents, Journey, Shipment
from portal.ledger import Said


@dataclass(frozen=True)
class Load:
    """An order as it stands under its lock.

    `told` is what its journey is folded from; `rules` are the owner's tolerances for it.
    """

    journey: Journey
    told: list[Said]
    rules: Rules | None = None

    @property
    def contents(self) -> Contents:
        """Return what the order has in which shipment."""
        return Contents(self.journey.carried)


@dataclass(frozen=True)
class Freight:
    """A shipment and its orders as they stand under their locks.

    `rules` are the owner's for whoever ships. `numbers` are SSCCs that were taken for
    packages which have none, in order.
    """

    id: UUID
    shipment: Shipment
    said: list[Said]
    orders: Mapping[UUID, Load]
    rules: ShippingRules = field(default_factory=ShippingRules)
    numbers: tuple[str, ...] = ()
