"""From events to a proof: which zone it speaks, and when something happened."""

from datetime import UTC, date, datetime

import pytest

from portal.evidence import zone_of
from portal.evidence.order import occurred

SPRING = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("DE", "Europe/Berlin"),
        ("GB", "Europe/London"),
        ("US", "UTC"),  # several zones, so none is guessed
        ("ES", "UTC"),
        ("", "UTC"),
        ("XX", "UTC"),
    ],
)
def test_times_are_in_the_zone_of_the_place_where_it_has_only_one(country, zone):
    assert zone_of(country, SPRING) == zone


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (None, None),
        (
            {"from": "2026-03-01T23:00:00.000000Z", "precision": "day"},
            date(2026, 3, 2),
        ),
        (
            {"from": "2026-03-02T00:00:00.000000Z", "precision": "day", "offset": 0},
            date(2026, 3, 2),
        ),
        (
            {"from": "2026-03-02T10:30:00.000000Z", "precision": "minute"},
            datetime(2026, 3, 2, 10, 30, tzinfo=UTC),
        ),
    ],
)
def test_a_day_stays_a_day(when, shown):
    assert occurred({"when": when} if when else {}) == shown
