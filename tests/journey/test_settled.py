"""What a person settled last: no rule, no answer and no echo moves what is measured from."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import journey
from portal.journey import Line
from portal.ledger import Draft
from tests.journey.saying import OWNER, Story, d
from tests.journey.test_properties import histories, tell

RULE = [{"field": "date.late", "key": "tolerance:default", "version": 1, "off": "2"}]


@pytest.fixture
def story():
    """An order of 100 for 10 March."""
    told = Story()
    told.order()
    told.line(("100", "03-10"))
    return told


def line(story) -> Line:
    return journey.fold(story.said).lines[1]


def settled(story):
    """Return what is settled, as (quantity, day of March) over all parts."""
    rows = (row for rows in line(story).settled.values() for row in rows)
    return sorted((int(qty), day.day if day else None) for qty, day in rows)


def pass_by_rule(story, *parts):
    story.decide(story.offer(*parts), rules=RULE)


def test_what_is_asked_for_is_settled(story):
    assert settled(story) == [(100, 10)]


def test_ten_steps_of_two_days_are_measured_from_the_first(story):
    for step in range(1, 10):
        pass_by_rule(story, (1, "100", f"03-{10 + 2 * step}"))

    assert line(story).parts[1].agreed_day == d("03-28")
    assert line(story).parts[1].by_rule
    assert settled(story) == [(100, 10)]


def test_the_supplier_settles_nothing_by_agreeing_to_what_a_rule_let_pass(story):
    pass_by_rule(story, (1, "100", "03-12"))
    story.offer((1, "100", "03-12"))
    story.accept()

    assert settled(story) == [(100, 10)]


def test_a_person_who_accepts_settles(story):
    pass_by_rule(story, (1, "100", "03-12"))

    story.decide(story.offer((1, "100", "03-14")))

    assert settled(story) == [(100, 14)]
    assert not line(story).parts[1].by_rule


def test_a_person_who_refuses_settles_nothing(story):
    story.decide(story.offer((1, "100", "03-14")), "refused")

    assert settled(story) == [(100, 10)]


def test_a_split_by_rule_is_measured_from_the_whole(story):
    pass_by_rule(story, (1, "60", "03-10"), (2, "40", "03-12", 1))

    assert settled(story) == [(100, 10)]


def test_a_split_by_a_person_settles_both(story):
    story.decide(story.offer((1, "60", "03-10"), (2, "40", "03-12", 1)))

    assert settled(story) == [(40, 12), (60, 10)]


def test_a_person_who_accepts_one_half_settles_not_the_other_line():
    told = Story()
    told.order()
    told.line(("60", "03-10"), ("40", "03-20"))
    pass_by_rule(told, (1, "60", "03-12"))

    told.decide(told.offer((2, "40", "03-25")))

    assert settled(told) == [(40, 25), (60, 10)], "the first crept by rule and is not settled"


def test_the_owner_who_asks_for_another_day_settles(story):
    pass_by_rule(story, (1, "100", "03-12"))

    story.change(("100", "03-20"), revision=2)

    assert settled(story) == [(100, 20)]


def test_the_owner_who_asks_for_more_lets_the_day_be(story):
    pass_by_rule(story, (1, "100", "03-12"))

    story.change(("130", "03-10"), revision=2)

    assert settled(story) == [(130, 10)]


def test_the_owner_who_cancels_some_lets_the_day_be(story):
    pass_by_rule(story, (1, "100", "03-12"))

    story.tell(Draft("line.cancelled", line=1, body={"qty": "30"}), OWNER)

    assert settled(story) == [(70, 10)]


def test_a_system_that_repeats_what_a_rule_let_pass_settles_nothing(story):
    pass_by_rule(story, (1, "100", "03-12"))
    story.change(("100", "03-12"), revision=2)
    echo = story.said[-1]

    assert settled(story) == [(100, 12)], "a person in the portal means it"
    story.said[-1] = replace(echo, facts={**echo.facts, "source": "erp"})
    assert settled(story) == [(100, 10)]


def test_a_price_is_settled_for_one_unit():
    told = Story()
    told.order()
    told.line(("100", "03-10"), price="250", per="100")

    assert line(told).settled_price == Decimal("2.5")
    told.change(("100", "03-10"), revision=2, price="260", per="100")
    assert line(told).settled_price == Decimal("2.6")


def test_a_price_that_a_person_agreed_to_is_settled_and_one_a_rule_passed_is_not():
    told = Story()
    told.order()
    told.line(("100", "03-10"), price="2")
    row = [{"part": 1, "qty": "100", "day": "2026-03-10"}]

    told.decide(told.respond("change", 1, parts=row, price="2.1"), "accepted", rules=[{}])
    assert (line(told).agreed_price, line(told).settled_price) == (Decimal("2.1"), 2)

    told.decide(told.respond("change", 1, parts=row, price="2.2"), "accepted")
    assert line(told).settled_price == line(told).agreed_price == Decimal("2.2")


def test_what_the_supplier_accepts_of_a_counter_is_settled(story):
    proposal = story.offer((1, "100", "03-20"))
    counter = story.counter(proposal, (1, "100", "03-14"))
    assert settled(story) == [(100, 10)], "it is only what the owner would like"

    story.respond("accept", 1, counter=counter)

    assert settled(story) == [(100, 14)]


def test_what_is_wanted_again_is_settled_as_it_stood_last(story):
    pass_by_rule(story, (1, "100", "03-12"))
    story.tell(Draft("line.closed", line=1, body={}), OWNER)
    story.tell(Draft("line.reopened", line=1), OWNER)

    assert settled(story) == [(100, 12)]


@settings(max_examples=100, deadline=None)
@given(histories)
def test_what_is_settled_adds_up_to_what_is_wanted(history):
    for one in journey.fold(tell(history).said).lines.values():
        roots = {part.part for part in one.parts.values() if not part.tentative}
        there = sum((qty for rows in one.settled.values() for qty, _ in rows), Decimal(0))
        wanted = sum((part.cap for part in one.parts.values() if not part.tentative), Decimal(0))

        assert set(one.settled) <= roots
        assert there >= 0
        agreed = any(part.confirmed > part.cap for part in one.parts.values())
        assert there == wanted or agreed, "nothing was agreed by rule here"


@settings(max_examples=60, deadline=None)
@given(histories, st.randoms(use_true_random=False))
def test_the_order_in_which_events_came_does_not_matter(history, random):
    said = tell(history).said
    shuffled = said[:]
    random.shuffle(shuffled)

    settled = [
        {number: one.settled for number, one in journey.fold(events).lines.items()}
        for events in (said, shuffled)
    ]

    assert settled[0] == settled[1]
