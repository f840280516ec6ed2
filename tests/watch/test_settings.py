"""Rule settings: what may be set, and the clock of cases."""

from datetime import UTC, datetime

import pytest

from portal.errors import NotUnderstood
from portal.watch import DEFAULTS, HIGH, LOW, MEDIUM, OFF, ON, SHADOW, merge, working_days_later


def test_a_document_changes_only_what_it_names():
    made = merge(DEFAULTS, {"rules": {"overdue": {"mode": "on", "grace_days": 2}}})

    assert made.mode("overdue") == ON
    assert made.rules["overdue"].figures == {"grace_days": 2}
    assert made.rules["overdue"].severity == DEFAULTS.rules["overdue"].severity
    assert made.mode("delivery_failed") == SHADOW
    assert DEFAULTS.mode("overdue") == SHADOW


def test_nothing_said_is_every_rule_in_shadow_but_what_a_tolerance_asks_for():
    modes = {name: setting.mode for name, setting in merge(DEFAULTS, {}).rules.items()}
    assert modes.pop("shipped_over") == ON
    assert set(modes.values()) == {SHADOW}


def test_a_rule_that_is_gone_is_off():
    assert DEFAULTS.mode("a rule of long ago") == OFF


@pytest.mark.parametrize(
    ("doc", "word"),
    [
        ({"rules": {"overdoo": {"mode": "on"}}}, "overdoo"),
        ({"rules": {"overdue": {"mode": "loud"}}}, "off, shadow or on"),
        ({"rules": {"overdue": {"severity": 4}}}, "1, 2 or 3"),
        ({"rules": {"overdue": {"patience": 4}}}, "patience"),
        ({"rules": {"overdue": {"grace_days": -1}}}, "0 to 365"),
        ({"rules": {"overdue": {"grace_days": 366}}}, "0 to 365"),
        ({"rules": {"overdue": {"grace_days": "2"}}}, "0 to 365"),
        ({"rules": {"overdue": {"grace_days": True}}}, "0 to 365"),
        ({"answer_days": {"3": 400}}, "0 to 365"),
        ({"answer_days": {"7": 1}}, "7"),
    ],
)
def test_what_does_not_exist_is_refused_by_name(doc, word):
    with pytest.raises(NotUnderstood) as caught:
        merge(DEFAULTS, doc)

    assert word in str(caught.value)


def test_the_clock_of_cases_can_be_set():
    made = merge(DEFAULTS, {"answer_days": {"3": 4}})
    monday = datetime(2026, 3, 2, 9, tzinfo=UTC)

    assert made.due(HIGH, monday) == datetime(2026, 3, 6, 9, tzinfo=UTC)
    assert made.due(MEDIUM, monday) == datetime(2026, 3, 4, 9, tzinfo=UTC)
    assert made.due(LOW, monday) == datetime(2026, 3, 9, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-02T09:00", 0, "2026-03-02T09:00"),  # Monday
        ("2026-03-02T09:00", 4, "2026-03-06T09:00"),
        ("2026-03-02T09:00", 5, "2026-03-09T09:00"),
        ("2026-03-06T17:00", 1, "2026-03-09T17:00"),  # Friday
        ("2026-03-06T17:00", 11, "2026-03-23T17:00"),
        ("2026-03-07T17:00", 0, "2026-03-09T00:00"),  # Saturday
        ("2026-03-08T01:00", 1, "2026-03-10T00:00"),  # Sunday
    ],
)
def test_working_days_pass_over_weekends(start, days, end):
    moments = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end)]

    assert working_days_later(moments[0], days) == moments[1]
