"""One file of orders, in any order, any split, as often as you like: one state."""

import hashlib
import io
import random

from portal import clock, loading, people
from portal.db import door, transaction
from tests.bench.goals import Board
from tests.conftest import MORNING
from tests.goals.stage import Stage
from tests.loading.conftest import state_of

HEADER = "order,line,item,quantity,unit,requested date,supplier number,supplier name,changed"


def run(stage: Stage, board: Board, rounds: int = 30, orders: int = 40) -> str:
    """Load the rows `rounds` times, each time otherwise; return a digest of the state."""
    chance = random.Random(3)
    rows = list(_rows(chance, orders))
    with clock.held_at(MORNING):  # where an order has no date of its own, it is the loading's
        wanted = _load(stage, [rows])
        other = sum(_load(stage, _torn(chance, rows)) != wanted for _ in range(rounds))
        planted = _load(stage, [[row for row in rows if not row.startswith("C-1,")]])
    board.goal(f"converge.{stage.engine}", other, "=", 0)
    board.goal(f"converge.planted.caught.{stage.engine}", int(planted != wanted), "=", 1)
    return wanted


def _rows(chance: random.Random, orders: int):
    """Yield rows of orders: lines, newer versions of some, and rows nobody understands."""
    for order in range(1, orders + 1):
        supplier = chance.randint(1, 7)
        for line in range(1, chance.randint(2, 4)):
            for version in range(1, chance.choice((2, 2, 3))):
                qty = chance.choice(("10", "25.5", "100", "1200", "none"))
                day = f"2026-{chance.randint(9, 12):02}-{chance.randint(1, 30):02}"
                yield (
                    f"C-{order},{line * 10},M-{chance.randint(1, 20)},{qty},PCS,{day},"
                    f"{supplier},Supplier {supplier},2026-02-{version:02} 08:00"
                )


def _torn(chance: random.Random, rows: list[str]) -> list[list[str]]:
    """Return the rows shuffled, some of them twice, torn into one to five files."""
    told = rows + chance.sample(rows, len(rows) // 3)
    chance.shuffle(told)
    cuts = sorted(chance.sample(range(1, len(told)), chance.randint(0, 4)))
    return [told[start:stop] for start, stop in zip([0, *cuts], [*cuts, None], strict=True)]


def _load(stage: Stage, files: list[list[str]]) -> str:
    """Take files in for a new owner; return a digest of its readings by business keys."""
    with door(), transaction():
        owner = people.found_house("House", "DE", "portal.example").id
    for rows in files:
        content = "\n".join((HEADER, *rows, "")).encode()
        arrival = loading.Arrival(io.BytesIO(content), "orders.csv", "orders")
        loading.take_in(owner, arrival, people.system(owner), stage.app.config)
    return hashlib.sha256(repr(state_of(owner)).encode()).hexdigest()
