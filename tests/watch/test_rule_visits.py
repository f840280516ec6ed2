"""The rule about visits: an appointment that is over, and nobody was there."""

from datetime import UTC, datetime

from tests.journey.visiting import Visiting
from tests.watch.test_rules import found, one


def test_a_visit_is_missed_when_its_time_is_over_and_nobody_is_there():
    story = Visiting().begin()
    name = story.plan("03-18", (1, "3"))
    finding = one(story, "visit_missed")
    story.pass_(name, "TECHNICIAN_ON_SITE", "03-18")

    assert finding.since == datetime(2026, 3, 18, 10, tzinfo=UTC)
    assert finding.evidence == (name,)
    assert found(story, "visit_missed") == []


def test_the_visit_that_was_called_off_is_not_missed():
    story = Visiting().begin()
    story.give_up(story.plan("03-18", (1, "3")))

    assert found(story, "visit_missed") == []
