"""Quantiles of the rest of the way: in order, never before now, thin ones near the whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.insight.quantiles import (
    SHARES,
    THIN,
    WINDOW,
    chance_beyond,
    level,
    mixed,
    rest_after,
    share_below,
)

DAYS = st.lists(st.floats(0, 500), min_size=1, max_size=40)


def one(days):
    return level(np.zeros(len(days), int), np.array(days, float)[:, None], 1)


def row(days):
    return one(days).values[0].astype(float)


@given(DAYS)
def test_quantiles_never_fall(days):
    assert (np.diff(row(days)[0]) >= 0).all()


@given(DAYS, st.floats(0, 2000))
def test_whoever_has_waited_is_never_told_a_day_before_now(days, waited):
    rest = rest_after(row(days), np.array([waited]), (0.1, 0.5, 0.9))[0]

    assert rest[0] >= 0
    assert rest[0] <= rest[1] <= rest[2]
    assert np.isfinite(rest).all()


@given(DAYS, st.floats(0, 600), st.floats(0, 600))
def test_the_chance_of_more_is_a_chance_and_falls_with_the_days(days, waited, more):
    rows, at = row(days), np.array([waited])
    sooner = chance_beyond(rows, at, np.array([waited + more]))[0]
    later = chance_beyond(rows, at, np.array([waited + more + 5]))[0]

    assert 0 <= later <= sooner <= 1


def test_without_waiting_the_quantiles_are_those_of_the_past():
    rest = rest_after(row(range(101)), np.array([0.0]), (0.1, 0.5, 0.9))[0]

    assert rest == pytest.approx([10, 50, 90])


def test_with_waiting_only_those_count_that_took_longer():
    rest = rest_after(row(range(101)), np.array([50.0]), (0.5,))[0]

    assert rest == pytest.approx([25])
    assert share_below(row(range(101)), np.array([50.0])) == pytest.approx([0.5])


def test_only_the_last_ones_of_a_group_count():
    old, new = [100.0] * 50, [1.0] * WINDOW

    assert row(old + new)[0, 10] == 1
    assert one(old + new).counts[0, 0] == WINDOW


def test_a_skipped_stage_does_not_count():
    assert one([5.0, np.nan, 7.0]).counts[0, 0] == 2


@settings(max_examples=30)
@given(st.integers(1, 300))
def test_a_thin_group_lies_near_the_whole(many):
    whole = one([10.0] * 400)
    group = level(np.zeros(many, int), np.full((many, 1), 40.0), 1)
    none = level(np.full(0, 0), np.zeros((0, 1)), 1)
    here, nobody = np.zeros(1, int), np.full(1, -1)
    levels, places = (whole, group, none, none), (here, here, nobody, nobody)

    middle = mixed(levels, here, places)[0, list(SHARES).index(0.5)]

    assert middle == pytest.approx(10 + 30 * many / (many + THIN), abs=0.01)
