"""What a rule's word was worth: late or not, caught or not, and the figures of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.watch import (
    AFTER,
    CAUGHT,
    FALSE,
    MISSED,
    Outcome,
    Promise,
    Truth,
    begun,
    count,
    figures,
    outcome,
    verdict,
)
from portal.watch.tally import added

DAY = date(2026, 4, 1)
TODAY = date(2026, 5, 1)
NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


def came(days: int | None, promised: date = DAY, *, still_open: bool = False) -> Promise:
    """A line that came so many days after the first of April; None: it has not."""
    at = None if days is None else NOON + timedelta(days=days)
    return Promise({"promised": promised, "first": promised}, still_open, at, at and at.date())


@pytest.mark.parametrize(
    ("lines", "late"),
    [
        ([came(0)], False),
        ([came(1)], True),
        ([came(0), came(1)], True),
        ([came(None, still_open=True)], True),
        ([came(None)], None),
        ([came(0), came(None, date(2026, 6, 1), still_open=True)], False),
        ([came(None, date(2026, 3, 2), still_open=True)], True),
        ([came(None, date(2026, 3, 1), still_open=True)], None),
        ([], None),
    ],
    ids=["on its day", "a day late", "one line late", "not there yet", "taken back",
         "the rest is not due", "60 days", "dead", "nothing"],
)  # fmt: skip
def test_an_order_is_late_if_one_of_its_lines_was(lines, late):
    assert outcome(lines, Truth(), TODAY).late is late


def test_days_of_grace_and_another_day_may_count():
    assert outcome([came(2)], Truth(grace=2), TODAY).late is False
    assert outcome([came(2)], Truth(grace=1), TODAY).late is True
    assert outcome([came(2)], Truth(against="asked"), TODAY).late is None


LATE = Outcome(True, DAY, NOON + timedelta(days=2))
IN_TIME = Outcome(False, DAY, NOON)


@pytest.mark.parametrize(
    ("found", "at", "what", "days"),
    [
        (LATE, NOON - timedelta(days=5), CAUGHT, 5),
        (LATE, NOON + timedelta(days=1), CAUGHT, 0),
        (LATE, NOON + timedelta(days=2), MISSED, None),
        (IN_TIME, NOON - timedelta(days=5), FALSE, 5),
        (IN_TIME, NOON, AFTER, None),
    ],
    ids=["before", "late already", "came already", "false", "after it came"],
)
def test_a_word_is_compared_with_what_came(found, at, what, days):
    told = verdict(found, {(1, 1): at})

    assert (told.what, told.days) == (what, days)


def test_silence_is_a_miss_only_where_something_was_late():
    assert verdict(LATE, {}).what == MISSED
    assert verdict(IN_TIME, {}) is None


def tally(caught: int, wrong: int, missed: int, quiet: int, days: int = 4):
    made = begun()
    early = {(0, 0): NOON - timedelta(days=days)}
    rows = [(LATE, early)] * caught + [(IN_TIME, early)] * wrong
    rows += [(LATE, {})] * missed + [(IN_TIME, {})] * quiet
    for one, alarms in rows:
        count(made, one, verdict(one, alarms), len(alarms), Truth())
    return made


def test_figures_follow_from_counting():
    span = NOON, NOON + timedelta(weeks=5)
    told = figures(tally(6, 2, 4, 28), span, buyers=2)

    assert (told["flagged"], told["late"], told["judged"]) == (8, 10, 40)
    assert (told["precision"], told["recall"], told["ahead"]) == (0.75, 0.6, 0.6)
    assert (told["volume"], told["warning"], told["weekly"]) == (0.8, 4, 0.8)


def test_a_warning_two_days_before_is_not_in_time():
    told = figures(tally(6, 2, 4, 28, days=2), None, buyers=0)

    assert (told["recall"], told["ahead"], told["weekly"]) == (0.6, 0, None)


def test_under_thirty_no_share_is_told():
    told = figures(tally(6, 2, 4, 17), None, buyers=1)

    assert told["judged"] == 29
    assert {told[key] for key in ("precision", "recall", "ahead", "warning")} == {None}


def test_windows_add_up_to_the_same():
    assert added(tally(3, 1, 0, 9), tally(2, 4, 5, 1)) == tally(5, 5, 5, 10)
