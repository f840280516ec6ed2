"""What a milestone is worth: much where it tells the rest of the way, nothing where it is noise."""

from dataclasses import replace

import numpy as np
import pytest

from portal import insight
from portal.insight.paths.worth import (
    Trial,
    Worth,
    cut_of,
    spare,
    trial,
    verdict,
    without,
    worth,
)


def invented(count: int = 500, seed: int = 5) -> insight.Orders:
    """Orders whose second step tells the day of arrival within half a day; the first tells nothing.

    Begun at any time of a year; one in five is promised too early.
    """
    draw = np.random.default_rng(seed)
    start = np.sort(draw.uniform(0, 365, count))
    whole = draw.lognormal(2.6, 0.6, count) + 2
    noise = start + draw.uniform(0.0, 1.0, count)
    tells = start + whole * 0.6
    at = np.column_stack([start, noise, tells, start + whole])
    promise = np.floor(start + np.where(draw.random(count) < 0.2, 0.8, 1.4) * whole)
    groups = {name: ["x"] * count for name in ("supplier", "lane", "mode")}
    return insight.orders(at, promise, groups, np.ones(count))


def put(orders: insight.Orders) -> Trial:
    return trial(orders, cut_of(orders))


def judged(orders: insight.Orders) -> list[Worth]:
    return list(worth(put(orders)))


def twins() -> insight.Orders:
    """The same, but the step that tells is told twice, by two who know the same."""
    orders = invented()
    at = orders.at[:, [0, 2, 2, 3]].copy()
    at[:, 2] += 0.01
    groups = {name: ["x"] * len(orders) for name in ("supplier", "lane", "mode")}
    return insight.orders(at, orders.promise, groups, orders.quantity)


@pytest.fixture(scope="module")
def found():
    return judged(invented())


def test_a_step_that_tells_the_rest_of_the_way_is_worth_days(found):
    tells = found[1]

    assert tells.lines >= 100
    assert tells.low > 0
    assert tells.without_mae > 1.15 * tells.with_mae


def test_a_step_that_tells_nothing_is_worth_next_to_nothing(found):
    noise, tells = found

    gain = noise.without_mae - noise.with_mae
    assert gain < 0.25 * (tells.without_mae - tells.with_mae)


def test_it_says_how_much_earlier_a_delay_is_seen(found):
    assert found[1].late >= 30
    assert found[1].earlier > 0
    assert found[1].surely < found[1].earlier
    assert 0 <= found[1].alarms <= 1


def test_learning_and_asking_are_parted_in_time():
    orders = invented(200)
    cut = cut_of(orders)

    assert (orders.known[:, -1] < cut).sum() == 140


def test_too_few_are_not_judged():
    assert cut_of(invented(60)) is None
    orders = invented(400)
    orders.at[30:, 2] = orders.known[30:, 2] = np.nan

    seldom = judged(orders)[1]

    assert (seldom.with_mae, seldom.earlier) == (None, None)


def test_what_was_told_before_an_order_was_placed_asks_nothing():
    orders = invented(400)
    orders.at[::9, 1] = orders.known[::9, 1] = orders.at[::9, 0] - 3

    assert [one.with_mae is not None for one in judged(orders)] == [True, True]


def test_without_a_step_nothing_of_it_is_left():
    orders = invented(50)

    blind = without(orders, [1])

    assert np.isnan(blind.at[:, 1]).all() and np.isnan(blind.known[:, 1]).all()
    assert not np.isnan(orders.at[:, 1]).any()


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (Worth(29, 1.0, 5.0, 1.0, 2.0), "unknown"),
        (Worth(30), "unknown"),
        (Worth(99, 4.0, 5.0, 0.5, 1.5), "helps"),
        (Worth(99, 4.0, 5.0, -0.5, 1.5), "little"),
        (Worth(99, 4.99, 5.0, 0.005, 0.02), "little"),
        (Worth(99, 5.0, 5.0, -0.1, 0.1, 40, 1.2, 0.3, 0.2, 0.2), "warns"),
        (Worth(99, 5.0, 5.0, -0.1, 0.1, 40, 1.2, 0.3), "warns"),
        (Worth(99, 5.0, 5.0, -0.1, 0.1, 40, 1.2, -0.1, 0.2, 0.2), "little"),
        (Worth(99, 5.0, 5.0, -0.1, 0.1, 40, 1.2, 0.3, 0.4, 0.2), "little"),
        (Worth(99, 5.0, 5.0, -0.1, 0.1, 29, None), "little"),
        (Worth(99, 6.0, 5.0, -1.5, -0.5), "hurts"),
    ],
)
def test_the_verdict(one, said):
    assert verdict(one) == said


def test_what_comes_after_the_cut_is_not_learnt():
    orders = invented()
    past = put(orders)

    rows, now, _ = past.asked
    assert now.min() >= past.cut
    assert (orders.known[rows, -1] > past.cut).all()
    changed = orders.at.copy()
    late = orders.known[:, -1] > past.cut
    changed[late, -1] += 40
    model = insight.fit(orders, past.cut, past.every)
    again = insight.fit(replace(orders, at=changed, known=changed), past.cut, past.every)
    assert insight.to_bytes(again) == insight.to_bytes(model)


def test_two_that_tell_the_same_are_not_both_let_go():
    past = put(twins())
    alone = dict(enumerate(worth(past), 1))

    assert [verdict(one) for one in alone.values()] == ["little", "little"]
    gone, cost = spare(past, alone)
    assert len(gone) == 1
    assert verdict(cost) == "little"


def test_a_step_that_tells_nothing_would_not_be_missed():
    past = put(invented())
    alone = dict(enumerate(worth(past), 1))

    assert spare(past, alone)[0] == [1]
    assert spare(past, {2: alone[2]}) == ([], None)


def test_what_may_still_be_worth_days_is_not_let_go():
    past = put(invented(220))
    alone = dict(enumerate(worth(past), 1))
    unsure = replace(alone[1], low=-0.4, high=0.6)

    assert verdict(unsure) == "little"
    assert spare(past, {1: unsure}) == ([], None)
