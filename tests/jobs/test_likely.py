"""The rule about likely late orders: ranked by the worker, in silence, then aloud."""

import pytest
from sqlalchemy import select

from portal import flow, jobs, watch
from portal.db import db, keeper
from portal.watch import LIKELY, CaseReading, ShadowHit
from tests.insight.finished import load
from tests.stories.cases import switch_on
from tests.world import Line

SITE = {"from": {"country": "AT"}, "site": "Works"}
FIGURES = {"within_days": 20, "chance_percent": 20, "open_percent": 100}


def silent(world):
    with keeper(world.nordwind):
        return set(db.session.scalars(select(ShadowHit.stream).where(ShadowHit.rule == LIKELY)))


def cases(world):
    with keeper(world.nordwind):
        query = select(CaseReading.stream, CaseReading.state).where(CaseReading.rule == LIKELY)
        return dict(db.session.execute(query).all())


def setting(mode, **figures):
    return {"rules": {LIKELY: {"mode": mode, **FIGURES, **figures}}}


@pytest.fixture
def orders(world, at):
    """Three agreed orders that are late with some chance, and one that is far away."""
    load(world, 80)
    jobs.learn()
    soon = [
        world.place(f"PO-{n}", Line(ask=day, agreed=day), **SITE)
        for n, day in enumerate(("2026-03-09", "2026-03-10", "2026-03-11"))
    ]
    world.place("PO-9", Line(ask="2026-09-01", agreed="2026-09-01"), **SITE)
    at("2026-03-06T10:00")
    jobs.foresee()
    return soon


def test_in_silence_it_counts_each_order_once(world, orders):
    switch_on(world, setting("shadow"))
    jobs.rank()
    assert silent(world) == set(orders)
    jobs.rank()

    assert silent(world) == set(orders)
    assert cases(world) == {}


def test_only_so_many_are_named(world, orders):
    switch_on(world, setting("shadow", open_percent=25))
    jobs.rank()

    assert len(silent(world)) == 1
    assert silent(world) <= set(orders[:1])


def test_it_opens_a_case_that_says_how_likely_it_is(world, orders):
    switch_on(world, setting("on"))
    assert jobs.rank() == 3
    assert cases(world) == dict.fromkeys(orders, "open")
    assert jobs.rank() == 0, "what has a case is not looked at again"
    page = world.browser(world.ada).get("/exceptions")

    assert "% likely late: due on" in page.text


def test_news_does_not_clear_it_before_it_is_ranked_again(world, orders):
    switch_on(world, setting("on"))
    jobs.rank()
    flow.look(world.nordwind, orders)

    assert cases(world) == dict.fromkeys(orders, "open")


def test_what_came_is_cleared(world, orders):
    switch_on(world, setting("on"))
    jobs.rank()
    world.reach(orders[0], "DELIVERED", "100", world.rio)
    jobs.foresee()
    jobs.rank()

    assert cases(world) == {orders[0]: "cleared", orders[1]: "open", orders[2]: "open"}


def test_off_it_does_not_look(world, orders):
    switch_on(world, setting("off"))

    assert jobs.rank() == 0
    assert watch.DEFAULTS.mode(LIKELY) == "shadow"
