"""What the owner changes or takes back, and what stays of what was agreed."""

import pytest

from portal import journey
from portal.ledger import Draft
from tests.journey.saying import OWNER, Story, d, flags, part


@pytest.fixture
def story():
    """An order of one line: 100 pieces for 20 March."""
    story = Story()
    story.order()
    story.line(("100", "03-20"))
    return story


def test_a_changed_line_is_asked_again_while_the_agreement_stays(story):
    story.accept()
    story.change(("100", "03-10"), revision=2)

    assert part(story).view == "to_answer"
    assert part(story).ask_day == d("03-10")
    assert part(story).agreed_day == part(story).base_day == d("03-20")
    assert part(story).late_from == d("03-21")


def test_a_day_the_owner_put_off_is_not_late_before(story):
    story.accept()
    story.change(("100", "04-20"), revision=2)

    assert part(story).late_from == d("04-21")


def test_an_agreed_change_of_the_owner_moves_the_base(story):
    story.accept()
    story.change(("100", "04-20"), revision=2)
    story.accept(revision=2)

    assert part(story).agreed_day == part(story).base_day == d("04-20")
    assert part(story).first_day == d("03-20")


def test_only_the_part_that_changed_is_asked_again():
    story = Story()
    story.order()
    story.line(("60", "03-20"), ("40", "04-20"))
    story.accept()
    story.change(("60", "03-20"), ("40", "05-20"), revision=2)

    assert part(story, 1).view == "due"
    assert part(story, 2).view == "to_answer"


def test_a_change_that_repeats_the_whole_keeps_an_agreed_split(story):
    story.decide(story.offer((1, "60", "03-20"), (2, "40", "04-10", 1)))
    story.change(("100", "03-20"), revision=2)

    assert part(story, 2).agreed_day == d("04-10")
    assert part(story).view == "due"


def test_a_change_of_the_quantity_asks_for_one_whole_again(story):
    story.decide(story.offer((1, "60", "03-20"), (2, "40", "04-10", 1)))
    story.change(("150", "03-20"), revision=2)

    assert part(story, 2) is None
    assert part(story).ordered == 150
    assert part(story).view == "to_answer"


def test_an_answer_to_an_older_revision_changes_nothing(story):
    story.change(("100", "04-20"), revision=2)
    story.accept(revision=1)

    assert part(story).agreed_day is None
    assert part(story).view == "to_answer"
    assert "old_revision" in flags(story)


def test_a_cancelled_quantity_comes_off_the_last_day():
    story = Story()
    story.order()
    story.line(("60", "03-20"), ("40", "04-20"))
    story.tell(Draft("line.cancelled", line=1, body={"qty": "50"}), OWNER)

    assert (part(story, 1).open_qty, part(story, 2).open_qty) == (50, 0)
    assert (part(story, 1).cancelled, part(story, 2).cancelled) == (10, 40)


def test_a_cancelled_order_keeps_what_was_delivered(story):
    story.step("DELIVERED", "30", "03-10")
    story.tell(Draft("order.cancelled"), OWNER)

    folded = journey.fold(story.said)
    assert (part(story).fulfilled, part(story).cancelled) == (30, 70)
    assert not folded.open
