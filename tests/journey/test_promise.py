"""What was asked, promised, proposed and agreed are facts of their own."""

from decimal import Decimal

import pytest

from portal import journey
from portal.ledger import Draft
from tests.journey.saying import OWNER, SUPPLIER, Story, d, flags, part


@pytest.fixture
def story():
    """An order of one line: 100 pieces for 20 March."""
    story = Story()
    story.order()
    story.line(("100", "03-20"))
    return story


def test_a_placed_line_waits_for_an_answer(story):
    folded = journey.fold(story.said)

    assert folded.part(1, 1).view == "to_answer"
    assert folded.unanswered == 1
    assert folded.next_step == "ORDER_ACCEPTED"
    assert folded.part(1, 1).late_from == d("03-21")


def test_accepting_agrees_to_what_was_asked(story):
    story.accept()

    assert part(story).agreed_day == part(story).first_day == part(story).base_day == d("03-20")
    assert part(story).confirmed == 100
    assert part(story).view == "due"
    assert part(story).at("confirmed") is not None


def test_another_date_is_a_proposal_and_nothing_is_agreed(story):
    story.offer((1, "100", "03-27"))

    assert part(story).proposed_day == d("03-27")
    assert part(story).agreed_day is None
    assert part(story).view == "ours"
    assert part(story).late_from == d("03-21")


def test_a_change_that_changes_nothing_is_an_acceptance(story):
    story.offer((1, "100", "03-20"))

    assert part(story).agreed_day == d("03-20")
    assert part(story).proposal == ""


def test_an_accepted_proposal_is_agreed(story):
    story.decide(story.offer((1, "100", "03-27")))

    assert part(story).agreed_day == part(story).base_day == d("03-27")
    assert part(story).first_day == d("03-27")
    assert part(story).proposed_day is None


def test_a_refused_proposal_leaves_the_question_open(story):
    story.decide(story.offer((1, "100", "03-27")), "refused")

    assert part(story).agreed_day is None
    assert part(story).view == "theirs"
    assert part(story).first_day == d("03-27")


def test_promising_again_moves_the_agreement_but_not_the_base(story):
    story.accept()
    story.decide(story.offer((1, "100", "03-29")))

    assert part(story).agreed_day == d("03-29")
    assert part(story).base_day == d("03-20")
    assert part(story).first_day == d("03-20")


def test_a_refused_new_promise_leaves_the_agreement(story):
    story.accept()
    story.decide(story.offer((1, "100", "03-29")), "refused")

    assert part(story).agreed_day == d("03-20")
    assert part(story).view == "due"


def test_a_new_answer_withdraws_the_open_proposal(story):
    first = story.offer((1, "100", "03-27"))
    story.accept()
    story.decide(first)

    assert part(story).agreed_day == d("03-20")
    assert "old_revision" in flags(story)


def test_a_split_is_parts_of_a_proposal_until_it_is_agreed(story):
    proposal = story.offer((1, "60", "03-20"), (2, "40", "04-10", 1))

    assert part(story).ordered == 100
    assert part(story, 2).tentative
    assert part(story, 2).ordered == 0
    assert part(story, 2).proposed_qty == 40
    assert part(story, 2).view == "ours"

    story.decide(proposal)

    assert (part(story).ordered, part(story, 2).ordered) == (60, 40)
    assert part(story, 2).agreed_day == d("04-10")
    assert part(story, 2).parent == 1
    assert "parts_differ" not in flags(story)


def test_a_refused_split_leaves_no_parts(story):
    story.decide(story.offer((1, "60", "03-20"), (2, "40", "04-10", 1)), "refused")

    assert part(story, 2) is None
    assert part(story).ordered == 100


def test_a_split_that_does_not_add_up_is_shown_and_flagged(story):
    story.decide(story.offer((1, "60", "03-20"), (2, "30", "04-10", 1)))

    assert (part(story).ordered, part(story, 2).ordered) == (70, 30)
    assert part(story).confirmed == 60
    assert "parts_differ" in flags(story)


def test_confirming_more_than_was_ordered_is_flagged(story):
    story.offer((1, "120", "03-20"))

    assert "over_quantity" in flags(story)
    assert part(story).ordered == 100


def test_a_rejected_line_waits_for_the_owner(story):
    rejection = story.reject()

    assert part(story).view == "rejected"

    story.decide(rejection, "refused")

    assert part(story).view == "theirs"


def test_an_accepted_rejection_closes_the_line(story):
    story.decide(story.reject())

    assert part(story).view == "closed"
    assert part(story).cancelled == 100


def test_an_order_agreed_before_the_portal_asks_nobody():
    story = Story()
    story.order(agreed=True)
    story.line(("100", "03-20"))

    assert part(story).agreed_day == part(story).base_day == d("03-20")
    assert part(story).view == "due"
    assert part(story).at("confirmed") is None, "nobody said when it was agreed"


def test_a_sales_order_asks_no_customer():
    story = Story()
    story.order("sales")
    story.line(("5", "03-20"))

    assert part(story).view == "waiting"
    assert journey.fold(story.said).next_by == "owner"


def test_a_delay_is_the_latest_word_and_clears_no_lateness(story):
    story.accept()
    story.tell(Draft("delay.reported", line=1, body={"day": "2026-03-28"}), SUPPLIER)

    assert part(story).stated_day == part(story).expected_day == d("03-28")
    assert part(story).agreed_day == d("03-20")
    assert part(story).late_from == d("03-21")


def test_an_estimate_is_a_word_and_reaches_nothing(story):
    story.accept()
    story.step("DELIVERED", when="03-25", klass="EST")

    assert part(story).stated_day == d("03-25")
    assert part(story).moved("delivered") == 0


def test_a_later_agreement_overtakes_a_delay(story):
    story.accept()
    story.tell(Draft("delay.reported", line=1, body={"day": "2026-03-28"}), SUPPLIER)
    story.decide(story.offer((1, "100", "03-26")))

    assert part(story).stated_day is None
    assert part(story).expected_day == d("03-26")


def test_an_accepted_milestone_is_an_answer(story):
    story.step("ORDER_ACCEPTED", when="03-03")

    assert part(story).agreed_day == d("03-20")
    assert part(story).at("confirmed").date() == d("03-03")


def test_the_clock_of_the_answer_starts_when_the_order_was_sent(story):
    placed = part(story).asked_at
    story.step("ORDER_SENT", when="03-05", line=0, org=OWNER)

    assert part(story).asked_at > placed
    assert part(story).next_due == d("03-07")


def test_the_stamp_changes_with_the_question_and_not_with_the_goods(story):
    before = journey.fold(story.said).lines[1].stamp
    story.step("DISPATCHED", "10", "03-10")
    moved = journey.fold(story.said).lines[1].stamp
    story.offer((1, "100", "03-27"))
    offered = journey.fold(story.said).lines[1].stamp

    assert before == moved != offered
    assert len(before) == 16


def test_a_price_gives_the_value():
    story = Story()
    story.order(currency="EUR")
    story.line(("100", "03-20"), price="25", per="10")

    assert journey.fold(story.said).value == Decimal(250)
