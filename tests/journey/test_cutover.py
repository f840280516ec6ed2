"""Orders agreed before the portal came: nobody is asked again, and quantities start right."""

from dataclasses import replace
from decimal import Decimal

from portal import journey
from portal.ledger import Draft, Qty
from tests.journey.saying import OWNER, START, SUPPLIER, Story, d, part


def taken_over(qty="100", agreed="04-10", before="", **body):
    """Return an order that was agreed elsewhere, some of which may have come."""
    story = Story()
    story.order(agreed=True)
    row = {"part": 1, "qty": qty, "ask": d("04-01").isoformat(), "agreed": d(agreed).isoformat()}
    story.line((qty, "04-01"), parts=[row], agreed="yes", **body)
    if before:
        came(story, before)
    return story


def came(story, n, at=START):
    """Say what had come before the portal, as a file of this moment says it."""
    qty, body = (Qty(Decimal(n), "EA", "received"),), {"count": "total", "before": True}
    draft = Draft("milestone", code="RECEIVED", line=1, qty=qty, key=f"before:{n}", body=body)
    story.tell(replace(draft, reported=at), OWNER)


def moved(story, *steps):
    """Return how much of line 1 has reached each step."""
    line = journey.fold(story.said).lines[1]
    return [line.moved(step) for step in steps]


def test_nobody_is_asked_again():
    found = part(taken_over())

    assert not found.asking and found.view == "due"
    assert (found.agreed_day, found.base_day, found.carried) == (d("04-10"), d("04-10"), True)


def test_without_a_day_of_its_own_the_requested_one_was_agreed():
    story = Story()
    story.order(agreed=True)
    story.line(("100", "04-01"), agreed="yes")

    assert part(story).agreed_day == d("04-01") and not part(story).asking


def test_a_line_added_later_is_asked_for():
    story = taken_over()
    story.line(("5", "05-01"), line=2, agreed="no")
    story.line(("5", "05-01"), line=3, revision=2)

    lines = journey.fold(story.said).lines
    assert [one.parts[1].asking for one in lines.values()] == [False, True, True]


def test_what_had_come_is_not_waited_for():
    story = taken_over(before="40")
    found = part(story)

    assert (found.fulfilled, found.open_qty) == (40, 60)
    assert moved(story, "dispatched", "delivered", "received") == [40, 40, 40]
    assert found.reached["received"].full_at is None and found.open


def test_what_comes_here_is_added_whoever_reports_it():
    story = taken_over(before="40")
    story.step("DISPATCHED", "25", "03-20", org=SUPPLIER)
    story.step("RECEIVED", "25", "03-25", org=OWNER)

    assert moved(story, "dispatched", "received") == [65, 65]
    assert journey.fold(story.said).lines[1].before == 40


def test_all_of_it_had_come():
    assert not part(taken_over(before="100")).open


def test_a_later_file_says_the_total_of_its_day_and_not_more_of_before():
    story = taken_over(before="40")
    story.step("RECEIVED", "25", "03-25", org=OWNER)
    came(story, "65", START.replace(day=28))

    assert moved(story, "received") == [65]
    assert journey.fold(story.said).lines[1].before == 40


def test_the_order_of_two_files_does_not_matter():
    late = START.replace(day=28)
    one, other = taken_over(), taken_over()
    for story, files in (
        (one, (("40", START), ("65", late))),
        (other, (("65", late), ("40", START))),
    ):
        for n, at in files:
            came(story, n, at)

    assert moved(one, "received") == moved(other, "received") == [65]
    assert journey.fold(one.said).lines[1].before == journey.fold(other.said).lines[1].before == 40


def test_the_first_change_asks_for_what_changed_only():
    story = taken_over()
    story.line(("50", "05-01"), line=2, agreed="yes")
    story.change(("120", "04-01"), revision=2)

    lines = journey.fold(story.said).lines
    assert lines[1].parts[1].asking and not lines[2].parts[1].asking
    assert lines[1].parts[1].agreed_day == d("04-10"), "what was agreed stays until it is answered"


def test_an_old_agreed_day_repeated_with_a_change_is_no_new_agreement():
    story = taken_over()
    row = {"part": 1, "qty": "120", "ask": d("04-01").isoformat(), "agreed": d("04-10").isoformat()}
    story.change(("120", "04-01"), revision=2, parts=[row])

    assert part(story).asking
    row["agreed"] = d("04-20").isoformat()
    story.change(("120", "04-01"), revision=3, parts=[row])

    assert not part(story).asking and part(story).agreed_day == d("04-20")


def test_an_answer_in_the_portal_is_an_agreement_of_its_own():
    story = taken_over()
    story.change(("120", "04-01"), revision=2)
    story.accept(revision=2)

    assert not part(story).carried
