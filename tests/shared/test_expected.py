"""Expected delivery on the real sales orders: better than lane and promise; its chance holds."""

import numpy as np
import pytest

from portal import insight
from tests.goals import past


@pytest.fixture(scope="module")
def judged():
    orders = past.olist()
    cut = past.day("2017-12-01")
    return insight.backtest(orders, cut, float(np.nanmax(orders.known)) + 1, 3, refit=30)


def test_the_days_are_nearer_than_the_lanes_and_the_promised(judged):
    ours, lane = insight.days(judged.ours, judged.came), insight.days(judged.lane, judged.came)

    assert ours.mae < lane.mae
    assert ours.mae < 0.5 * np.abs(judged.promised - judged.came).mean()
    assert 0.72 < ours.coverage < 0.88


def test_open_orders_at_risk_are_told_apart(judged):
    still = judged.take(~judged.step & judged.judged)

    assert insight.auc(still.chance, still.late) > insight.auc(still.rate, still.late) + 0.05


@pytest.mark.parametrize(("name", "cut"), [("scms", "2012-07-01"), ("bpi", "2018-05-01")])
def test_purchase_orders_can_be_fitted_without_a_promise(name, cut):
    model = insight.fit(getattr(past, name)(), past.day(cut))

    assert model.orders > 1_000
    assert model.share == 0
