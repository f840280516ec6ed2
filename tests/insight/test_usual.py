"""How long lines usually stay where they are: learnt from finished ones, used by rules."""

from datetime import timedelta

import pytest

from portal import clock, flow, insight, watch
from portal.db import keeper
from portal.insight.usual_days import usual_days
from portal.journey import fold
from portal.ledger import told_of
from tests.insight.finished import load
from tests.stories.cases import switch_on
from tests.world import Line


def usual(world, *lanes):
    with keeper(world.nordwind):
        return insight.usual_of({"purchase"}, lanes).get("purchase", {})


@pytest.mark.parametrize(
    ("stays", "days"), [([1.0] * 10, 1), ([0.0] * 10, 1), ([*range(1, 11)], 10), ([2.2] * 40, 3)]
)
def test_nine_of_ten_stayed_no_longer(stays, days):
    assert usual_days(stays) == days


def test_it_is_learnt_with_each_look_back_of_enough_lines(world):
    load(world, 20)
    flow.measure(world.nordwind, clock.now())
    assert usual(world) == {}, "twenty lines are too few"

    load(world, 40, first=20)
    flow.measure(world.nordwind, clock.now())

    found = usual(world, "AT>Works", "XX>Works")
    assert found["", "placed"] == found["AT>Works", "placed"] == 10
    assert found["", "dispatched"] == 3
    assert ("XX>Works", "placed") not in found


def test_rules_go_by_it(world, at):
    load(world, 60)
    flow.measure(world.nordwind, clock.now())
    switch_on(world, {"rules": {"stalled": {"mode": "on"}}})
    order = world.place("PO-7", Line(qty="60", agreed="2026-06-01"))
    left = clock.now()
    world.reach(order, "DISPATCHED", "60", world.sam)

    at((left + timedelta(days=3, minutes=-1)).isoformat())
    flow.look(world.nordwind, [order])
    assert rules_on(world, order) == []

    at((left + timedelta(days=3)).isoformat())
    flow.look(world.nordwind, [order])
    assert rules_on(world, order) == ["stalled"]


def rules_on(world, order):
    with keeper(world.nordwind):
        told = told_of([order])[order]
    assert fold(told).number == "PO-7"
    return [case.rule for case in watch.fold(told)]
