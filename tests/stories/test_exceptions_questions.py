"""What the supplier is asked about an exception, and what it answers."""

from uuid import uuid4

import pytest

from tests.stories.cases import case_on, late_order
from tests.stories.filling import fill, form_on


@pytest.fixture
def late(world, at):
    """An agreed order that was due on 1 April and has not come by the third."""
    return late_order(world, at)


@pytest.fixture
def page(world, late):
    """The address of the overdue case."""
    return f"/exceptions/{case_on(world, late).id}"


@pytest.fixture
def talk(late):
    """The address of the order's conversation, where the supplier reads and answers."""
    return f"/orders/{late}/messages"


def test_the_supplier_is_asked_and_answers(world, late, page, talk):
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    fill(ada, page, f"{page}/notes", text="a note for our own eyes")
    fill(ada, page, f"{page}/questions", text="When will the bolts leave?")
    case = case_on(world, late)

    asked = sam.get(talk).text
    answer = fill(sam, f"{talk}?re={case.id}", talk, text="On Friday.")

    assert "When will the bolts leave?" in asked
    assert "for our own eyes" not in asked
    assert answer.status_code == 303
    assert case_on(world, late).state == "answered"
    shown = ada.get(page).text
    assert "On Friday." in shown
    assert "the supplier reads this" in shown
    assert "internal" in shown


def test_a_question_is_answered_once_until_it_is_asked_again(world, late, page, talk):
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    fill(ada, page, f"{page}/questions", text="When?")
    form = form_on(sam.get(f"{talk}?re={case_on(world, late).id}").text, talk)
    sam.post(talk, data=form | {"text": "Friday."})

    again = sam.post(talk, data=form | {"text": "Friday."})
    other = sam.post(talk, data=form | {"text": "No, Monday.", "key": uuid4().hex})

    assert (again.status_code, other.status_code) == (303, 409)
    assert "Somebody answered this a moment ago." in other.text
    assert "Friday." in other.text and "No, Monday." in other.text
    assert sum(one.facts["kind"] == "case.answered" for one in world.history(late)) == 1


def test_only_whoever_was_asked_knows_of_it(world, late, page, talk):
    fill(world.browser(world.ada), page, f"{page}/questions", text="When?")
    sue = world.browser(world.sue)
    form = form_on(sue.get("/account").text, "/account/details")

    assert sue.get(talk).status_code == 404
    assert sue.post(talk, data=form | {"text": "x"}).status_code == 404


def test_a_case_is_talked_about_in_the_orders_conversation(world, late, page, talk):
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    about = {"about": f"case:{case_on(world, late).id}"}
    note = fill(ada, f"{talk}?note=1", talk, text="They are always late.", **about)
    early = fill(ada, f"{talk}?write=order", talk, text="We are surprised.", **about)
    asked = fill(ada, f"{talk}?write=order", talk, text="Why so late?", question="y", **about)

    assert (note.status_code, early.status_code, asked.status_code) == (303, 422, 303)
    assert "They do not know of this case yet." in early.text
    assert case_on(world, late).state == "waiting"
    read = sam.get(talk).text
    assert "Why so late?" in read and "always late" not in read

    fill(sam, f"{talk}?write=order", talk, text="We look into it.", **about)
    assert case_on(world, late).state == "waiting", "only an answer is an answer"
    shown = ada.get(page).text
    assert "We look into it." in shown and "They are always late." in shown


def test_whoever_asked_about_a_case_may_settle_it(world, late, page, talk):
    ada = world.browser(world.ada)
    fill(ada, page, f"{page}/questions", text="When?")
    asked = next(one for one in world.history(late) if one.facts["kind"] == "case.asked")

    done = fill(ada, talk, f"{talk}/{asked.ident}/settlement")

    assert done.status_code == 303
    assert case_on(world, late).state == "answered"
    assert "needs no answer any more" in ada.get(page).text
