"""The fixed cast: who sees an order of Nordwind with Brenner, and who does not."""

import pytest

from portal import ledger
from portal.errors import NotFound
from tests.world import Line


@pytest.mark.parametrize("name", ["ada", "kim", "rio", "sam", "aud"])
def test_these_see_the_order(world, name):
    order = world.place("PO-7")

    said = world.history(order, getattr(world, name))

    assert [one.facts["kind"] for one in said] == ["order.placed", "line.placed"]


@pytest.mark.parametrize("name", ["sue", "eve", "cam"])
def test_these_do_not(world, name):
    order = world.place("PO-7")
    world.place("PO-8", to=world.calder)

    with pytest.raises(NotFound), world.seen_by(getattr(world, name)):
        ledger.order_for(order)


def test_a_step_is_recorded_with_its_quantity(world, at):
    order = world.place("PO-7", Line(qty="60"), Line(code="HX-M16"))
    at("2026-03-20T15:00")

    world.reach(order, "DISPATCHED", "60", world.sam)

    last = world.history(order)[-1]
    assert last.facts["code"] == "DISPATCHED"
    assert last.facts["qty"] == [{"line": 1, "n": "60", "uom": "EA", "what": "dispatched"}]
    assert last.at.isoformat() == "2026-03-20T15:00:00+00:00"


def test_one_test_leaves_nothing_to_the_next(world):
    order = world.place("PO-7")

    assert len(world.history(order)) == 2
