"""The same history told twice opens no case twice, whatever happened in it.

Two orders, often with goods in one shipment, are told by people's forms, a carrier and time; the
sweep looks in between, and a buyer closes some cases while their trouble lasts. Then all of it is
told again, twice, and swept: nothing is new, and no trouble has two live cases.
"""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from portal import clock, desk, flow, jobs, ledger, watch
from portal.desk import say
from portal.errors import PortalError
from portal.ledger import Draft
from portal.people import Actor
from tests.bench.goals import Board
from tests.goals import conserve
from tests.goals.stage import Stage
from tests.world import World

ON = {"rules": {name: {"mode": "on"} for name in watch.RULES}}
SAILED = ("DISPATCHED", "DEPARTED", "ARRIVED", "CUSTOMS_HELD", "CUSTOMS_CLEARED",
          "DELIVERY_ATTEMPT_FAILED", "MISROUTED", "DELIVERED")  # fmt: skip
FOUND = ("case.opened", "case.reopened", "case.repeated")
STEPS = (6, 12)  # of one history, at least and at most
PLANTED = 25  # histories told with a fault planted


@dataclass
class History:
    """Two orders as they are told: `again` are the words that were said, to be said once more."""

    world: World
    chance: random.Random
    name: str
    at: datetime
    orders: list[UUID] = field(default_factory=list)
    shipment: UUID | None = None
    again: list[Callable[[], object]] = field(default_factory=list)

    def tell(self, order: UUID, act: Callable, by: Actor) -> None:
        """Say something of an order, and keep the very words; what is refused is refused."""
        kept: list[Draft] = []

        def listened(read, cases):
            kept[:] = act(read, cases)
            return kept

        try:
            flow.tell(order, listened, by)
        except PortalError:
            return
        words = tuple(kept)
        self.again.append(lambda: flow.tell(order, lambda _read, _cases: words, by))


def run(stage: Stage, board: Board, histories: int = 400, planted: int = PLANTED) -> None:
    """Tell histories, and each of them twice more; count what that opens."""
    world, chance = stage.world, random.Random(31)
    flow.manage(world.nordwind, world.kim.actor, lambda: (None, [watch.set_rules(ON)]))
    at, opened, wrong, there = clock.now(), 0, 0, 0
    for n in range(histories):
        told = _told(world, chance, f"Y-{n}", at)
        at, more, double, cases = _replayed(told)
        opened, wrong, there = opened + more, wrong + double, there + cases
    print(f"{there} cases in {histories} histories", flush=True)
    board.goal(f"replay.cases.{stage.engine}", there, "≥", histories)
    board.goal(f"replay.opened.{stage.engine}", opened, "=", 0)
    board.goal(f"replay.double.{stage.engine}", wrong, "=", 0)
    caught = 0
    with _forgetting():
        for n in range(planted):
            told = _told(world, chance, f"Z-{n}", at)
            at, more, _double, _cases = _replayed(told)
            caught += more
    board.goal(f"replay.planted.caught.{stage.engine}", int(caught > 0), "=", 1)


def _told(world: World, chance: random.Random, name: str, at: datetime) -> History:
    """Tell one history; return it, with the moment at which it ends."""
    told = History(world, chance, name, at)
    with clock.held_at(told.at):
        told.orders = [conserve.placed(_Place(world), chance, f"{name}-{one}") for one in (1, 2)]
    for nth in range(chance.randint(*STEPS)):
        told.at += timedelta(hours=chance.randint(1, 30))
        with clock.held_at(told.at):
            chance.choice((_act, _act, _act, _wait, _wait, _sail, _sail, _close))(told, nth)
    told.at += timedelta(days=chance.randint(0, 20))
    with clock.held_at(told.at):
        jobs.sweep()
    return told


@dataclass
class _Place:
    """What placing an order asks of a stage."""

    world: World


def _act(told: History, nth: int) -> None:
    who, act = told.chance.choice(conserve.ACTS)
    order, by = told.chance.choice(told.orders), getattr(told.world, who)
    with told.world.seen_by(by):
        own = say.mine(ledger.history(order), by.org)
        key = f"{told.name}:{nth}"
        told.tell(order, lambda read, _cases: act(read, by, told.chance, key, own), by.actor)


def _wait(told: History, _nth: int) -> None:
    """Time passes, and the sweep looks."""
    told.at += timedelta(days=told.chance.randint(1, 25))
    with clock.held_at(told.at):
        jobs.sweep()


def _sail(told: History, _nth: int) -> None:
    """Goods of both orders are announced in a shipment, or something happens to it."""
    world, chance = told.world, told.chance
    if told.shipment is None:
        told.shipment = world.ship(told.name, *told.orders, n=chance.choice(("20", "40", "60")))
        return
    code, shipment = chance.choice(SAILED), told.shipment
    draft = Draft("milestone", code=code, when=ledger.instant(clock.now()), reason="OTHER")

    def sail() -> None:
        with world.seen_by(world.sam):
            flow.carry(shipment, lambda freight: {freight.id: [draft]}, world.sam.actor)

    sail()
    told.again.append(sail)


def _close(told: History, nth: int) -> None:
    """Ada closes a case, whether its trouble lasts or not."""
    ada, order = told.world.ada.actor, told.chance.choice(told.orders)
    closing = desk.cases.Closing("as_is", "other", "nobody")

    def act(_read, cases):
        live = [one for one in cases if one.live]
        key = f"{told.name}:{nth}"
        return [desk.resolve(told.chance.choice(live), ada, closing, key)] if live else []

    with told.world.seen_by(told.world.ada):
        told.tell(order, act, ada)


def _replayed(told: History) -> tuple[datetime, int, int, int]:
    """Tell it twice more; return when it is over, what that opened, troubles with two live cases,
    and how many cases there are."""
    before = _said(told)
    with clock.held_at(told.at):
        for _ in range(2):
            with told.world.seen_by(told.world.ada):
                for word in told.again:
                    word()
            for order in told.orders:
                flow.look(told.world.nordwind, [order])
            jobs.sweep()
    after = _said(told)
    with told.world.seen_by(told.world.ada):
        cases = [one for order in told.orders for one in watch.fold(ledger.history(order))]
        live = [
            (one.subject, order if not one.shipment else None)
            for order in told.orders
            for one in watch.fold(ledger.history(order))
            if one.live
        ]
    return told.at, after - before, len(live) - len(set(live)), len(cases)


def _said(told: History) -> int:
    """Return how often a case was opened in it, opened again, or found once more."""
    with told.world.seen_by(told.world.ada):
        said = [one for order in told.orders for one in ledger.history(order)]
    return sum(one.facts["kind"] in FOUND for one in said)


@contextmanager
def _forgetting() -> Iterator[None]:
    """Plant a fault: a trouble is as new as the look at it, not as the words it rests on."""
    decide = sys.modules["portal.watch.decide"]
    sound = decide._is_news
    decide._is_news = lambda _finding, closed, _learnt: clock.now() > closed[-1].resolved_at
    try:
        yield
    finally:
        decide._is_news = sound
