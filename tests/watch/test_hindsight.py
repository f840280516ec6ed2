"""What a rule would have said: at each moment from what was known then, and when its time came."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from portal.journey import fold
from portal.ledger import Draft, instant
from portal.watch import DEFAULTS, RULES, as_known, hindsight, looking
from portal.watch.setting import Settings
from portal.watch.sparing import Spared, Sparing
from tests.journey.saying import CARRIER, OWNER, START, SUPPLIER, Story, d

FAR = datetime(2027, 1, 1, tzinfo=UTC)


def spoken(story, *rules, until=FAR, settings=DEFAULTS):
    looks = [looking(one, settings) for one in rules]
    return hindsight(as_known(story.said), looks, until)


def told(*, accepted: bool = True) -> Story:
    story = Story()
    story.order()
    story.line(("100", "04-20"))
    if accepted:
        story.accept()
    return story


def midnight(text):
    return datetime.combine(d(text), datetime.min.time(), UTC)


def test_time_alone_makes_a_rule_speak():
    (found,) = spoken(told(), "overdue")

    assert found == {(1, 1): midnight("04-21")}


def test_news_in_time_keeps_it_silent():
    story = told()
    story.step("DELIVERED", when=instant(midnight("04-20")), org=CARRIER)

    assert spoken(story, "overdue") == [{}]


def test_news_after_its_time_comes_too_late():
    story = told()
    story.step("DELIVERED", when="04-22", org=CARRIER)

    assert spoken(story, "overdue") == [{(1, 1): midnight("04-21")}]


def test_what_was_known_late_was_not_known_before():
    story = told()
    story.step("DELIVERED", when="04-20", org=CARRIER, at=midnight("04-25"))

    assert spoken(story, "overdue") == [{(1, 1): midnight("04-21")}]


def test_nothing_is_said_after_the_end():
    assert spoken(told(), "overdue", until=midnight("04-21")) == [{}]


def test_several_rules_are_asked_of_each_fold():
    story = told(accepted=False)
    story.at = START + timedelta(days=5)
    story.accept()
    answered, overdue = spoken(story, "not_acknowledged", "overdue")

    assert answered == {(0, 0): story.said[0].at + timedelta(days=2)}
    assert overdue == {(1, 1): midnight("04-21")}


def test_the_first_time_of_each_subject_counts():
    story = told()
    looks = [lambda read, since: [((1, 1), max(START, since)), ((1, 2), FAR)]]

    assert hindsight(as_known(story.said), looks, FAR) == [{(1, 1): story.said[0].at}]


def test_the_future_of_an_order_changes_nothing_before_it():
    story = told()
    story.step("DISPATCHED", when="04-10", org=SUPPLIER)
    cut = story.at + timedelta(hours=1)
    short = list(story.said)
    story.step("DELIVERED", when="04-28", org=CARRIER)
    before = [{place: at for place, at in alarms.items() if at < cut}
              for alarms in spoken(story, *RULES)]  # fmt: skip
    story.said = short

    assert spoken(story, *RULES, until=cut) == before


def loaded(story: Story) -> list:
    """Return a story as a file tells it two years later, without report times."""
    late = START + timedelta(days=700)
    said = [replace(one, at=late, facts={**one.facts, "source": "file"}) for one in story.said]
    return as_known(said)


def test_loaded_history_counts_as_known_when_it_happened():
    story = told(accepted=False)
    story.step("DISPATCHED", when=instant(START + timedelta(days=9)), org=SUPPLIER)
    found = loaded(story)

    assert [one.facts["kind"] for one in found] == ["order.placed", "line.placed", "milestone"]
    assert [one.at for one in found] == [START, START, START + timedelta(days=9)]


def test_a_day_is_over_before_it_is_known_what_happened_in_it():
    story = told(accepted=False)
    story.step("DISPATCHED", when="03-20", org=SUPPLIER)

    assert loaded(story)[-1].at == midnight("03-21")


def test_what_the_sender_reports_of_the_time_counts_first():
    story = told(accepted=False)
    reported = START + timedelta(days=12)
    draft = Draft("milestone", code="DISPATCHED", line=1, when=instant(START + timedelta(days=9)),
                  reported=reported, source="erp", key="k")  # fmt: skip
    story.tell(draft, SUPPLIER)

    assert loaded(story)[-1].at == reported


def test_an_estimate_without_a_time_of_its_own_is_not_known_before_it_was_recorded():
    story = told(accepted=False)
    draft = Draft("milestone", klass="EST", code="DELIVERED", line=1,
                  when=instant(START + timedelta(days=30)), key="k")  # fmt: skip
    story.tell(draft, OWNER)

    assert loaded(story)[-1].at == START + timedelta(days=700)


def test_nothing_is_known_before_the_order():
    story = told(accepted=False)
    story.step("DISPATCHED", when=instant(START - timedelta(days=3)), org=SUPPLIER)

    assert {one.at for one in loaded(story)} == {START}
    assert fold(loaded(story)).lines[1].parts


def spared(**span) -> Settings:
    return replace(DEFAULTS, spared=(Spared(Sparing("Strike", **span), frozenset({0, 1})),))


def test_what_is_not_measured_is_not_said():
    assert spoken(told(), "overdue", settings=spared()) == [{}]


def test_it_is_said_when_it_is_measured_again():
    until = spared(start=d("04-01"), end=d("04-30"))

    assert spoken(told(), "overdue", settings=until) == [{(1, 1): midnight("05-01")}]
