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


def test_the_supplier_is_asked_and_answers(world, late, page):
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    fill(ada, page, f"{page}/notes", text="a note for our own eyes")
    fill(ada, page, f"{page}/questions", text="When will the bolts leave?")
    case = case_on(world, late)
    there = f"/orders/{late}/questions/{case.id}"

    asked = sam.get(there).text
    answer = fill(sam, there, f"{there}/answers", text="On Friday.")

    assert "When will the bolts leave?" in asked
    assert "for our own eyes" not in asked
    assert answer.status_code == 303
    assert case_on(world, late).state == "answered"
    shown = ada.get(page).text
    assert "On Friday." in shown
    assert "the supplier reads this" in shown
    assert "internal" in shown


def test_a_question_is_answered_once_until_it_is_asked_again(world, late, page):
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    fill(ada, page, f"{page}/questions", text="When?")
    there = f"/orders/{late}/questions/{case_on(world, late).id}"
    form = form_on(sam.get(there).text, f"{there}/answers")
    sam.post(f"{there}/answers", data=form | {"text": "Friday."})

    again = sam.post(f"{there}/answers", data=form | {"text": "Friday."})
    other = sam.post(f"{there}/answers", data=form | {"text": "No, Monday.", "key": uuid4().hex})

    assert (again.status_code, other.status_code) == (303, 422)
    assert "This question has been answered." in other.text
    assert sum(one.facts["kind"] == "case.answered" for one in world.history(late)) == 1


def test_only_whoever_was_asked_can_answer(world, late, page):
    fill(world.browser(world.ada), page, f"{page}/questions", text="When?")
    there = f"/orders/{late}/questions/{case_on(world, late).id}"

    assert world.browser(world.sue).get(there).status_code == 404
    assert world.browser(world.ada).get(there).status_code == 404
    sue = world.browser(world.sue)
    form = form_on(sue.get("/account").text, "/account/details")
    assert sue.post(f"{there}/answers", data=form | {"text": "x"}).status_code == 404
