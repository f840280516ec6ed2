"""Shipments over several orders in the demo world: announced, on the road, counted at the gate.

What is sent is drawn from the orders that nobody speaks of any more until the world's today;
each day a shipment is there, its next step is taken, so that a run that was broken off goes on.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from random import Random
from uuid import UUID

from sqlalchemy import select

from portal import clock, flow, journey, ledger, people
from portal.db import db, keeper
from portal.demo.order import Order
from portal.demo.stage import Stage
from portal.desk import Freight, say
from portal.journey import DELIVERED, Journey, ShipmentReading
from portal.people import Actor

BACK = 16  # days before today on which shipments are announced
A_DAY = 1  # shipments announced on one day at most
FEWEST, MOST = 2, 4  # orders in one
ROAD = 5  # days on the way
SHORT = 3  # one of so many has something damaged


@dataclass(frozen=True, slots=True)
class Cargo:
    """Orders of one supplier for one place."""

    owner: int
    orders: tuple[Order, ...]
    ids: tuple[UUID, ...]


def work(stage: Stage, seed: str, day: date, last: date) -> None:
    """Announce what leaves on this day, and take the next step of what is on its way."""
    if (last - day).days > BACK:
        return
    for owner in (0, 1):
        _go_on(stage, owner, day)
    for cargo in islice(_cargoes(stage, day, last), A_DAY):
        _announce(stage, Random(f"{seed} {cargo.orders[0].number}"), cargo, day, last)


def _cargoes(stage: Stage, day: date, last: date) -> Iterator[Cargo]:
    """Return what may be sent together: by supplier, place and, of these, by number."""
    together: dict[tuple, list[Order]] = defaultdict(list)
    for order in stage.orders:
        if _is_quiet(order, day, last):
            together[order.owner, order.company.number, order.target.city].append(order)
    for (owner, _number, _city), orders in sorted(together.items(), key=lambda one: one[0]):
        with keeper(stage.cast.owners[owner]):
            ready = [(order, found) for order in orders if (found := _ready(stage, order))]
        for some in (ready[n : n + MOST] for n in range(0, len(ready), MOST)):
            if len(some) >= FEWEST:
                yield Cargo(owner, tuple(one for one, _ in some), tuple(name for _, name in some))


def _is_quiet(order: Order, day: date, last: date) -> bool:
    """Say whether an order was agreed by now and nobody has anything to say until today."""
    days = [order.day(act.day) for act in order.acts]
    said = [one for one in days if one <= last]
    speaks = order.kind == "purchase" and bool(order.company.person)
    return speaks and bool(said) and max(said) < day


def _ready(stage: Stage, order: Order) -> UUID | None:
    """Return the stream of an order of which nothing has left, and everything is agreed."""
    name = stage.ids.get(stage.name_of(order))
    read = journey.fold(ledger.told(name)) if name else Journey()
    parts = [part for part in read.parts() if part.open]
    agreed = all(part.agreed_day and not (part.proposal or part.asking) for part in parts)
    whole = all(not part.moved("dispatched") and part.to_ship for part in parts)
    return name if parts and agreed and whole else None


def _announce(stage: Stage, rng: Random, cargo: Cargo, day: date, last: date) -> None:
    first = cargo.orders[0]
    by, owner = stage.cast.of(first.company), stage.cast.owners[cargo.owner]
    left = day < last - timedelta(days=1)
    notice = say.Notice(
        number=f"LS-{first.number[-6:]}",
        mode=first.travel[0],
        carrier_name=first.carrier.name,
        refs=[("tracking", f"1Z{rng.randrange(10**14):014}")],
        ship_on=day if left else day + timedelta(days=rng.randint(3, 6)),
        left=left,
        due=day + timedelta(days=ROAD if left else ROAD + 7),
    )
    _number(owner, by)

    def told(freight: Freight) -> dict:
        goods = list(_goods(freight))
        pallets = [
            say.Crate("PX", numbered=True, gross=Decimal(rng.randint(180, 640))) for _ in cargo.ids
        ]
        key = f"demo:{notice.number}"
        return say.announce(freight, by, key, notice, goods, pallets, clock.now())

    with keeper(owner):
        flow.announce(cargo.ids, told, by, labels=len(cargo.ids))


def _goods(freight: Freight) -> Iterator[say.Goods]:
    """Return everything that is left of these orders, each on a pallet of its own."""
    place = 0
    for pallet, (order, load) in enumerate(sorted(freight.orders.items()), start=1):
        for part in load.journey.parts():
            if part.open and part.to_ship:
                yield say.Goods(order, part.line, part.part, part.to_ship, pallet, place)
                place += 1


def _number(owner: int, by: Actor) -> None:
    """Give a supplier the prefix its package numbers are made from, if it has none."""
    known = flow.within(owner, lambda: people.numbers.series_of(by.org))
    if known is None:
        flow.within(owner, lambda: people.numbers.set_series(by.org, f"40{by.org:05}", 3, 1))


def _go_on(stage: Stage, owner: int, day: date) -> None:
    org = stage.cast.owners[owner]
    suppliers = {stage.cast.of(order.company).org: order.company for order in stage.orders}
    with keeper(org):
        query = select(ShipmentReading).where(ShipmentReading.open)
        rows = list(db.session.scalars(query.order_by(ShipmentReading.note)))
        known = [(one.shipment, one.shipper, one.announced_at.date(), one.stage) for one in rows]
    for n, (shipment, shipper, since, stage_now) in enumerate(known):
        age = (day - since).days
        if age >= 1 and stage_now == "DISPATCHED":
            _step(org, shipment, stage.cast.of(suppliers[shipper]), "DEPARTED", day)
        elif age >= ROAD and stage_now == "DEPARTED":
            _count(org, shipment, stage.cast.one(owner, "receiving"), n % SHORT == 0)


def _step(org: int, shipment: UUID, by: Actor, code: str, day: date) -> None:
    said = say.Passage(code, day, place="")

    def told(freight: Freight) -> dict:
        return say.pass_step(freight, by, f"demo:{code}", said, clock.now())

    with keeper(org):
        flow.carry(shipment, told, by)


def _count(org: int, shipment: UUID, by: Actor, short: bool) -> None:
    """Count what came; of the first line of a short one a piece is damaged."""

    def told(freight: Freight) -> dict:
        rows = []
        for order, load in sorted(freight.orders.items()):
            for row in say.carried_of(freight, load).rows:
                bad = Decimal(1) if short and not rows and row.n > 1 else Decimal(0)
                where = (order, row.line, row.part, row.package)
                rows.append(say.Landed(*where, row.n, damaged=bad, place=len(rows)))
        reason = "QUALITY" if any(row.damaged for row in rows) else ""
        arrival = say.Arrival(clock.now().date(), reason=reason)
        return say.unload(freight, by, "demo:there", rows, arrival, clock.now())

    with keeper(org):
        if DELIVERED not in journey.fold_shipment(ledger.history(shipment)).passed:
            flow.carry(shipment, told, by)
