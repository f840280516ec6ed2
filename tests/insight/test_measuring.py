"""Looking back: what was given is judged as it was given, what was not is asked of the past."""

from datetime import UTC, datetime, timedelta

import pytest

from portal import clock, flow, insight, jobs
from portal.db import keeper
from portal.insight import BACKTEST, GIVEN, Behind
from portal.ledger import Draft
from tests.insight.finished import FIRST, load
from tests.world import Line

SITE = {"from": {"country": "AT"}, "site": "Works"}
ORDERS = 105  # one every four days; the first sixty only teach


@pytest.fixture
def now(at):
    moment = FIRST + timedelta(days=4 * ORDERS + 5)
    at(f"{moment:%Y-%m-%dT%H:%M}")
    return moment


def looked(world, days=365, kind="purchase", source=""):
    with keeper(world.nordwind):
        return insight.look_back(kind, source, days)


def test_an_installation_with_loaded_history_has_figures_at_once(world, now):
    load(world, ORDERS)

    assert flow.measure(world.nordwind, clock.now()) == 1
    look = looked(world)

    assert (look.source, look.sources, look.kinds) == (BACKTEST, (BACKTEST,), ("purchase",))
    assert look.all["orders"] >= 30 and look.all["mae"] < 4
    assert set(look.by["stage"]) == {"placed", "dispatched"}
    assert set(look.by["supplier"]) == {str(world.brenner), str(world.calder)}
    assert list(look.by["lane"]) == ["AT>Works"]


def test_figures_open_to_the_forecasts_behind_them(world, now):
    load(world, ORDERS)
    flow.measure(world.nordwind, clock.now())
    look = looked(world)

    with keeper(world.nordwind):
        for cut, name in (
            ("all", "all"),
            *((c, n) for c in insight.CUTS for n in look.by.get(c, ())),
        ):
            if cut == "rule":
                continue
            doc = look.by[cut][name]
            rows = insight.said_behind(look, Behind(cut, name), None, 10_000)
            assert (len(rows), len({one.order for one, _ in rows})) == (doc["n"], doc["orders"])
        first = insight.said_behind(look, Behind("stage", "dispatched"), None, 5)
        rest = insight.said_behind(look, Behind("stage", "dispatched"), first[-1][0].n, 500)
        came = [said.came for said, _number in first + rest]
        stages = {said.stage for said, _number in first + rest}

    assert came == sorted(came, reverse=True)
    assert len(came) == look.by["stage"]["dispatched"]["n"] and stages == {"dispatched"}


def test_some_of_a_group_are_as_many_as_its_figures_say(world, now):
    load(world, ORDERS)
    flow.measure(world.nordwind, clock.now())

    for days in insight.PERIODS:
        look = looked(world, days)
        for cut, name in (("all", "all"), ("stage", "dispatched"), ("lane", "AT>Works")):
            doc = look.group(cut, name) or {}
            bins = range(len((doc.get("late") or {}).get("bins", ())))
            wanted = [Behind(cut, name, only) for only in insight.ONLY]
            for which in [*wanted, *(Behind(cut, name, bin=nth) for nth in bins)]:
                _as_many(world, look, which)
    assert bins, "the longest period has chances"


def _as_many(world, look, which):
    with keeper(world.nordwind):
        rows = insight.said_behind(look, which, None, 10_000)
    many = insight.many_behind(look, which)
    assert many is None or len(rows) == many, which


