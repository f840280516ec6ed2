"""Working days: a day that is not worked is as the next one that is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.journey import Calendar, calendar_of

FRIDAY, SATURDAY, MONDAY, TUESDAY = (date(2026, 3, day) for day in (6, 7, 9, 10))
PLAIN = Calendar()
OFF = calendar_of(range(5), [MONDAY])
WEEKS = st.sets(st.integers(0, 6), min_size=1)
NEAR = st.dates(date(2026, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (FRIDAY, FRIDAY, 0),
        (FRIDAY, SATURDAY, 1),  # taken in on Monday
        (FRIDAY, MONDAY, 1),
        (FRIDAY, TUESDAY, 2),
        (SATURDAY, MONDAY, 0),
        (MONDAY, FRIDAY, -1),
        (FRIDAY, date(2026, 3, 20), 10),
    ],
)
def test_days_from_monday_to_friday(start, end, days):
    assert PLAIN.between(start, end) == days


def test_a_day_off_is_not_counted():
    assert OFF.between(FRIDAY, TUESDAY) == 1
    assert OFF.between(FRIDAY, MONDAY) == 1, "taken in on Tuesday"
    assert OFF.plus(FRIDAY, 1) == TUESDAY
    assert PLAIN.plus(MONDAY, -1) == FRIDAY


def test_a_place_that_works_on_saturdays():
    assert calendar_of(range(6), []).between(FRIDAY, SATURDAY) == 1
    assert calendar_of(range(6), []).between(SATURDAY, MONDAY) == 1


def test_a_calendar_without_a_working_day_is_monday_to_friday():
    assert calendar_of([], []) == PLAIN


@given(WEEKS, st.sets(NEAR, max_size=20), NEAR, NEAR)
def test_counting_at_once_is_counting_one_by_one(week, off, start, end):
    calendar = calendar_of(week, off)
    first, last = sorted((calendar.taken_in(start), calendar.taken_in(end)))
    days = sum(calendar.works(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    assert abs(calendar.between(start, end)) == days
    assert calendar.between(start, end) == -calendar.between(end, start)


@given(WEEKS, st.sets(NEAR, max_size=20), NEAR, st.integers(0, 60))
def test_so_many_days_on_lie_so_many_days_apart(week, off, start, days):
    calendar = calendar_of(week, off)

    assert calendar.between(start, calendar.plus(start, days)) == days
