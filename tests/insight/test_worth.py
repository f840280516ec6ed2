"""What a milestone is worth: much where it tells the rest of the way, nothing where it is noise."""

import numpy as np
import pytest

from portal import insight
from portal.insight.paths.variants import verdict
from portal.insight.paths.worth import Worth, cut_of, without, worth


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


@pytest.fixture(scope="module")
def found():
    orders = invented()
    return worth(orders, cut_of(orders))


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
    assert found[1].earlier is not None


def test_learning_and_asking_are_parted_in_time():
    orders = invented(200)
    cut = cut_of(orders)

    assert (orders.known[:, -1] < cut).sum() == 140


def test_too_few_are_not_judged():
    assert cut_of(invented(60)) is None
    orders = invented(400)
    orders.at[30:, 2] = orders.known[30:, 2] = np.nan

    seldom = worth(orders, cut_of(orders))[1]

    assert (seldom.with_mae, seldom.earlier) == (None, None)


def test_what_was_told_before_an_order_was_placed_asks_nothing():
    orders = invented(400)
    orders.at[::9, 1] = orders.known[::9, 1] = orders.at[::9, 0] - 3

    assert [one.with_mae is not None for one in worth(orders, cut_of(orders))] == [True, True]


def test_without_a_step_nothing_of_it_is_left():
    orders = invented(50)

    blind = without(orders, 1)

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
        (Worth(99, 5.0, 5.0, -0.1, 0.1, 40, 1.2), "warns"),
        (Worth(99, 5.0, 5.0, -0.1, 0.1, 29, None), "little"),
        (Worth(99, 6.0, 5.0, -1.5, -0.5), "hurts"),
    ],
)
def test_the_verdict(one, said):
    assert verdict(one) == said
