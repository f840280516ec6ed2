"""People write to each other about an order: who reads what, and what waits for an answer."""

import pytest

from portal import desk
from tests.stories.filling import form_on
from tests.stories.messages import CLOSED, posts, write
from tests.world import Line


@pytest.fixture
def order(world):
    """An order of two lines."""
    return world.place("PO-7", Line(), Line(code="NUT-M12"))


@pytest.fixture
def talk(order):
    """The address of its conversation."""
    return f"/orders/{order}/messages"


def asked(world, who):
    """Return (ours, theirs): how many questions wait, as this person sees it."""
    with world.seen_by(who):
        found = desk.open_questions()
    return len(found[desk.OURS]), len(found[desk.THEIRS])


def test_a_question_is_asked_answered_and_off_the_lists(world, order, talk):
    ada, sam = world.browser(world.ada), world.browser(world.sam)

    sent = write(ada, talk, "Can you send 40 first?", question="y", about="line:2")

    assert sent.status_code == 303
    assert (asked(world, world.ada), asked(world, world.sam)) == ((0, 1), (1, 0))
    assert "1 for us" in sam.get("/orders").text and "1 for them" in ada.get("/orders").text
    assert "PO-7" in sam.get("/orders?tab=ours").text
    assert "PO-7" not in sam.get("/orders?tab=theirs").text
    assert "PO-7" in ada.get("/orders?tab=theirs").text
    assert "Questions to us" in sam.get("/").text
    shown = sam.get(talk).text
    assert "Line 20" in shown and "Can you send 40 first?" in shown
    assert "Ada (Nordwind)" in shown and "CET" in shown

    (question,) = posts(world, order)
    answer = write(sam, talk, "Yes, on Monday.", f"re={question.ident}", done="y")

    assert answer.status_code == 303
    assert (asked(world, world.ada), asked(world, world.sam)) == ((0, 0), (0, 0))
    assert [post.thread.line for post in posts(world, order)] == [2, 2]
    assert "answered" in ada.get(f"/orders/{order}").text


def test_a_reply_that_is_no_answer_leaves_the_question_open(world, order, talk):
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    write(ada, talk, "When?", question="y")
    (question,) = posts(world, order)
    form = form_on(sam.get(f"{talk}?re={question.ident}").text, talk)

    sam.post(talk, data={**form, "text": "We ask the plant.", "done": []})

    assert asked(world, world.sam) == (1, 0)


def test_both_sides_ask(world, order, talk):
    sam, ada = world.browser(world.sam), world.browser(world.ada)

    write(sam, talk, "Which drawing counts?", question="y")

    assert (asked(world, world.sam), asked(world, world.ada)) == ((0, 1), (1, 0))
    assert "PO-7" in ada.get("/orders?tab=ours").text
    (question,) = posts(world, order)
    write(ada, talk, "Revision C.", f"re={question.ident}")
    assert asked(world, world.ada) == (0, 0)


def test_whoever_asked_may_settle_it_and_nobody_else(world, order, talk):
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    write(ada, talk, "When?", question="y")
    (question,) = posts(world, order)
    settle = f"{talk}/{question.ident}/settlement"
    form = form_on(ada.get(talk).text, settle)

    with pytest.raises(AssertionError, match="no form leads"):
        form_on(sam.get(talk).text, settle)
    sams = form_on(sam.get(f"{talk}?write=order").text, talk)
    refused = sam.post(settle, data=sams)
    settled = ada.post(settle, data=form)
    again = ada.post(settle, data=form)

    assert (refused.status_code, settled.status_code, again.status_code) == (422, 303, 303)
    assert asked(world, world.ada) == (0, 0)
    assert "needs no answer any more" in sam.get(talk).text


def test_a_note_is_for_one_side_alone(world, order, talk):
    ada, sam = world.browser(world.ada), world.browser(world.sam)

    write(ada, talk, f"We pay more if we must: {CLOSED}.", "note=1")
    write(sam, talk, f"We have plenty: {CLOSED}.", "note=1")

    hers, his = ada.get(talk).text, sam.get(talk).text
    assert "We pay more" in hers and "We have plenty" not in hers
    assert "We have plenty" in his and "We pay more" not in his
    assert "Note: only Nordwind reads this" in hers


def test_a_note_asks_nobody_and_answers_nobody(world, order, talk):
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    write(ada, talk, "When?", question="y")
    (question,) = posts(world, order)

    asking = write(ada, talk, "Who knows?", "note=1", question="y")
    hidden = write(sam, talk, "Tell them nothing.", f"re={question.ident}", to="us")

    assert (asking.status_code, hidden.status_code) == (422, 422)
    assert "A note asks nobody." in asking.text
    assert len(posts(world, order)) == 1


def test_a_third_party_reads_what_is_for_everybody(world):
    haulier = {"org": world.calder, "role": "carrier"}
    order = world.place("PO-9", Line(), parties=[haulier], to=world.brenner)
    here = f"/orders/{order}/messages"
    ada, sam, sue = (world.browser(who) for who in (world.ada, world.sam, world.sue))
    write(ada, here, "What is your best price?")
    write(ada, here, "The gate closes at four.", to="all")

    assert "best price" in sam.get(here).text and "The gate" in sam.get(here).text
    theirs = sue.get(here).text
    assert "The gate closes at four." in theirs and "best price" not in theirs
    assert "best price" not in sue.get(f"/orders/{order}").text

    write(sue, here, "Then we come at three.")
    assert "come at three" in ada.get(here).text
    assert "come at three" not in sam.get(here).text


def test_a_customer_writes_about_its_own_order(world):
    order = world.place("SO-9", Line(), to=world.lindqvist, type="sales")
    here = f"/orders/{order}/messages"

    sent = write(world.browser(world.cam), here, "Is it packed?", question="y")

    assert sent.status_code == 303
    assert asked(world, world.ada) == (1, 0)
    assert "SO-9" in world.browser(world.cam).get("/orders?tab=theirs").text
    assert asked(world, world.sam) == (0, 0)


def test_an_auditor_reads_and_does_not_write(world, order, talk):
    ada, aud = world.browser(world.ada), world.browser(world.aud)
    write(ada, talk, "When?", question="y")
    write(ada, talk, CLOSED, "note=1")

    shown = aud.get(f"{talk}?write=order")

    assert "When?" in shown.text and CLOSED not in shown.text
    assert "Write a message" not in shown.text and 'name="text"' not in shown.text
    assert aud.post(talk, data={"text": "x"}).status_code == 404
