"""Measures, against cases whose answer is known."""

import numpy as np
import pytest

from portal import insight


def test_days_are_judged_by_their_middle_and_their_band():
    said = np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]])

    found = insight.days(said, np.array([2.5, 5.0]))

    assert (found.n, found.mae, found.coverage, found.width) == (2, 1.75, 0.5, 2.0)
    assert found.bias == -1.75
    assert found.pinball == pytest.approx((0.15 + 0.25 + 0.05 + 0.4 + 1.5 + 1.8) / 6)


@pytest.mark.parametrize(
    ("said", "auc"), [([0.1, 0.2, 0.8, 0.9], 1), ([0.9, 0.8, 0.2, 0.1], 0), ([0.5] * 4, 0.5)]
)
def test_auc(said, auc):
    assert insight.auc(np.array(said), np.array([0, 0, 1, 1])) == auc


def test_average_precision_takes_ties_together():
    late = np.array([1, 0, 1, 0])

    assert insight.average_precision(np.array([0.9, 0.8, 0.7, 0.1]), late) == pytest.approx(5 / 6)
    assert insight.average_precision(np.full(4, 0.5), late) == 0.5


def test_true_chances_have_no_error_and_false_ones_have():
    draw = np.random.default_rng(0)
    said = draw.random(20_000)
    late = draw.random(20_000) < said

    assert insight.chances(said, late).ece < 0.02
    assert insight.chances(said / 2, late).ece == pytest.approx(0.25, abs=0.02)
    assert sum(one.n for one in insight.chances(said, late).bins) == 20_000


def test_an_interval_holds_the_figure_and_widens_with_fewer_orders():
    draw = np.random.default_rng(0)
    figures = draw.normal(5, 2, 4_000)
    alone, together = np.arange(4_000), np.arange(4_000) // 100

    low, high = insight.interval(alone, lambda rows: figures[rows].mean())
    wide = insight.interval(together, lambda rows: np.repeat(figures[::100], 100)[rows].mean())

    assert low < 5 < high
    assert wide[1] - wide[0] > 4 * (high - low)