def test_figures_of_rules_open_to_the_lines_behind_them(world, at):
    flow.house(world.nordwind, [_rules_on("overdue", "ship_date_missed")], world.kim.actor)
    at("2026-02-02T08:00")
    orders = [world.place(f"PO-{n}", Line(agreed=f"2026-02-{10 + n % 9}")) for n in range(33)]
    at("2026-02-12T08:00")
    for order in orders[:20]:
        world.reach(order, "DELIVERED", "100", world.ada, what="delivered")
    at("2026-02-22T08:00")
    jobs.sweep()
    at("2026-02-23T08:00")
    for order in orders[20:25]:
        world.reach(order, "DELIVERED", "100", world.ada, what="delivered")
    flow.measure(world.nordwind, clock.now())
    look = looked(world, 30)

    with keeper(world.nordwind):
        docs = look.by["rule"]
        assert docs["overdue"]["volume"] == docs["overdue"]["right"] == 13
        assert docs["overdue"]["lines"] == 33 and docs["overdue"]["late"] == 19
        for rule, doc in docs.items():
            many = {one: _lines(look, rule, one) for one in insight.OF_RULES}
            assert [len(many[one]) for one in ("said", "right", "late", "due")] == [
                doc[one] for one in ("volume", "right", "late", "lines")
            ], rule
            assert many["said"] == many["right"] | many["wrong"]
            assert many["late"] == many["right"] | many["missed"]
        first = insight.rule_behind(look, "overdue", "late", None, 5)
        rest = insight.rule_behind(look, "overdue", "late", first[-1][0].n, 100)
        assert len(first) + len(rest) == 19
        assert [alarm.ahead for _due, _number, alarm in first + rest if alarm] == [0] * 13
        assert [due.day for due, *_ in first + rest] == sorted(
            (due.day for due, *_ in first + rest), reverse=True
        )


def _rules_on(*rules):
    doc = {"rules": {rule: {"mode": "on"} for rule in rules}}
    return Draft("setting.made", body={"key": "watch.rules", "version": 1, "doc": doc})


def _lines(look, rule, only):
    found = insight.rule_behind(look, rule, only, None, 1_000)
    return {due.n for due, _number, _alarm in found}


def test_nothing_later_than_a_forecast_changes_it(world, now):
    load(world, ORDERS)
    flow.measure(world.nordwind, clock.now())
    before = _forecasts(world, until=now - timedelta(days=60))
    load(world, 12, first=ORDERS - 20, kind="purchase")  # known already: nothing is new
    load(world, 10, first=ORDERS)
    flow.measure(world.nordwind, clock.now())

    assert before and before == _forecasts(world, until=now - timedelta(days=60))


def _forecasts(world, until):
    look = looked(world)
    with keeper(world.nordwind):
        rows = insight.said_behind(look, Behind("all", "all"), None, 10_000)
        return {(n, s.at, s.p10, s.p50, s.p90) for s, n in rows if s.at < until}


def test_too_few_orders_are_no_figures(world, now):
    load(world, 40)
    flow.measure(world.nordwind, clock.now())

    assert looked(world) is None or "mae" not in looked(world).all


def test_forecasts_that_were_given_are_judged_by_what_came(world, at):
    load(world, 40)
    jobs.learn()
    at("2026-03-02T09:00")
    orders = [world.place(f"PO-{n}", Line(ask="2026-03-20"), **SITE) for n in range(31)]
    jobs.foresee()
    at("2026-03-14T09:00")
    for order in orders:
        world.reach(order, "DELIVERED", "100", world.ada, what="delivered")
    at("2026-03-20T09:00")
    flow.measure(world.nordwind, clock.now())
    look = looked(world, days=30)

    assert look.source == GIVEN
    assert look.all["orders"] == 31
    with keeper(world.nordwind):
        said, number = insight.said_behind(look, Behind("stage", "placed"), None, 1)[0]
        assert said.at <= datetime(2026, 3, 14, 9, tzinfo=UTC)
        assert (said.came.isoformat(), said.off) == ("2026-03-14", (said.came - said.p50).days)
    assert number.startswith("PO-")


def test_runs_are_versions_and_only_the_newest_keeps_its_rows(world, now):
    load(world, ORDERS)
    versions = [flow.measure(world.nordwind, clock.now()) for _ in range(2)]

    assert versions == [1, 2] and looked(world).version == 2
    with keeper(world.nordwind):
        look = insight.look_back("purchase", "", 365)
        assert len(insight.said_behind(look, Behind("all", "all"), None, 10_000)) == look.all["n"]


def test_the_worker_looks_back_once_a_day(world, now, at):
    load(world, ORDERS)

    assert jobs.measure() > 0
    assert jobs.measure() == 0
    at(f"{now + timedelta(days=1, minutes=1):%Y-%m-%dT%H:%M}")
    assert jobs.measure() > 0


def test_another_owner_sees_nothing_of_it(world, now):
    load(world, ORDERS)
    flow.measure(world.nordwind, clock.now())

    with keeper(world.westhaven):
        assert insight.look_back("", "", 365) is None
