"""The conversation of an order in a real browser."""

import pytest

from portal import desk
from tests.stories.messages import write
from tests.vault.papers import pdf
from tests.world import Line


@pytest.fixture
def order(world):
    """An order of two lines."""
    return world.place("PO-7", Line(), Line(code="NUT-M12"))


def test_a_question_and_its_answer_without_leaving_the_order(
    world, order, desktop, phone, sign_in, axe, fits
):
    ada = sign_in(desktop, world.ada)
    ada.goto(f"/orders/{order}")
    ada.click("text=Write a message")
    ada.wait_for_selector("#write")
    ada.select_option("#about", "line:2")
    ada.fill("#text", "Can 40 leave first? 🚚")
    ada.check("#question")
    plan = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    ada.set_input_files("#files", plan)
    axe(ada)
    ada.click("#write button")
    ada.wait_for_selector("text=Sent.")
    assert ada.url.endswith(f"/orders/{order}"), "the order's page stays"
    assert "waits for Brenner" in ada.inner_text("#talk")
    assert "plan.pdf" in ada.inner_text("#talk")
    axe(ada)

    sam = sign_in(phone, world.sam)
    sam.goto("/orders?tab=ours")
    axe(sam)
    fits(sam)
    sam.click("td.main a")
    sam.click(".post a.btn")
    sam.wait_for_selector("#write")
    fits(sam)
    axe(sam)
    sam.fill("#text", "Yes, on Monday.")
    sam.click("#write button")
    sam.wait_for_selector("text=Sent.")
    fits(sam)
    assert "answered" in sam.inner_text("#talk")


def test_a_note_looks_like_one_in_the_dark_too(world, order, dark, sign_in, axe):
    ada = sign_in(dark, world.ada)
    ada.goto(f"/orders/{order}/messages")
    ada.click("text=Write a note")
    ada.wait_for_selector("#write")
    assert ada.is_checked("input[name=to][value=us]")
    ada.fill("#text", "הערה פנימית: we wait one more day.")
    ada.click("#write button")
    ada.wait_for_selector(".post.note")

    axe(ada)
    assert "Note: only Nordwind reads this" in ada.inner_text(".post.note")
    style = "getComputedStyle(document.querySelector('.post.note')).borderTopStyle"
    assert ada.evaluate(style) == "dashed"
    assert ada.get_attribute(".post.note .text", "dir") == "auto"


def test_what_is_wrong_is_said_in_place(world, order, desktop, sign_in, axe):
    ada = sign_in(desktop, world.ada)
    ada.goto(f"/orders/{order}")
    ada.click("text=Write a message")
    ada.wait_for_selector("#write")
    ada.click("#write button")
    ada.wait_for_selector("text=Not sent yet. Please check:")

    assert "Write your message." in ada.inner_text("#write")
    axe(ada)


def test_messages_work_without_javascript(world, order, plain, sign_in):
    ada = sign_in(plain, world.ada)
    ada.goto(f"/orders/{order}")
    ada.click("text=Write a message")
    ada.fill("#text", "When do they leave?")
    ada.check("#question")
    ada.click("#write button")

    assert "Sent." in ada.inner_text("main")
    ada.click("text=Needs no answer any more")
    assert "needs no answer any more" in ada.inner_text("#talk")
    with world.seen_by(world.ada):
        assert desk.open_questions() == {desk.OURS: [], desk.THEIRS: []}


def test_the_way_to_a_message_ends_at_it(world, order, desktop, phone, sign_in, axe, fits):
    talk = f"/orders/{order}/messages"
    for n in range(12):
        write(world.browser(world.ada), talk, f"Word {n} of many.", question="y" if n == 2 else "")

    for window in (desktop, phone):
        sam = sign_in(window, world.sam)
        sam.goto("/orders?tab=ours")
        sam.click("td[data-label='Questions'] a")
        post = sam.locator(".post:target")
        post.wait_for()
        box, height = post.bounding_box(), sam.viewport_size["height"]
        assert "Word 2 of many." in post.inner_text()
        assert 0 <= box["y"] < height, "it is in sight"
        assert post.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
        axe(sam)
        fits(sam)
