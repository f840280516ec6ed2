"""Ada changes the terms and drawings of an order; Sam sees what is different and answers anew."""

from io import BytesIO

import pytest

from portal import journey
from tests.stories.filling import fill, form_on
from tests.vault.papers import pdf
from tests.world import Line


@pytest.fixture(autouse=True)
def _morning(at):
    at("2026-03-10T09:00")


@pytest.fixture
def order(world):
    """PO-7: two lines, which Sam has accepted."""
    placed = world.place("PO-7", Line(), Line(code="NUT-M12"))
    accept(world, placed)
    return placed


def accept(world, order):
    return fill(world.browser(world.sam), f"/orders/{order}", f"/orders/{order}/acceptances")


def reissue(world, order, who=None, **typed):
    there = f"/orders/{order}"
    browser, files = world.browser(who or world.ada), typed.pop("files", {})
    page = browser.get(f"{there}?do=terms")
    data = form_on(page.text, f"{there}/terms")
    data.pop("file", None)
    return browser.post(f"{there}/terms", data=data | typed | files)


def drawing(name="bolt.pdf"):
    return {"file": (BytesIO(pdf()), name)}


def read(world, order):
    return journey.fold(world.history(order))


def waiting(world, order):
    lines = read(world, order).lines.values()
    return [line.line for line in lines if line.parts[1].view == "to_answer"]


def pdf_of(world, order, query=""):
    answer = world.browser(world.sam).get(f"/orders/{order}/order.pdf{query}")
    return answer.data if answer.status_code == 200 else b""


def test_other_terms_ask_for_every_line_anew_and_show_old_and_new(world, order):
    assert reissue(world, order, incoterm="FCA", terms="Graz").status_code == 303

    assert waiting(world, order) == [1, 2]
    page = world.browser(world.sam).get(f"/orders/{order}").text
    assert "What changed in the order since you answered" in page
    assert "FCA Graz" in page and "Order as PDF, revision 2" in page


def test_what_was_accepted_stays_what_was_shown(world, order):
    answered = next(one for one in world.history(order) if one.facts["kind"] == "response")
    before = pdf_of(world, order, f"?seq={answered.seq}")

    reissue(world, order, incoterm="FCA", type="drawing", paper_line="1", files=drawing())

    assert before and pdf_of(world, order, f"?seq={answered.seq}") == before
    assert pdf_of(world, order, "?revision=1") == before, "the drawing is of the next revision"
    assert pdf_of(world, order) != before
    accept(world, order)
    shown = [
        one.facts["body"]["shown"] for one in world.history(order) if "shown" in str(one.facts)
    ]
    assert [one["revision"] for one in shown] == [1, 1, 2, 2]


def test_a_drawing_of_one_line_asks_for_that_line_only(world, order):
    sent = reissue(world, order, type="drawing", paper_line="2", files=drawing())

    assert sent.status_code == 303
    assert waiting(world, order) == [2]
    page = world.browser(world.sam).get(f"/orders/{order}").text
    changed = page.partition("What changed in the order since you answered")[2]
    assert "Drawing" in changed and "bolt.pdf, line 20" in changed


def test_a_drawing_is_replaced_by_another(world, order):
    reissue(world, order, type="drawing", paper_line="1", files=drawing("c.pdf"))
    accept(world, order)
    (old,) = read(world, order).documents

    refused = reissue(world, order, gone=old.document, files=drawing("d.pdf"))
    sent = reissue(world, order, gone=old.document, text="Revision D.", files=drawing("d.pdf"))

    assert refused.status_code == 422 and "Say why it is no longer part" in refused.text
    assert sent.status_code == 303
    assert [one.document != old.document for one in read(world, order).documents] == [True]
    changed = (
        world.browser(world.sam).get(f"/orders/{order}").text.partition("since you answered")[2]
    )
    assert "c.pdf" in changed and "d.pdf" in changed


def test_nothing_different_is_no_revision(world, order):
    sent = reissue(world, order)

    assert sent.status_code == 422 and "Nothing is different yet" in sent.text
    assert read(world, order).revision == 1


def test_a_colleagues_revision_is_a_conflict(world, order):
    there, ada = f"/orders/{order}", world.browser(world.ada)
    form = form_on(ada.get(f"{there}?do=terms").text, f"{there}/terms")
    form.pop("file", None)
    reissue(world, order, incoterm="FCA")

    assert ada.post(f"{there}/terms", data=form | {"incoterm": "DAP"}).status_code == 409


def test_a_file_we_do_not_take_is_said_beside_its_field(world, order):
    sent = reissue(world, order, files={"file": (BytesIO(b"MZ\x90\x00"), "bolt.exe")})

    assert sent.status_code == 422
    assert read(world, order).revision == 1


def test_nobody_else_changes_terms(world, order):
    for who in (world.sam, world.rio):
        answer = world.browser(who).post(f"/orders/{order}/terms", data={"incoterm": "FCA"})
        assert answer.status_code in (403, 404, 400)
    assert "do=terms" not in world.browser(world.sam).get(f"/orders/{order}").text
