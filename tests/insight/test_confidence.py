"""Confidence: what is not due is no doubt, each doubt has its price, and evidence only helps."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from portal import insight, journey
from portal.insight import WEIGHTS, Doubt
from portal.ledger import Draft, instant
from tests.journey.histories import histories, tell
from tests.journey.saying import CARRIER, OWNER, START, SUPPLIER, Story


def on(day: str) -> datetime:
    return datetime.fromisoformat(f"2026-{day}T12:00").replace(tzinfo=UTC)


def told(said, moment, usual=None):
    folded = journey.fold(said)
    template = folded.template
    return insight.confidence(folded, template, moment, insight.heard(folded, said), usual)


def names(found):
    return {one.name: one for one in found.doubts}


@pytest.fixture
def story():
    """Placed on 2 March, 100 for 30 March: to be answered by the 4th, to leave by the 23rd."""
    story = Story()
    story.order()
    story.line(("100", "03-30"))
    return story


def test_an_order_just_placed_is_not_punished_for_what_is_not_due(story):
    assert told(story.said, on("03-04")) == insight.Confidence(100)


def test_silence_of_the_partner_costs(story):
    found = told(story.said, on("03-06"))

    assert found.score == 100 - 18
    (missing,) = found.doubts
    assert "silent" in names(told(story.said, on("03-17")))
    assert (missing.by, missing.values["step"], missing.values["day"]) == (
        "supplier",
        "ORDER_ACCEPTED",
        "2026-03-04",
    )


def test_a_well_told_order_keeps_all_of_it(story):
    story.accept()
    story.step("DISPATCHED", "100", instant(on("03-20")))
    story.step("DELIVERED", "100", instant(on("03-29")), org=CARRIER)

    assert told(story.said, on("03-31")).score == 100


def test_what_only_follows_from_later_steps_costs_half_of_what_is_missing(story):
    story.accept()
    missing = told(story.said, on("03-25"), 60.0)
    story.step("DELIVERED", "100", instant(on("03-24")), org=CARRIER)
    inferred = told(story.said, on("03-25"), 60.0)

    assert names(missing)["missing"].points == 2 * names(inferred)["inferred"].points == 18
    assert inferred.score == 100 - 9


def test_half_a_quantity_leaves_half_a_doubt(story):
    story.accept()
    story.step("DISPATCHED", "50", instant(on("03-20")))

    assert names(told(story.said, on("03-25")))["missing"].points == 9


def test_silence_begins_where_it_is_longer_than_usual_here(story):
    story.accept()
    story.step("DISPATCHED", "100", instant(on("03-10")))

    assert told(story.said, on("03-29"), 21.0).score == 100
    later, latest = (told(story.said, on("03-29"), usual) for usual in (5.0, 2.0))
    assert "silent" not in names(later), "nothing was due until the 30th"
    assert latest == later
    passed = told(story.said, on("04-25"), 5.0)
    assert names(passed)["silent"].by == "carrier"
    assert names(passed)["silent"].values["days"] == 45


def test_a_source_that_speaks_each_day_is_missed_sooner_than_one_that_does_not(story):
    for day in range(1, 9):
        story.step("ARRIVED", "", instant(on(f"03-{2 + day:02}")), org=CARRIER)
    heard = insight.heard(journey.fold(story.said), story.said)

    assert heard.every == {"carrier": 1.0}
    assert heard.at == story.said[-1].at


def test_an_expected_day_that_passed_proves_nothing_any_more(story):
    story.accept()
    story.tell(Draft("delay.reported", line=1, body={"day": "2026-03-10"}), SUPPLIER)

    assert "estimate_passed" not in names(told(story.said, on("03-10")))
    assert "estimate_passed" in names(told(story.said, on("03-12")))


def test_two_sources_that_expect_it_days_apart(story):
    expected = {"code": "DELIVERED", "klass": "EST", "line": 1}
    for org, day in ((SUPPLIER, "03-20"), (CARRIER, "03-28")):
        story.tell(Draft("milestone", when=instant(on(day)), key=day, **expected), org)

    apart = names(told(story.said, story.at))["estimates_disagree"]

    assert apart.values["days"] == 8
    story.tell(Draft("milestone", when=instant(on("03-27")), key="b", **expected), SUPPLIER)
    assert "estimates_disagree" not in names(told(story.said, story.at))


def test_whoever_said_a_doubtful_word_can_mend_it(story):
    story.accept()
    story.step("DISPATCHED", "3", instant(on("03-05")), uom="PAL", org=OWNER)

    found = names(told(story.said, on("03-06")))["unit_mismatch"]

    assert (found.by, found.points) == ("owner", WEIGHTS["unit_mismatch"].points)


def test_time_takes_nothing_from_a_finished_order(story):
    story.step("RECEIVED", "100", instant(on("03-03")), org=OWNER)

    assert told(story.said, on("03-04")) == told(story.said, on("12-24"))


@given(st.lists(st.tuples(st.sampled_from(sorted(WEIGHTS)), st.floats(0.01, 60))), st.data())
def test_without_a_doubt_it_is_never_lower_and_only_without_any_it_is_whole(rows, data):
    doubts = [Doubt(name, points, "supplier") for name, points in rows]
    found = insight.scored(doubts)

    assert (found.score == 100) == (not doubts)
    assert 0 <= found.score <= 100
    if doubts:
        fewer = [*doubts]
        fewer.remove(data.draw(st.sampled_from(doubts)))
        assert insight.scored(fewer).score >= found.score


@settings(max_examples=80, deadline=None)
@given(histories, st.integers(0, 60), st.sampled_from(["DISPATCHED", "DELIVERED"]))
def test_a_report_never_lowers_it(history, days, code):
    story = tell(history)
    moment = max(story.at, START) + timedelta(days=days)
    before = told(story.said, moment)
    assert (before.score == 100) == (not before.doubts)
    flags = set(journey.fold(story.said).flags)

    draft = Draft("milestone", code=code, when=instant(moment), body={"count": "total"}, key="new")
    story.tell(draft, SUPPLIER, moment)

    assume(set(journey.fold(story.said).flags) <= flags)  # a doubtful report is no better one
    assert told(story.said, moment).score >= before.score


@given(
    st.lists(st.floats(0, 400), min_size=3, max_size=3).map(sorted),
    st.integers(0, 100),
    st.integers(0, 100),
)
def test_a_band_is_never_narrower_the_less_sure_the_record_is(days, one, other):
    low, high = sorted((one, other))
    wide, narrow = (insight.widened(*days, score) for score in (low, high))

    assert wide[0] <= narrow[0] <= narrow[1] == wide[1] <= narrow[2] <= wide[2]
    assert insight.widened(*days, 100) == pytest.approx(tuple(days))
    rows = insight.widened(*np.array(days)[:, None], np.array([low]))
    assert np.concatenate(rows) == pytest.approx(wide)
