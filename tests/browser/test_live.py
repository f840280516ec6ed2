"""Open pages show by themselves what others said, and disturb nobody."""

import pytest

from tests.browser.conftest import PHONE
from tests.stories.cases import late_order
from tests.stories.filling import fill

pytestmark = pytest.mark.sqlite
ASK = "for (const one of document.querySelectorAll('[data-alone]')) htmx.trigger(one, 'look')"
CHANGED = "b => document.getElementById('order-history').innerText !== b"


@pytest.fixture
def order(world):
    """An order that waits for Sam's answer."""
    return world.place("PO-7")


def accept(world, order):
    """Sam accepts all as asked, somewhere else."""
    at = f"/orders/{order}"
    fill(world.browser(world.sam), at, f"{at}/acceptances")


def test_an_answer_appears_on_the_others_open_page(world, order, desktop, sign_in, axe):
    window = sign_in(desktop, world.ada)
    window.goto(f"/orders/{order}")
    before = window.inner_text("#order-history")
    window.evaluate("window.marked = true")
    accept(world, order)

    window.evaluate(ASK)
    window.wait_for_selector("#live .news")
    window.wait_for_function(CHANGED, arg=before)

    assert "new event" in window.inner_text("#live")
    assert window.evaluate("window.marked"), "the page was not loaded again"
    axe(window)
    window.evaluate(ASK)
    window.wait_for_timeout(300)
    assert window.locator("#live-asks").count() == 1


def test_a_form_half_filled_stays_as_it_is(world, order, desktop, sign_in):
    window = sign_in(desktop, world.ada)
    window.goto(f"/orders/{order}?do=attach")
    before = window.inner_text("#order-history")
    field = window.locator("#act textarea").first
    field.fill("Half a sentence")
    accept(world, order)

    window.evaluate(ASK)
    window.wait_for_function(CHANGED, arg=before)

    assert field.input_value() == "Half a sentence"
    assert window.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_what_is_ticked_in_a_list_stays_and_the_way_to_the_news_stands_there(
    world, order, desktop, sign_in
):
    window = sign_in(desktop, world.ada)
    window.goto("/orders?tab=all")
    window.check("input[name=row]")
    world.place("PO-8")

    window.evaluate(ASK)
    window.wait_for_selector("#live .news a")
    window.wait_for_timeout(300)
    assert window.is_checked("input[name=row]") and not window.is_visible("text=PO-8")

    window.click("#live .news a")
    window.wait_for_selector("text=PO-8")


def test_a_list_that_is_only_read_grows(world, order, open_page, sign_in, fits):
    for kind in ({}, PHONE):
        window = sign_in(open_page(**kind), world.ada)
        window.goto("/orders?tab=all")
        number = f"PO-{len(kind)}8"
        world.place(number)

        window.evaluate(ASK)
        window.wait_for_selector(f"text={number}")
        fits(window)
        if not kind:  # the boxes can be ticked all at once, as before
            window.check("thead input[type=checkbox]")
            assert window.locator("input[name=row]:checked").count() == 2


def test_the_reader_is_not_moved(world, order, desktop, sign_in):
    window = sign_in(desktop, world.ada)
    window.set_viewport_size({"width": 1280, "height": 500})
    window.goto(f"/orders/{order}")
    window.locator("#order-papers").scroll_into_view_if_needed()
    top = "document.getElementById('order-papers').getBoundingClientRect().top"
    before = window.evaluate(top)
    shown = window.inner_text("#order-history")
    accept(world, order)

    window.evaluate(ASK)
    window.wait_for_function(CHANGED, arg=shown)

    assert abs(window.evaluate(top) - before) < 60


def test_a_case_shows_what_a_colleague_did(world, at, desktop, sign_in):
    late_order(world, at)
    window = sign_in(desktop, world.ada)
    window.goto("/exceptions")
    window.click("td.main a >> nth=0")
    window.wait_for_selector("#case")
    case = window.evaluate("location.pathname")
    fill(world.browser(world.kim), case, f"{case}/notes", text="I called them.")

    window.evaluate(ASK)

    window.wait_for_selector("#case-steps >> text=I called them.")


def test_a_page_that_nobody_sees_does_not_ask(world, order, desktop, sign_in):
    window = sign_in(desktop, world.ada)
    window.goto(f"/orders/{order}")
    asked = []
    window.on("request", lambda one: asked.append(one.url) if "/static/" not in one.url else None)
    hide = "Object.defineProperty(document, 'hidden', {get: () => window.away, configurable: true})"
    window.evaluate(f"window.away = true; {hide}; {ASK}")
    window.wait_for_timeout(300)
    assert asked == []

    window.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    window.wait_for_timeout(500)
    assert any("/live/orders/" in one for one in asked)
