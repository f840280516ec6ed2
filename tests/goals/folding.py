"""The fold: what it costs beside reading its events, and that arrival does not change it.

cost      eight times what `json.loads` needs for the same events, at most: of orders as they
          usually are (the demo world's, Olist's and SCMS's have six events, half of them),
          of the benchmark's town, and of random histories; shorter and longer ones are told
flat      an event of an order of 500 costs no more than one of an order of 50
permute   whatever the order in which the same events arrive: one state

No database is asked, so it is measured once.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from portal import clock, journey
from portal.ledger import Said, canonical
from tests.bench import town
from tests.bench.goals import Board
from tests.conftest import MORNING
from tests.goals import tales
from tests.goals.stage import Stage
from tests.journey.saying import CARRIER, OWNER, SUPPLIER, Story

MOST, FLAT = 8, 1.25
USUAL, SIZES = 6, (2, 4, 10, 50, 500)  # events of an order
FEW = 300  # histories that are folded with a fault planted
ROUNDS = 15  # the fastest of them counts: neighbours only ever make it slower
STEPS = ("PRODUCTION_COMPLETED", "PACKED", "DISPATCHED", "DEPARTED", "ARRIVED", "DELIVERED",
         "RECEIVED")  # fmt: skip
_FOLD = sys.modules["portal.journey.fold"]


def run(stage: Stage, board: Board, orders: int = 400) -> None:
    """Measure what folding costs: orders of the benchmark's town, and random histories."""
    if stage.engine != "sqlite":
        return
    usual = [_short(USUAL)] * orders
    for name, told in (("usual", usual), ("town", _of_town(orders)), ("random", _tales(orders))):
        board.goal(f"fold.{name}", _cost(told), "≤", MOST, "×")
    for events in SIZES:
        told = [_short(events) if events < USUAL else _long(events)] * max(500 // events, 1)
        print(f"  of {events} events: {_cost(told):.1f}×", flush=True)
    flat = _an_event_of(500) / _an_event_of(50)
    board.goal("fold.flat", flat, "≤", FLAT, "×")
    with _sorting_again_and_again():
        caught = _an_event_of(150, rounds=2) / _an_event_of(50, rounds=2) > FLAT
    board.goal("fold.planted.caught", int(caught), "=", 1)


def permute(stage: Stage, board: Board, histories: int = 10_000) -> None:
    """Fold random histories in other orders than they were told."""
    if stage.engine != "sqlite":
        return
    chance = random.Random(17)
    with clock.held_at(MORNING):
        other = sum(_differs(tales.tale(chance).said, chance) for _ in range(histories))
        with _as_they_arrive():
            some = range(min(histories, FEW))
            caught = any(_differs(tales.tale(chance).said, chance) for _ in some)
    board.goal("permute", other, "=", 0)
    board.goal("permute.planted.caught", int(caught), "=", 1)


def _differs(said: list[Said], chance: random.Random) -> bool:
    """Say whether some other order of these events gives another state."""
    wanted = journey.fold(said)
    others = [said[::-1], chance.sample(said, len(said)), [*said, *chance.sample(said, 2)]]
    return any(_state(journey.fold(one), wanted) for one in others)


def _state(folded: journey.Journey, wanted: journey.Journey) -> bool:
    """Say whether two journeys differ, or what would be stored of them."""
    return folded != wanted or repr(journey.rows(folded)) != repr(journey.rows(wanted))


@contextmanager
def _planted(name: str, fault: Callable) -> Iterator[None]:
    sound = getattr(_FOLD, name)
    setattr(_FOLD, name, fault)
    try:
        yield
    finally:
        setattr(_FOLD, name, sound)


@contextmanager
def _as_they_arrive() -> Iterator[None]:
    """Plant a fault inside: movements are counted in the order in which they came."""
    sound = _FOLD.in_force

    def arriving(said):
        said = list(said)
        place, force = {one.ident: n for n, one in enumerate(said)}, sound(said)
        force.said.sort(key=lambda one: place[one.ident])
        return force

    with _planted("in_order", list), _planted("in_force", arriving):
        yield


def _sorting_again_and_again():
    """Plant a fault inside: for each movement, all of them are put into order again."""
    sound = _FOLD.in_order

    def slow(moves):
        for _ in moves:
            found = sound(moves)
        return found if moves else []

    return _planted("in_order", slow)


def _of_town(orders: int) -> list[list[Said]]:
    """Return orders as the benchmark's town has them, about ten events each."""
    chance, found = random.Random(7), []
    for n in range(orders):
        story = Story()
        for draft in town.drafts(chance, n, orders, [SUPPLIER]):
            story.tell(draft, OWNER)
        found.append(story.said)
    return found


def _tales(orders: int) -> list[list[Said]]:
    chance = random.Random(19)
    with clock.held_at(MORNING):
        return [tales.tale(chance).said for _ in range(orders)]


def _short(events: int) -> list[Said]:
    """Return the first so many events of an order of one line that goes well."""
    story = Story()
    story.order()
    story.line(("100", "03-20"))
    story.accept()
    for code, day in (("DISPATCHED", "03-13"), ("DELIVERED", "03-19"), ("RECEIVED", "03-20")):
        story.step(code, "100", day, org=OWNER if code == "RECEIVED" else SUPPLIER)
    return story.said[:events]


def _long(events: int) -> list[Said]:
    """Return an order of so many events: one piece after the other passes every step."""
    story = Story()
    story.order()
    for line in (1, 2):
        story.line(("100", "03-20"), line=line)
        story.accept(line)
    for n in range(events - len(story.said)):
        org = CARRIER if 3 <= n % 7 <= 5 else OWNER if n % 7 == 6 else SUPPLIER
        story.step(STEPS[n % 7], "1", f"03-{1 + n // 7 % 28:02}", line=1 + n // 7 % 2, org=org)
    return story.said


def _an_event_of(events: int, rounds: int = ROUNDS) -> float:
    """Return the seconds that folding takes for each event of an order of so many."""
    said = _long(events)
    taken = (_seconds(lambda: journey.fold(said), 1000 // events) for _ in range(rounds))
    return min(taken) / events


def _cost(told: Iterable[list[Said]]) -> float:
    """Return how many times as long as reading its events' JSON a fold takes."""
    told = list(told)
    texts = [canonical(one.facts) for said in told for one in said]
    reads, folds = [], []
    for _ in range(ROUNDS):  # in turns, so that a noisy neighbour disturbs both alike
        reads.append(_seconds(lambda: [json.loads(text) for text in texts]))
        folds.append(_seconds(lambda: [journey.fold(said) for said in told]))
    return min(folds) / min(reads)


def _seconds(work: Callable, times: int = 1) -> float:
    """Return the processor time that work takes."""
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times
