"""Figures of forecasts: against cases whose answer is known; nothing is said of too few."""

from datetime import UTC, date, datetime
from uuid import UUID

import numpy as np
import pytest

from portal import insight
from portal.insight.alarms import Alarm, Due, rule_figures, watched
from portal.insight.figures import figures
from portal.insight.fitting import rare
from portal.insight.sayings import Line, Sayings, Spoken
from tests.goals import past

DAY = 5_000.0


def spoken(many=60, each=2, **other):
    """`many` orders of two forecasts: one day off, promised two days off, one in four late."""
    lines = [Line(UUID(int=nth), 1, 1, 7 if nth % 2 else 8, "DE>Brno") for nth in range(many)]
    place = np.repeat(np.arange(many), each)
    came = DAY + 10 + (place % 3)
    late = place % 4 == 0
    columns = {
        "line": place,
        "at": np.full(len(place), DAY),
        "stage": np.where(np.arange(len(place)) % each, "dispatched", "placed"),
        "step": np.arange(len(place)) % each == 0,
        "days": came[:, None] + np.array([-2.0, 1.0, 3.0]),
        "promise": np.where(late, came - 2, came + 2),
        "lane_day": came + 4.0,
        "chance": np.where(late, 0.75, 0.25),
        "rate": np.full(len(place), 0.25),
        "came": came,
    }
    return Spoken("purchase", "given", lines, Sayings(**columns | other), "purchase/1")


def by(found):
    return {(one.cut, one.name): one.doc for one in found}


def test_the_figures_of_all_are_those_of_the_rows():
    doc = by(figures(spoken(), DAY))["all", "all"]

    assert (doc["n"], doc["orders"], doc["mae"], doc["bias"]) == (120, 60, 1.0, 1.0)
    assert (doc["coverage"], doc["width"]) == (1.0, 5.0)
    assert doc["promised"] == {"n": 120, "mae": 2.0, "ours": 1.0}
    assert doc["lane"]["mae"] == 4.0
    assert doc["interval"]["promised"] == [0.5, 0.5]
    assert doc["late"]["base"] == 0.25 and doc["late"]["auc"] == 1.0
    assert doc["late"]["brier"] == pytest.approx(0.0625)
    assert doc["late"]["brier_base"] == pytest.approx(0.1875)


def test_each_group_stands_alone_from_ten_orders_on():
    one = spoken(24)
    one.lines[:] = [
        Line(x.order, 1, 1, 7 if nth < 15 else nth, "DE>Brno") for nth, x in enumerate(one.lines)
    ]
    found = by(figures(one, DAY))

    assert found["supplier", "7"]["orders"] == 15 and "mae" in found["supplier", "7"]
    assert found["supplier", ""]["orders"] == 9 and "mae" not in found["supplier", ""]
    assert found["lane", "DE>Brno"]["orders"] == 24
    assert [name for cut, name in found if cut == "stage"] == ["placed", "dispatched"]


def test_under_thirty_orders_nothing_is_said_of_all():
    few, enough = (by(figures(spoken(many), DAY))["all", "all"] for many in (29, 30))

    assert few == {"n": 58, "orders": 29}
    assert "mae" in enough


def test_only_what_came_in_the_period_is_judged():
    doc = by(figures(spoken(), DAY + 12))["all", "all"]

    assert doc["orders"] == 20


def test_a_promise_that_has_passed_claims_no_earlier_day_than_today():
    passed = spoken(promise=np.full(120, DAY - 30))
    doc = by(figures(passed, DAY))["all", "all"]

    assert doc["promised"]["mae"] == pytest.approx(11.0)
    assert doc["late"] is None, "it was known that all are late"


def test_chances_are_judged_only_while_it_was_open():
    one = spoken()
    some = np.where(np.arange(120) < 20, np.nan, one.sayings.chance)

    assert by(figures(spoken(chance=some), DAY))["all", "all"]["late"]["n"] == 100


def due(nth, late, came=20):
    return Due(
        (UUID(int=nth), 1, 1), "purchase", date(2026, 3, 10), at(came) if came else None, late
    )


def at(day):
    return datetime(2026, 3, day, 12, tzinfo=UTC)


def test_a_rule_is_judged_by_the_lines_it_spoke_of():
    lines = [due(nth, nth < 10, 20 if nth < 10 else 9) for nth in range(40)]
    said = [Alarm("overdue", (UUID(int=nth), 0, 0), at(4)) for nth in range(5)]
    said += [Alarm("overdue", (UUID(int=nth), 1, 1), at(6)) for nth in (0, 20)]
    said += [Alarm("overdue", (UUID(int=30), 1, 1), at(28))]  # it had come by then

    doc = rule_figures(*watched(["overdue", "quiet"], lines, said))

    assert doc["overdue"] == {
        "volume": 6,
        "right": 5,
        "lines": 40,
        "late": 10,
        "precision": round(5 / 6, 4),
        "recall": 0.5,
        "warning": 7.0,
    }
    assert (doc["quiet"]["volume"], doc["quiet"]["precision"]) == (0, None)


def test_of_few_orders_a_rule_has_no_shares():
    said = [Alarm("overdue", (UUID(int=1), 1, 1), at(4))]
    doc = rule_figures(*watched(["overdue"], [due(1, True)], said))

    assert doc["overdue"] == {"volume": 1, "right": 1, "lines": 1, "late": 1}


def test_steps_a_model_never_saw_are_passed_over():
    orders = past.invented(400)
    model = insight.fit(orders, 600.0)
    model.levels[0].counts[1, 0] = 3

    assert np.isnan(orders.without(rare(model.levels)).at[:, 1]).all()
    assert not np.isnan(orders.without(rare(model.levels)).at[:, 2]).all()
