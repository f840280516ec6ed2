"""The steps of goods that go back: who is next, when it is due, and what a journey leaves out."""

from dataclasses import replace
from datetime import date

import pytest

from portal import journey
from portal.errors import NotUnderstood
from portal.journey import TEMPLATES, Lane, Step, check_plan, read_plan, written_plan
from portal.ledger import Draft
from tests.journey.saying import OWNER, SUPPLIER, Story
from tests.journey.test_returns import Tell

PURCHASE = TEMPLATES["purchase/1"]
ASKED = Step("RETURN_ACCEPTED", "supplier", True, "asked", 3)
FETCHED = Step("RETURN_IN_TRANSIT", "supplier", True, "previous", 4, name="Fetched by van")
BACK = Step("RETURN_RECEIVED", "supplier", True, "previous", 10, skip="credit")


def story_of(*steps: Step, start="", end="") -> Story:
    """An order of 100 that came, whose returns pass these steps; none is the usual ones."""
    story = Story()
    story.order(**({"from": {"country": start}} if start else {}),
                **({"to": {"country": end}} if end else {}))  # fmt: skip
    if steps:
        plan = written_plan(replace(PURCHASE, returns=steps, title="Own"))
        story.tell(Draft("journey.chosen", body={"journey": "own/1", "plan": plan}), OWNER)
    story.line(("100", "03-20"))
    story.accept()
    story.step("DISPATCHED", "100", "03-10", what="dispatched")
    story.step("RECEIVED", "100", "03-18", org=OWNER, what="received")
    return story


def only(story) -> journey.Return:
    (one,) = journey.fold(story.said).returns
    return one


def ahead(story) -> tuple:
    one = only(story)
    return one.next_step, one.next_by, (one.next_due - one.at.date()).days


def test_what_is_next_goes_along_the_steps_each_due_from_the_one_before():
    story = story_of(ASKED, FETCHED, BACK)
    asked = story.give_back("10")
    assert ahead(story) == ("RETURN_ACCEPTED", "supplier", 3)

    story.allow(asked)
    answered = only(story).answered_at.date()
    assert only(story).next_step == "RETURN_IN_TRANSIT"
    assert (only(story).next_due - answered).days == 4

    Tell(story, {"return": asked}).step("RETURN_IN_TRANSIT", "10", SUPPLIER)
    one = only(story)
    assert (one.next_step, one.next_due) == ("RETURN_RECEIVED", date(2026, 4, 1))
    assert one.step("RETURN_IN_TRANSIT").day == date(2026, 3, 22)


def test_a_part_that_was_picked_up_leaves_the_step_next():
    story = story_of(ASKED, FETCHED, BACK)
    asked = story.give_back("10")
    story.allow(asked)
    Tell(story, {"return": asked}).step("RETURN_IN_TRANSIT", "4", SUPPLIER)

    assert only(story).next_step == "RETURN_IN_TRANSIT" and only(story).state == "under_way"


def test_what_is_back_was_picked_up_though_nobody_said_so():
    story = story_of()
    asked = story.give_back("10")
    story.allow(asked)
    Tell(story, {"return": asked}).step("RETURN_RECEIVED", "10", SUPPLIER)

    fetched = only(story).step("RETURN_IN_TRANSIT")
    assert fetched.full and fetched.inferred and fetched.day is None
    assert only(story).state == "done" and not only(story).sent, "marked, never invented"


def test_a_step_that_is_not_required_is_never_next():
    story = story_of(ASKED, replace(FETCHED, required=False), BACK)
    story.allow(story.give_back("10"))

    assert only(story).next_step == "RETURN_RECEIVED"


def test_a_credit_may_leave_the_goods_where_they_are():
    scrapped = (ASKED, replace(FETCHED, skip="credit"), BACK)
    story, other = story_of(*scrapped), story_of(*scrapped)
    story.allow(story.give_back("10", "credit"))
    other.allow(other.give_back("10", "replace"))

    assert only(story).state == "settled" and not only(story).open
    assert [one.step.code for one in only(story).steps] == ["RETURN_ACCEPTED"]
    assert only(other).state == "accepted" and only(other).next_step == "RETURN_IN_TRANSIT"


def test_the_way_back_has_its_own_days_and_borders():
    abroad = replace(BACK, skip="no_customs", lanes=(Lane("NO", "DE", 21),))
    far, near = (story_of(ASKED, abroad, start="DE", end=end) for end in ("NO", "FR"))
    for story in (far, near):
        story.give_back("10")

    assert [one.step.days for one in only(far).steps] == [3, 21]
    assert [one.step.code for one in only(near).steps] == ["RETURN_ACCEPTED"]


def test_a_refused_return_has_nothing_next():
    story = story_of()
    story.allow(story.give_back("10"), "refused")

    assert (only(story).next_step, only(story).open) == ("", False)


def test_the_same_events_in_another_order_give_the_same_steps():
    story = story_of(ASKED, FETCHED, BACK)
    asked = story.give_back("10")
    story.allow(asked)
    for n in ("4", "6"):
        Tell(story, {"return": asked}).step("RETURN_IN_TRANSIT", n, SUPPLIER)

    assert journey.fold(reversed(story.said)).returns == journey.fold(story.said).returns


def test_steps_of_returns_are_read_as_they_were_written_and_usual_ones_are_not_written():
    own = replace(PURCHASE, returns=(ASKED, BACK))

    assert read_plan("purchase/1", written_plan(check_plan(own))) == own
    assert "returns" not in written_plan(PURCHASE)


@pytest.mark.parametrize(
    ("field", "steps"),
    [
        ("returns", ()),
        ("returns", (BACK,)),
        ("returns", (replace(ASKED, required=False), BACK)),
        ("return-1", (replace(ASKED, anchor="previous"), BACK)),
        ("return-1", (replace(ASKED, skip="credit"), BACK)),
        ("return-2", (ASKED, replace(BACK, anchor="promise"))),
        ("return-2", (ASKED, replace(BACK, code="DELIVERED"))),
        ("return-2", (ASKED, replace(BACK, days=9999))),
        ("return-3", (ASKED, BACK, FETCHED)),
    ],
    ids=["none", "no answer", "answer optional", "none before", "answer left out", "anchor",
         "no step", "days", "order"],
)  # fmt: skip
def test_steps_no_return_could_follow_are_refused_where_they_are(field, steps):
    with pytest.raises(NotUnderstood) as caught:
        check_plan(replace(PURCHASE, returns=steps))

    assert caught.value.field == field
