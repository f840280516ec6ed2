"""The outlook of open lines: after news, once a day, kept as it was given; the owner's alone."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal import clock, flow, jobs, watch
from portal.db import db, keeper
from portal.watch import Outlook, OutlookPast
from tests.insight.finished import load
from tests.world import Line

SITE = {"from": {"country": "AT"}, "site": "Works"}


def outlooks(world, order):
    with keeper(world.nordwind):
        rows = db.session.scalars(select(Outlook).where(Outlook.order == order)).all()
        db.session.expunge_all()
    return {(row.line, row.part): row for row in rows}


def past(world, order):
    with keeper(world.nordwind):
        query = select(OutlookPast.stage, OutlookPast.p50, OutlookPast.promise)
        query = query.where(OutlookPast.order == order, OutlookPast.line == 1)
        return db.session.execute(query.order_by(OutlookPast.at)).all()


@pytest.fixture
def learnt(world):
    load(world, 60)
    jobs.learn()
    jobs.foresee()


def test_too_little_is_said_to_be_too_little(world):
    order = world.place("PO-1", **SITE)
    assert jobs.learn() == 0
    jobs.foresee()
    found = outlooks(world, order)[1, 1]

    assert (found.p50, found.chance, found.model) == (None, None, "")
    assert json.loads(found.base)["needed"] == 30
    assert past(world, order) == []


def test_news_is_worked_out_once(world, learnt):
    order = world.place("PO-1", Line(ask="2026-03-20"), Line(ask="2026-03-25"), **SITE)
    assert outlooks(world, order) == {}, "nobody waits for a forecast"
    assert jobs.foresee() == 1
    assert jobs.foresee() == 0
    found = outlooks(world, order)

    assert sorted(found) == [(0, 0), (1, 1), (2, 1)]
    assert found[1, 1].p10 <= found[1, 1].p50 <= found[1, 1].p90
    assert abs((found[1, 1].p50 - date(2026, 3, 12)).days) <= 2
    assert found[0, 0].p50 == max(found[1, 1].p50, found[2, 1].p50)
    assert found[1, 1].orders == 60
    assert found[1, 1].confidence == 100
    assert list(json.loads(found[1, 1].miles)) == ["dispatched"]


def test_a_chance_is_said_when_it_says_more_than_the_lane(world, learnt, at):
    order = world.place("PO-1", Line(ask="2026-03-14"), **SITE)
    jobs.foresee()
    new = outlooks(world, order)[1, 1]
    at("2026-03-06T10:00")
    jobs.foresee()
    waited = outlooks(world, order)[1, 1]
    at("2026-03-16T10:00")
    jobs.foresee()
    late = outlooks(world, order)[1, 1]

    assert new.chance is None
    assert json.loads(new.base)["track"]["late"][:2] == [40, "both"]
    assert 0 < waited.chance < 1
    assert late.chance == 1 and not late.likely, "what is late is not likely to be"


def test_what_was_said_before_is_kept_when_it_changes(world, learnt, at):
    order = world.place("PO-1", Line(ask="2026-03-20"), **SITE)
    jobs.foresee()
    at("2026-03-03T10:00")
    assert jobs.foresee() == 1, "a day has passed"
    first = past(world, order)
    at("2026-03-09T10:00")
    world.reach(order, "DISPATCHED", "100", world.sam)
    jobs.foresee()
    then = past(world, order)

    assert {row.stage for row in first} == {"placed"}
    assert len({row.p50 for row in first}) == len(first), "a row only where the median moved"
    assert then[-1].stage == "dispatched"
    assert then[: len(first)] == first
    assert then[-1].promise == date(2026, 3, 20)


def test_what_came_is_no_longer_expected(world, learnt):
    order = world.place("PO-1", **SITE)
    jobs.foresee()
    world.reach(order, "DELIVERED", "100", world.ada)
    jobs.foresee()

    assert outlooks(world, order) == {}
    assert past(world, order), "what was said before stays"
    with keeper(world.nordwind):
        assert order not in watch.outlook_due(clock.now() + timedelta(days=3), 100)


def test_the_first_models_reach_what_is_open_already(world):
    order = world.place("PO-1", **SITE)
    load(world, 30)
    jobs.foresee()
    assert outlooks(world, order)[1, 1].p50 is None

    assert jobs.learn() == 1
    jobs.foresee()
    assert outlooks(world, order)[1, 1].model == "purchase/1"


def test_another_owner_sees_nothing_of_it(world, learnt):
    order = world.place("PO-1", **SITE)
    jobs.foresee()
    seen = {}
    for who in (world.ada, world.eve):
        with world.seen_by(who):
            seen[who.name] = [
                len(db.session.scalars(select(model).where(model.order == order)).all())
                for model in (Outlook, OutlookPast)
            ]

    assert seen == {"Ada": [2, 1], "Eve": [0, 0]}


def test_the_command_learns_and_foresees(world, learnt):
    order = world.place("PO-1", **SITE)
    world.place("PO-2", type="service")
    said = world.app.test_cli_runner().invoke(args=["insight", "fit"])

    assert said.exit_code == 0, said.output
    assert "purchase: version 2 from 60 finished lines" in said.output
    assert "2 orders foreseen" in said.output
    assert outlooks(world, order)[1, 1].model == "purchase/2"


def test_news_marks_an_order_and_a_look_does_not(world, learnt):
    order = world.place("PO-1", **SITE)
    jobs.foresee()
    with keeper(world.nordwind):
        assert watch.outlook_due(clock.now(), 100) == []
    flow.look(world.nordwind, [order])
    with keeper(world.nordwind):
        assert watch.outlook_due(clock.now(), 100) == [], "a look is no news"
    world.reach(order, "PACKED", "100", world.sam)
    with keeper(world.nordwind):
        assert watch.outlook_due(clock.now(), 100) == [order]
