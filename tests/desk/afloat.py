"""Orders and a shipment told by hand, for tests of what people may say about shipments."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from portal.desk import Freight, Load, ShippingRules, say
from portal.desk.tolerance import House, Settings, rules_in
from portal.journey import Journey, fold, fold_shipment
from portal.people import Actor
from tests.desk.told import NOW, SAM, TODAY, Told, order

FIRST, SECOND = UUID(int=71), UUID(int=72)
SHIPMENT = UUID(int=5)


@dataclass
class Sea:
    """Some orders of one supplier and one shipment; what is said of it is told to all."""

    orders: dict[UUID, Told]
    rules: ShippingRules = field(default_factory=ShippingRules)
    settings: Settings = field(default_factory=dict)
    shipment: Told = field(default_factory=Told)
    id: UUID = SHIPMENT

    def freight(self, *numbers: str) -> Freight:
        """Return the shipment and its orders as they stand."""
        loads = {name: self.load(name) for name in self.orders}
        made = fold_shipment(self.shipment.said)
        return Freight(self.id, made, self.shipment.said[:], loads, self.rules, numbers)

    def load(self, name: UUID) -> Load:
        """Return an order with what its owner lets pass."""
        read = self.journey(name)
        rules = rules_in(House(self.settings, {}), name, read, {})
        return Load(read, self.told(name), rules)

    def told(self, name: UUID = FIRST) -> list:
        """Return what an order is folded from."""
        carried = [replace(one, shipment=str(self.id)) for one in self.shipment.said]
        return [*self.orders[name].said, *carried]

    def journey(self, name: UUID = FIRST) -> Journey:
        """Return an order with what the shipment tells."""
        return fold(self.told(name))

    def say(self, drafts: dict, by: Actor = SAM, at: datetime = NOW) -> None:
        """Take in what was said, as the flow would."""
        for stream, told in drafts.items():
            (self.shipment if stream == self.id else self.orders[stream]).say(told, by, at)

    def announce(self, *goods, crates=(), by: Actor = SAM, numbers=(), **typed) -> None:
        """Announce these goods; `typed` goes into the header."""
        notice = {"number": "DN-1", "ship_on": TODAY, "left": True, **typed}
        made = say.announce(
            self.freight(*numbers), by, "key", say.Notice(**notice), goods, crates, NOW
        )
        self.say(made, by)

    def change(self, *goods, crates=(), by: Actor = SAM, numbers=(), **typed) -> None:
        """Say the announcement anew."""
        notice = say.Notice(**{"number": "DN-1", **typed})
        key = f"key{len(self.shipment.said)}"
        made = say.change_shipment(self.freight(*numbers), by, key, notice, goods, crates)
        self.say(made, by)


def sea(*quantities: str, **more) -> Sea:
    """Return two orders, each with one line of these quantities, and no shipment yet."""
    lines = quantities or ("100",)
    return Sea({FIRST: order(lines), SECOND: order(lines, number="PO-8")}, **more)


def put(n: str | None, name: UUID = FIRST, part: int = 1, line: int = 1, **more) -> say.Goods:
    """Return a row of goods."""
    return say.Goods(name, line, part, None if n is None else Decimal(n), **more)
