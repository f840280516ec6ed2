"""Backtests as the worker makes them: on history, gone on with after a break, the owner's alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal import clock, flow, jobs, ledger, watch
from portal.db import db, keeper
from portal.errors import NotFound, NotUnderstood
from portal.watch import Asked, BacktestRow, CaseReading, ShadowHit, Truth, Try
from portal.watch.sparing import Sparing
from tests.insight.finished import load

OVERDUE = Asked((Try("overdue"), Try("overdue", {"grace_days": 1}, "b")))


@pytest.fixture
def history(world):
    """Sixty orders of the past; twelve came two days late."""
    load(world, 60)


def made(world, asked=OVERDUE):
    return flow.within(world.nordwind, lambda: flow.ask_backtest(asked, world.ada.id))


def result(world, ident):
    with keeper(world.nordwind):
        return watch.result_of(watch.backtest_called(ident))


def rows(world, ident, what, n=0):
    with keeper(world.nordwind):
        found = [one for one, *_order in watch.backtest_rows(ident, n, what, None, 100)]
        db.session.expunge_all()
        return found


def test_the_worker_judges_two_settings_at_once(world, history):
    ident = made(world)
    assert not result(world, ident).done
    jobs.work()
    found = result(world, ident)
    first, second = found.figures

    assert (found.done, found.seen, found.total) == (True, 60, 60)
    assert (first["judged"], first["late"], first["caught"], first["false"]) == (60, 12, 12, 0)
    assert (first["precision"], first["recall"], first["ahead"], first["warning"]) == (1, 1, 0, 0)
    assert (second["caught"], second["missed"]) == (12, 0)
    assert {(one.at.date() - one.day).days for one in rows(world, ident, "caught")} == {1}
    assert {(one.at.date() - one.day).days for one in rows(world, ident, "caught", 1)} == {2}


def test_what_is_late_is_what_was_asked(world, history):
    late = {}
    for grace in (0, 2):
        ident = made(world, Asked((Try("overdue"),), Truth(grace=grace)))
        jobs.work()
        late[grace] = result(world, ident).figures[0]["late"]

    assert late == {0: 12, 2: 0}


def test_an_order_is_judged_by_what_is_set_for_it(world, history):
    later = {"rules": {"overdue": {"grace_days": 1}}}
    strike = Sparing("Strike", date(2025, 1, 1), date(2025, 12, 31))

    def said():
        return [
            watch.set_rules_for("supplier", str(world.brenner), later),
            watch.spare("supplier", str(world.calder), strike),
        ]

    flow.within(world.nordwind, lambda: flow.house(world.nordwind, said(), world.kim.actor))
    ident = made(world)
    jobs.work()
    caught, also = (rows(world, ident, "caught", n) for n in (0, 1))

    assert {(one.at.date() - one.day).days for one in [*caught, *also]} == {2}
    assert len(caught) == len(also) == 8, "nothing is said of the other supplier's"


def test_only_orders_of_a_time_are_looked_at(world, history):
    ident = made(world, Asked(OVERDUE.tries, since=date(2025, 5, 1), until=date(2025, 6, 1)))
    jobs.work()

    assert result(world, ident).figures[0]["orders"] == 8


def test_under_thirty_orders_nothing_is_said_of_shares(world):
    load(world, 29)
    ident = made(world)
    jobs.work()
    (figures, _) = result(world, ident).figures

    assert (figures["judged"], figures["precision"], figures["caught"]) == (29, None, 6)


class Stopped(Exception):
    """Somebody pulled the plug."""


def test_broken_off_it_goes_on_where_it_was(world, history, monkeypatch):
    monkeypatch.setattr(flow.backtesting, "AT_ONCE", 20)
    ident, seen = made(world), []

    def pull(count):
        seen.append(count)
        if count == 40:
            raise Stopped

    with pytest.raises(Stopped):
        flow.run_backtest(world.nordwind, ident, pull)
    broken = result(world, ident)
    assert (broken.done, broken.seen) == (False, 40)
    flow.run_backtest(world.nordwind, ident, seen.append)
    again, whole = result(world, ident), made(world)
    flow.run_backtest(world.nordwind, whole)

    assert seen == [20, 40, 60]
    assert again.figures == result(world, whole).figures
    flow.run_backtest(world.nordwind, ident, seen.append)
    assert seen == [20, 40, 60], "what is done is not done again"


def test_it_raises_nothing_and_says_nothing(world, history):
    with keeper(world.nordwind):
        events = db.session.scalar(select(func.count()).select_from(ledger.Event))
        hits = db.session.scalar(select(func.count()).select_from(ShadowHit))
    made(world)
    jobs.work()

    with keeper(world.nordwind):
        assert db.session.scalar(select(func.count()).select_from(ledger.Event)) == events
        assert db.session.scalar(select(func.count()).select_from(ShadowHit)) == hits
        assert db.session.scalar(select(func.count()).select_from(CaseReading)) == 0


def test_no_rule_or_figure_of_ours_is_refused(world):
    for asked in (Asked((Try("overdoo"),)), Asked((Try("overdue", {"patience": 1}),))):
        with pytest.raises(NotUnderstood):
            made(world, asked)


def test_every_rule_is_judged_in_one_go(world, history):
    ident = made(world, watch.every_rule(Truth()))
    jobs.work()
    found = result(world, ident)

    assert [one.rule for one in found.asked.tries] == list(watch.RULES)
    assert len(found.figures) == len(watch.RULES)
    with keeper(world.nordwind):
        assert watch.newest_of_every_rule().id == ident


def test_another_owner_sees_nothing_of_it(world, history):
    ident = made(world)
    jobs.work()

    with keeper(world.westhaven):
        with pytest.raises(NotFound):
            watch.backtest_called(ident)
        assert db.session.scalars(select(BacktestRow)).all() == []


def test_old_ones_are_thrown_away(world, history, at):
    ident = made(world)
    jobs.work()
    at(f"{clock.now() + watch.BACKTESTS_KEPT + timedelta(days=1):%Y-%m-%dT%H:%M}")
    jobs.clean()

    with pytest.raises(NotFound):
        result(world, ident)


def test_likely_late_orders_are_judged_by_the_models_of_the_time(world):
    load(world, 160)
    near = {"within_days": 20, "chance_percent": 5, "open_percent": 100}
    ident = made(world, Asked((Try("likely_late", near), Try("likely_late", {}, "b"))))
    jobs.work()
    wide, narrow = result(world, ident).figures

    assert wide["caught"] > 0
    assert wide["flagged"] >= narrow["flagged"]
    assert all(one.at.date() <= one.day for one in rows(world, ident, "caught"))
