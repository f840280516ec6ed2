"""What may be written, attached and pointed out in a message, and what may not."""

import io

import pytest

from portal.db import db, keeper
from portal.journey import OrderReading
from portal.ledger import EventDetail
from tests.stories.filling import form_on
from tests.stories.messages import CLOSED, posts, write
from tests.vault.papers import pdf
from tests.world import Line

PDF = pdf()


@pytest.fixture
def order(world):
    """An order of two lines."""
    return world.place("PO-7", Line(), Line(code="NUT-M12"))


@pytest.fixture
def talk(order):
    """The address of its conversation."""
    return f"/orders/{order}/messages"


@pytest.mark.parametrize(
    "text",
    [
        "שלום, מתי המשלוח יוצא? 🚚",
        "<script>alert(1)</script> & <b>bold</b>",
        "a" * 4000,
        "two\n\nparagraphs\n  and spaces",
        "\u202egnp.exe",
    ],
)
def test_any_text_is_shown_as_it_was_typed(world, order, talk, text):
    ada = world.browser(world.ada)

    assert write(ada, talk, text).status_code == 303

    shown = ada.get(talk)
    assert "<script>alert" not in shown.text and "<b>bold" not in shown.text
    with keeper(world.nordwind):
        kept = db.session.query(EventDetail.text).filter(EventDetail.name == "text").all()
    assert (text,) in kept


@pytest.mark.parametrize("text", ["", "   \n ", "a" * 4001])
def test_no_text_and_too_much_are_asked_for_again(world, order, talk, text):
    answer = write(world.browser(world.ada), talk, text)

    assert answer.status_code == 422
    assert posts(world, order) == []


def test_files_go_with_a_message_and_only_to_its_readers(world, order, talk):
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    note = {"files": (io.BytesIO(PDF), "costs.pdf")}
    shared = {"files": [(io.BytesIO(PDF), "drawing.pdf"), (io.BytesIO(PDF), "plan.pdf")]}
    write(ada, talk, "See the drawing.", **shared)
    write(ada, talk, CLOSED, "note=1", **note)

    files = [document for post in posts(world, order) for document in post.documents]
    assert len(files) == 3
    read = sam.get(talk).text
    assert "drawing.pdf" in read and "plan.pdf" in read and "costs.pdf" not in read
    there = [f"/orders/{order}/documents/{document}" for document in files]
    assert [sam.get(one).status_code for one in there] == [200, 200, 404]
    assert [ada.get(one).status_code for one in there] == [200, 200, 200]
    assert "costs.pdf" not in sam.get(f"/orders/{order}").text
    assert "drawing.pdf" in sam.get(f"/orders/{order}").text


def test_a_file_that_is_not_taken_sends_nothing(world, order, talk):
    ada = world.browser(world.ada)

    answer = write(ada, talk, "See this.", files=(io.BytesIO(b"MZ\x90"), "setup.exe"))

    assert answer.status_code == 422
    assert "We do not take .exe files." in answer.text
    assert "See this." in answer.text
    assert posts(world, order) == []


def test_people_are_mentioned_by_name_or_from_the_list(world, order, talk):
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    write(sam, talk, "We are here.")

    by_name = write(ada, talk, "@kim please look, and @Sam too. Not me@rio.example.")
    page = ada.get(f"{talk}?write=order").text
    from_list = write(ada, talk, "Rio, see above.", mentions=[str(world.rio.id)])

    assert (by_name.status_code, from_list.status_code) == (303, 303)
    found = posts(world, order)
    assert set(found[1].mentions) == {world.kim.id, world.sam.id}
    assert found[2].mentions == (world.rio.id,)
    assert ">Sam<" in page and ">Sue<" not in page and ">Aud<" not in page
    assert "mentions you" in world.browser(world.kim).get(talk).text


def test_nobody_is_pointed_to_what_they_cannot_read(world, order, talk):
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    write(sam, talk, "We are here.")

    in_a_note = write(ada, talk, CLOSED, "note=1", mentions=[str(world.sam.id)])
    stranger = write(ada, talk, "Look.", mentions=[str(world.sue.id)])
    unheard = write(sam, talk, "Look.", mentions=[str(world.kim.id)])
    nonsense = write(ada, talk, "Look.", mentions=["nobody"])

    assert [one.status_code for one in (in_a_note, stranger, unheard, nonsense)] == [422] * 4
    assert "Somebody you mention cannot read this." in in_a_note.text
    assert len(posts(world, order)) == 1


def test_one_form_is_one_message(world, order, talk):
    ada = world.browser(world.ada)
    form = form_on(ada.get(f"{talk}?write=order").text, talk) | {"text": "Once."}

    first, second = ada.post(talk, data=form), ada.post(talk, data=form)
    other = ada.post(talk, data=form | {"text": "Twice."})

    assert (first.status_code, second.status_code, other.status_code) == (303, 303, 409)
    assert len(posts(world, order)) == 1


def test_two_who_answer_at_once_both_see_what_was_said(world, order, talk):
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    write(ada, talk, "When?", question="y")
    (question,) = posts(world, order)
    at = f"{talk}?re={question.ident}"
    first, second = (form_on(sam.get(at).text, talk) for _ in range(2))

    sam.post(talk, data=first | {"text": "On Friday."})
    late = sam.post(talk, data=second | {"text": "On Monday."})

    assert late.status_code == 409
    assert "On Friday." in late.text and "On Monday." in late.text
    assert len(posts(world, order)) == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"about": "line:9"},
        {"about": "case:00000000-0000-0000-0000-000000000001"},
        {"to": "nobody"},
        {"answers": "00" * 16},
    ],
)
def test_what_a_form_may_not_say(world, order, talk, changed):
    answer = write(world.browser(world.ada), talk, "Hello.", **changed)

    assert answer.status_code == 422
    assert posts(world, order) == []


def test_htmx_gets_the_conversation_alone(world, order, talk):
    ada = world.browser(world.ada)
    htmx = {"HX-Request": "true", "HX-Request-Type": "partial"}

    part = ada.get(f"{talk}?write=order", headers=htmx)

    assert part.text.lstrip().startswith("<section") and "<html" not in part.text
    assert ada.get(talk).text.count("<h1") == 1


def test_messages_leave_no_trace_in_what_everybody_sees(world, order, talk):
    ada = world.browser(world.ada)

    def reading():
        with keeper(world.nordwind):
            row = db.session.query(OrderReading).filter(OrderReading.order == order).one()
            return row.changed_at, row.seq, row.fold, row.found

    before = reading()
    write(ada, talk, CLOSED, "note=1", files=(io.BytesIO(PDF), "costs.pdf"))
    write(ada, talk, "For Brenner.")

    assert reading() == before
