"""A fitted model: the same for any order of its history, kept in bytes, honest about its base."""

import json
from dataclasses import replace

import numpy as np
import pytest

from portal import insight
from tests.goals import leak, past

CUT = 600.0


@pytest.fixture(scope="module")
def orders():
    return past.invented(2_000)


@pytest.fixture(scope="module")
def model(orders):
    return insight.fit(orders, CUT)


def asked(model, **other):
    words = {"supplier": "s1", "lane": "l2", "mode": "road"} | other
    return insight.question(model, 600.0, [596.0, 597.0], 610.0, 20, **words)


def test_the_order_of_the_history_changes_nothing(orders, model):
    mixed_up = orders.take(np.random.default_rng(1).permutation(len(orders)))

    assert insight.to_bytes(insight.fit(mixed_up, CUT)) == insight.to_bytes(model)


def test_what_comes_after_the_cut_changes_nothing(orders):
    assert not leak.fitting_leaks(orders, CUT)
    assert not leak.asking_leaks(orders, CUT)


def test_a_leak_is_found(orders):
    assert leak.fitting_leaks(orders, CUT, leak.fit_late)
    assert leak.asking_leaks(orders, CUT, leak.ask_late)


def test_p10_p50_p90_are_in_order_and_never_before_now(orders, model):
    rows, now, step = insight.moments(orders, 2.0)
    answer = insight.forecast(model, insight.ask(orders, rows, now, model.names), step)

    assert (answer.days >= 0).all()
    assert (np.diff(answer.days, axis=1) >= 0).all()
    assert ((answer.late >= 0) & (answer.late <= 1)).all()


def test_a_model_comes_back_from_its_bytes(model):
    kept = insight.to_bytes(model)
    back = insight.from_bytes(kept)

    assert insight.to_bytes(back) == kept
    assert (back.cut, back.orders) == (CUT, model.orders)
    one, other = (insight.forecast(m, asked(m)) for m in (model, back))
    assert np.array_equal(one.days, other.days)
    assert np.array_equal(one.late, other.late)


def test_a_model_of_another_version_is_refused(model):
    with pytest.raises(ValueError, match="fit it anew"):
        insight.from_bytes(insight.to_bytes(replace(model, version=99)))


def test_one_question_is_answered_like_many(orders, model):
    rows, now, _ = insight.moments(orders.known_by(CUT), 3.0, until=CUT)
    many = insight.forecast(model, insight.ask(orders, rows, now, model.names))
    nth = len(rows) // 2
    one = insight.ask(orders, rows[nth : nth + 1], now[nth : nth + 1], model.names)

    assert insight.forecast(model, one).days[0] == pytest.approx(many.days[nth])


def test_a_forecast_says_what_it_rests_on(model):
    found = insight.basis(model, insight.forecast(model, asked(model)))

    assert found.orders >= 10
    assert found.level in ("lane", "supplier", "both")
    assert len(found.parts) == 3
    sizes = [abs(days) for _, days in found.parts]
    assert sizes == sorted(sizes, reverse=True)


def test_somebody_unknown_rests_on_all(model):
    stranger = asked(model, supplier="nobody", lane="nowhere", mode="by hand")

    found = insight.basis(model, insight.forecast(model, stranger))

    assert (found.level, found.orders) == ("all", 400)


def test_without_a_promise_nothing_is_late(model):
    answer = insight.forecast(model, insight.question(model, 600.0, [596.0, None], lane="l2"))

    assert np.isnan(answer.late).all()
    assert np.isfinite(answer.days).all()


def test_a_promise_that_passed_is_late_for_certain(model):
    answer = insight.forecast(model, insight.question(model, 600.0, [580.0, None], 599.0))

    assert answer.late == 1


def test_few_orders_are_not_enough(orders):
    with pytest.raises(ValueError, match="30 are needed"):
        insight.fit(orders.take(np.arange(20)), 1_000.0)


def test_it_is_better_than_the_lane_and_its_band_holds(orders):
    judged = insight.backtest(orders, 500.0, 700.0, 2.0, refit=50.0)
    ours, lane = insight.days(judged.ours, judged.came), insight.days(judged.lane, judged.came)

    assert ours.mae < lane.mae
    assert 0.72 < ours.coverage < 0.88


def test_what_was_not_recorded_yet_is_not_seen():
    at = np.array([[0.0, 1.0, 9.0]])
    groups = {"supplier": ["s"], "lane": ["l"], "mode": ["m"]}
    told = insight.orders(
        at, np.array([8.0]), groups, np.ones(1), known=np.array([[0.0, 5.0, 9.0]])
    )

    before, after = (
        insight.ask(told, np.zeros(1, int), np.array([now]), told.names) for now in (4.0, 6.0)
    )

    assert (before.stage[0], before.since[0]) == (0, 0.0)
    assert (after.stage[0], after.since[0]) == (1, 1.0)


def test_the_head_of_a_model_is_plain_json(model):
    names = json.loads(json.dumps(model.names))

    assert {kind: tuple(found) for kind, found in names.items()} == model.names


def test_pairs_that_never_met_before_are_learnt_from_too():
    count = 60
    start = np.arange(count) * 2.0
    one_each = [str(n) for n in range(count)]
    groups = {"supplier": one_each, "lane": one_each, "mode": ["road"] * count}
    told = insight.orders(
        np.column_stack([start, start + 5 + np.arange(count) % 3]),
        np.full(count, np.nan),
        groups,
        np.ones(count),
    )

    assert insight.fit(told, 200.0).orders == count


def test_a_step_that_is_reported_only_lately_does_not_move_forecasts(orders, model):
    known = orders.known.copy()
    known[:1_500, 1] = np.nan
    at = np.where(np.isnan(known), np.nan, orders.at)
    lately = insight.fit(replace(orders, at=at, known=known), CUT)
    mine, theirs = (insight.forecast(one, asked(one)).days[0] for one in (lately, model))

    assert np.abs(mine - theirs).max() < 0.5 * theirs[1] + 1
