"""A long random run through the portal: afterwards every reading is what the ledger gives.

The acts are those of `conserve`, over many orders with short histories; some of their goods
travel in shipments, which a carrier reports on.
"""

import random

import sqlalchemy as sa

from portal import journey
from portal.db import db, keeper, transaction
from portal.errors import PortalError
from tests.bench.goals import Board
from tests.goals import conserve
from tests.goals.rebuilt import differences
from tests.goals.stage import Stage

SAILED = ("DISPATCHED", "DEPARTED", "ARRIVED", "DELIVERED")
A_HISTORY = 8  # steps of one order


def run(stage: Stage, board: Board, steps: int = 100_000) -> None:
    """Take `steps` steps; then compare every reading with the ledger."""
    chance, done, number = random.Random(23), 0, 0
    while done < steps:
        number += 1
        done += _order(stage, chance, number)
    board.goal(f"steps.{stage.engine}", differences(stage), "=", 0)
    _harm(stage.world.nordwind)
    board.goal(f"steps.planted.caught.{stage.engine}", differences(stage), "=", 1)


def _order(stage: Stage, chance: random.Random, number: int) -> int:
    """Let one order have its history; return how many steps were taken."""
    world, order = stage.world, conserve.placed(stage, chance, f"R-{number}")
    acts = chance.choices(conserve.ACTS, k=A_HISTORY - 1)
    for n, (who, act) in enumerate(acts):
        conserve.attempt(world, order, getattr(world, who), act, chance, f"{number}:{n}")
    taken = len(acts) + 1
    if chance.random() < 0.2:
        taken += _shipped(world, order, chance, number)
    return taken


def _shipped(world, order, chance: random.Random, number: int) -> int:
    """Send some of an order's goods, and report on them; return how many steps were taken."""
    try:
        shipment = world.ship(f"DN-{number}", order, n=chance.choice(("1", "20", "40")))
    except PortalError:
        return 1
    codes = SAILED[: chance.randint(1, len(SAILED))]
    for code in codes:
        world.sail(shipment, code, by=world.sam)
    return 1 + len(codes)


def _harm(owner: int) -> None:
    """Plant a fault: one line's stored reading says something else."""
    place = (journey.LineReading.order, journey.LineReading.line, journey.LineReading.part)
    with keeper(owner), transaction():
        first = db.session.execute(sa.select(*place).order_by(*place).limit(1)).one()
        same = [column == value for column, value in zip(place, first, strict=True)]
        db.session.execute(sa.update(journey.LineReading).where(*same).values(stamp="other"))
