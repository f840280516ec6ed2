"""What the owner cancels, closes, blocks, and wants again."""

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


def halt(story, kind, line=1, **body):
    """Let the owner say something that holds a line up, or lets it go on."""
    key = f"h{len(story.said)}"
    return story.tell(Draft(kind, line=line, key=key, reason="OTHER", body=body), OWNER)


def shares(one):
    """Return what a part is shared out into: open, fulfilled, cancelled."""
    return one.open_qty, one.fulfilled, one.cancelled


@pytest.mark.parametrize("line", [1, 0])
def test_a_cancellation_leaves_what_was_on_its_way(story, line):
    story.step("DISPATCHED", "60", "03-10")
    halt(story, "line.cancelled" if line else "order.cancelled", line)

    assert shares(part(story)) == (60, 0, 40)
    assert journey.fold(story.said).open

    story.step("DELIVERED", "60", "03-20")

    assert shares(part(story)) == (0, 60, 40)
    assert part(story).stage == "DELIVERED"
    assert part(story).late_days == 0


def test_what_leaves_after_the_cancellation_is_excess(story):
    halt(story, "line.cancelled", qty="50")
    story.step("DISPATCHED", "100", "03-10")

    line = journey.fold(story.said).lines[1]
    assert shares(line.parts[1]) == (50, 0, 50)
    assert line.excess == {"dispatched": 50}
    assert "over_quantity" in flags(story)


def test_goods_that_had_left_by_then_count_although_it_is_told_later(story):
    at = halt(story, "line.cancelled") and story.at
    story.step("DISPATCHED", "30", "03-01", at=at)

    assert shares(part(story)) == (30, 0, 70)


def test_more_cannot_be_cancelled_than_there_is(story):
    story.step("DISPATCHED", "60", "03-10")
    halt(story, "line.cancelled", qty="70")

    assert shares(part(story)) == (60, 0, 40)
    assert "over_cancelled" in flags(story)


def test_a_cancelled_line_takes_every_offer_off_the_table(story):
    story.offer((1, "60", "03-20"), (2, "40", "04-10", 1))
    ident = halt(story, "line.cancelled")

    line = journey.fold(story.said).lines[1]
    assert list(line.parts) == [1]
    assert (line.cancelled, line.because) == (True, {"line": ident})
    assert line.parts[1].view == "closed"


def test_a_cancelled_line_stays_so_when_it_is_changed(story):
    halt(story, "line.cancelled")
    story.change(("150", "03-25"), revision=2)

    assert shares(part(story)) == (0, 0, 150)


def test_an_answer_to_a_cancelled_line_changes_nothing(story):
    halt(story, "line.cancelled")
    story.offer((1, "100", "04-01"))

    assert part(story).proposal == ""
    assert "line_ended" in flags(story)


def test_a_line_that_is_wanted_again_is_asked_again_and_keeps_its_agreement(story):
    story.accept()
    halt(story, "line.cancelled")
    halt(story, "line.reopened")

    again = part(story)
    assert (again.view, again.agreed_day, again.open_qty) == ("to_answer", d("03-20"), 100)
    assert not journey.fold(story.said).lines[1].because


def test_only_what_was_cancelled_is_asked_again():
    story = Story()
    story.order()
    story.line(("60", "03-20"), ("40", "04-20"))
    story.accept()
    halt(story, "line.cancelled", qty="40")
    halt(story, "line.reopened")

    assert (part(story, 1).view, part(story, 2).view) == ("due", "to_answer")


def test_an_order_wanted_again_leaves_its_cancelled_line_alone():
    story = Story()
    story.order()
    story.line(("60", "03-20"))
    story.line(("40", "03-20"), line=2)
    halt(story, "line.cancelled", 2)
    halt(story, "order.cancelled", 0)
    halt(story, "order.reopened", 0)

    folded = journey.fold(story.said)
    assert not folded.cancelled
    assert (folded.part(1, 1).open_qty, folded.part(2, 1).open_qty) == (60, 0)


def test_a_closed_line_waits_for_what_is_on_its_way(story):
    story.accept()
    story.step("DISPATCHED", "60", "03-10")
    story.step("RECEIVED", "50", "03-18", org=OWNER)
    halt(story, "line.closed")

    assert shares(part(story)) == (10, 50, 40)
    assert journey.fold(story.said).lines[1].closed


def test_a_closed_line_may_give_up_what_is_on_its_way_until_it_comes_after_all(story):
    story.accept()
    story.step("DISPATCHED", "60", "03-10")
    story.step("RECEIVED", "50", "03-18", org=OWNER)
    halt(story, "line.closed", transit="gone")

    assert shares(part(story)) == (0, 50, 50)
    assert part(story).stage == "RECEIVED"
    assert part(story).moved("dispatched") == 60

    story.step("RECEIVED", "4", "03-25", org=OWNER)

    assert shares(part(story)) == (0, 54, 46)


def test_a_closed_line_can_be_opened_again(story):
    story.step("RECEIVED", "50", "03-18", org=OWNER)
    halt(story, "line.closed", transit="gone")
    halt(story, "line.reopened")

    assert shares(part(story)) == (50, 50, 0)


def test_a_blocked_line_is_not_late_and_answers_to_it_change_nothing(story):
    halt(story, "line.blocked")
    story.accept()

    held = part(story)
    assert (held.view, held.late_from, held.next_step) == ("blocked", None, "")
    assert held.agreed_day is None
    assert "while_blocked" in flags(story)


def test_a_line_let_go_stands_as_before(story):
    before = part(story)
    halt(story, "line.blocked")
    halt(story, "line.unblocked")

    assert part(story) == before


def test_all_lines_are_blocked_at_once():
    story = Story()
    story.order()
    story.line(("60", "03-20"))
    story.line(("40", "03-20"), line=2)
    halt(story, "line.blocked", 0)

    assert journey.fold(story.said).views == {"blocked": 2}
