"""The town in which many lines are answered."""

import pytest

from portal.bundles import Desk
from tests.bundles.acting import TODAY
from tests.world import Line


@pytest.fixture
def town(world, at):
    """Two orders of Nordwind with Brenner, one of each buyer with Calder."""
    world.one = world.place("PO-1", Line(), Line(code="A-2", qty="40"))
    world.two = world.place("PO-2", Line(code="A-3"))
    world.far = world.place("PO-3", to=world.calder)
    world.away = world.place("W-1", to=world.calder, owner=world.westhaven)
    at("2026-03-04T09:00")
    return world


@pytest.fixture
def place(town):
    """Where Sam reads files."""
    return Desk(town.sam.actor, town.app.config["VAULT_DIR"], 1 << 20, TODAY)
