"""The sweep: time alone opens cases, when a rule is on, for what is due and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock, desk, flow, jobs, watch
from portal.db import db, keeper
from portal.desk import Filters
from portal.ledger import Draft
from portal.watch import CaseReading, Due
from tests.world import Line

OURS = ("not_acknowledged", "ship_date_missed", "overdue", "delivery_failed")
EVERY = {name: {"mode": "off"} for name in watch.RULES} | dict.fromkeys(OURS, {"mode": "on"})


def switch(world, rules=None):
    """Let Kim set the rules, as her page does."""

    def change():
        desk.look_at_open(clock.now())
        return None, [watch.set_rules({"rules": EVERY if rules is None else rules})]

    flow.manage(world.nordwind, world.kim.actor, change)


def cases(world):
    with world.seen_by(world.ada):
        rows = db.session.scalars(select(CaseReading).order_by(CaseReading.opened_at)).all()
        return [(row.rule, row.state) for row in rows]


def planned(world):
    with keeper(world.nordwind):
        query = select(Due.stream, Due.check_at).where(Due.check_at.is_not(None))
        return db.session.execute(query).all()


@pytest.fixture
def order(world):
    switch(world)
    return world.place("PO-7", Line(ask="2026-04-01"))


def test_the_next_look_is_planned_with_the_news(world, order):
    assert planned(world) == [(order, clock.now() + timedelta(days=2))]


def test_the_last_quiet_moment_and_the_first_loud_one(world, order, at):
    at("2026-03-04T08:59:59")
    assert jobs.sweep() == 0
    assert cases(world) == []

    at("2026-03-04T09:00")
    assert jobs.sweep() == 1
    assert cases(world) == [("not_acknowledged", "open")]
    assert jobs.sweep() == 0


def test_an_answer_clears_the_case_at_once_and_leaves_its_cause_owed(world, order, at):
    at("2026-03-05T09:00")
    jobs.sweep()
    body = {"revision": 1, "answer": "accept"}
    world.tell(order, Draft("response", line=1, body=body), by=world.sam)

    assert cases(world) == [("not_acknowledged", "cleared")]


def test_lateness_comes_by_itself_case_after_case(world, order, at):
    body = {"revision": 1, "answer": "accept"}
    world.tell(order, Draft("response", line=1, body=body), by=world.sam)
    for moment in ("2026-03-25T00:00", "2026-03-26T00:00", "2026-04-02T00:00"):
        at(moment)
        jobs.sweep()

    assert sorted(rule for rule, _ in cases(world)) == ["overdue", "ship_date_missed"]
    assert planned(world) == []


def test_rules_in_shadow_count_each_trouble_once(world, at):
    world.place("PO-7", Line(ask="2026-04-01"))
    at("2026-04-05T09:00")
    jobs.sweep()
    with keeper(world.nordwind):
        desk.look_at_open(clock.now())
        db.session.rollback()
    switch(world, {})
    jobs.sweep()

    assert cases(world) == []
    with world.seen_by(world.kim):
        assert watch.whispers() == {"not_acknowledged": 1, "overdue": 1}


def test_switching_a_rule_on_looks_at_open_orders_again(world, at):
    world.place("PO-7", Line(ask="2026-04-01"))
    at("2026-03-09T09:00")
    jobs.sweep()
    switch(world)
    assert jobs.sweep() == 1

    assert cases(world) == [("not_acknowledged", "open")]


def test_settings_have_versions_and_the_newest_counts(world):
    switch(world, {"overdue": {"mode": "on"}})
    switch(world, {"overdue": {"mode": "off"}})

    with world.seen_by(world.kim):
        assert watch.settings().mode("overdue") == watch.OFF
    with world.seen_by(world.eve):
        assert watch.settings().mode("overdue") == watch.SHADOW


def test_each_owner_sees_only_its_own_cases(world, order, at):
    at("2026-03-05T09:00")
    jobs.sweep()

    for stranger in (world.sam, world.eve, world.aud, world.cam):
        with world.seen_by(stranger):
            assert _sees_nothing(world)


def _sees_nothing(world):
    """On PostgreSQL a stranger may be refused the table itself; both are nothing."""
    try:
        return db.session.scalars(select(CaseReading)).all() == []
    except Exception as error:
        db.session.rollback()
        return "permission denied" in str(error)


def test_one_order_that_cannot_be_looked_at_stops_only_itself(world, order, at, monkeypatch):
    other = world.place("PO-8", Line(ask="2026-04-01"))
    look = flow.look

    def looking(owner, streams):
        if order in streams:
            raise RuntimeError("broken")
        look(owner, streams)

    monkeypatch.setattr(flow, "look", looking)
    at("2026-03-04T09:00")
    assert jobs.sweep() == 2

    with world.seen_by(world.ada):
        assert [row.stream for row in db.session.scalars(select(CaseReading))] == [other]


def test_the_work_list_knows_what_is_whose(world, order, at):
    at("2026-03-04T09:00")
    jobs.sweep()
    with world.seen_by(world.ada):
        ((case, reading),) = desk.queue(Filters(unowned=True)).rows
        assert (case.rule, reading.number) == ("not_acknowledged", "PO-7")

    with world.seen_by(world.ada):
        flow.tell(
            order,
            lambda _, cases: [desk.take(cases[0], world.ada.actor)],
            world.ada.actor,
        )
        mine = Filters(mine=True, person=world.ada.id)
        assert len(desk.queue(mine).rows) == 1
        assert desk.queue(Filters(unowned=True)).rows == []
        assert desk.counts({"mine": mine, "all": Filters()}) == {"mine": 1, "all": 1}


def test_many_open_orders_are_marked_some_at_a_time(world, monkeypatch):
    """The first with the change itself, the others by the worker; none twice, none forgotten."""
    monkeypatch.setattr(desk.rulebook, "MARKED", 2)
    orders = [world.place(f"PO-{n}", Line(ask="2026-04-01")) for n in range(5)]
    drain()
    switch(world)
    assert len(marked(world)) == 2

    drain()

    assert sorted(marked(world)) == sorted(orders)


def drain():
    while jobs.work():
        pass


def marked(world):
    return [stream for stream, at in planned(world) if at <= clock.now()]
