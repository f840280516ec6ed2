"""Buyer and supplier negotiate a line in a real browser: change, answer, counter, agree."""

import os

import pytest

from tests.browser.conftest import DARK, DESKTOP, PHONE, PLAIN
from tests.stories.filling import fill
from tests.vault.papers import pdf
from tests.world import Line

pytestmark = pytest.mark.sqlite
KINDS = [DESKTOP, PHONE, DARK, PLAIN]
NAMES = ["desktop", "phone", "dark", "plain"]


@pytest.fixture
def enter(world, live, open_page):
    """Open a window in which somebody is signed in: `enter(world.ada, PHONE)`."""

    def enter(who, kind):
        window = open_page(**kind)
        cookie = {"name": "portal", "value": world.secret(who), "url": live}
        window.context.add_cookies([cookie])
        return window

    return enter


@pytest.fixture
def order(world, at):
    """PO-7: two lines, which Sam has accepted."""
    at("2026-03-10T09:00")
    lines = (Line(name="Hexagon bolt M12", price="2.50"), Line(code="N-9", name="Nut M12"))
    placed = world.place("PO-7", *lines)
    fill(world.browser(world.sam), f"/orders/{placed}", f"/orders/{placed}/acceptances")
    return placed


@pytest.fixture
def check(axe, fits, request):
    """Check a page as it stands, and keep its picture where SHOTS names a folder."""

    def check(page, name, plain):
        if not plain:  # axe needs scripts
            axe(page)
        fits(page)
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/{request.node.callspec.id}-{name}.png", full_page=True)

    return check


def saved(page):
    page.get_by_text("Saved.").first.wait_for()


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_a_line_is_changed_after_a_look_and_answered_otherwise(world, enter, check, order, kind):
    ada, sam, plain = enter(world.ada, kind), enter(world.sam, kind), kind is PLAIN
    ada.goto(f"/orders/{order}")
    ada.get_by_role("link", name="Change … Line 10").click()
    ada.get_by_label("Quantity").first.fill("120")
    ada.locator("#act").get_by_label("Day").first.fill("2026-04-08")
    ada.get_by_role("button", name="Show what the supplier will see").click()
    ada.get_by_text("Nothing is sent yet").wait_for()
    check(ada, "1-preview", plain)
    ada.get_by_role("button", name="Change the line").click()
    saved(ada)
    check(ada, "2-changed", plain)

    sam.goto(f"/orders/{order}")
    sam.get_by_role("link", name="Answer … Line 10").click()
    sam.get_by_text("What changed since you answered").first.wait_for()
    check(sam, "3-what-changed", plain)
    sam.locator("#act").get_by_label("Day").first.fill("2026-04-20")
    sam.get_by_role("button", name="Send the answer").click()
    sam.get_by_text("You proposed: line 10").wait_for()
    check(sam, "4-proposed", plain)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_a_proposal_is_countered_and_the_counter_agreed(world, enter, check, order, kind):
    ada, sam, plain = enter(world.ada, kind), enter(world.sam, kind), kind is PLAIN
    answered = f"/orders/{order}?do=answer&line=1", f"/orders/{order}/answers"
    offer = {"parts-0-day": "2026-04-20", "verdict": "offer"}
    fill(world.browser(world.sam), *answered, **offer)
    ada.goto(f"/orders/{order}")
    check(ada, "5-to-decide", plain)
    ada.get_by_role("link", name="Ask for something else").click()
    ada.locator("#act").get_by_label("Day").first.fill("2026-04-14")
    ada.get_by_label("Note to the supplier").fill("The 14th would still do.")
    check(ada, "6-counter", plain)
    ada.get_by_role("button", name="Send it to the supplier").click()
    saved(ada)

    sam.goto(f"/orders/{order}")
    sam.get_by_text("The 14th would still do.").first.wait_for()
    check(sam, "7-countered", plain)
    sam.get_by_role("button", name="Accept what the buyer wants").click()
    saved(sam)
    sam.goto(f"/orders/{order}/lines/1")
    check(sam, "8-exchange", plain)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_an_answer_is_entered_for_the_supplier_who_confirms_it(world, enter, check, kind):
    order, plain = world.place("PO-9"), kind is PLAIN
    ada, sam = enter(world.ada, kind), enter(world.sam, kind)
    ada.goto(f"/orders/{order}?do=enter&line=1")
    ada.get_by_label("Who said it").fill("Mr Brenner")
    check(ada, "b1-enter", plain)
    ada.get_by_role("button", name="Enter the answer").click()
    saved(ada)

    sam.goto(f"/orders/{order}")
    check(sam, "b2-to-confirm", plain)
    sam.get_by_role("button", name="Yes, that is what we said").click()
    saved(sam)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_a_line_is_blocked_and_some_of_another_cancelled(world, enter, check, order, kind):
    ada, plain = enter(world.ada, kind), kind is PLAIN
    ada.goto(f"/orders/{order}?do=block&line=1")
    ada.get_by_label("Reason").select_option("DESIGN")
    ada.get_by_role("button", name="Block", exact=True).click()
    saved(ada)
    check(ada, "b3-blocked", plain)
    ada.goto(f"/orders/{order}?do=cancel&line=2")
    ada.get_by_label("Quantity to cancel").fill("40")
    ada.locator("#act").get_by_label("Reason").select_option("DEMAND")
    ada.get_by_role("button", name="Show what the supplier will see").click()
    ada.get_by_text("Nothing is sent yet").wait_for()
    check(ada, "b4-cancel", plain)
    ada.get_by_role("button", name="Cancel it").click()
    saved(ada)
    check(ada, "b5-cancelled", plain)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_another_price_and_another_item_are_offered_and_judged(world, enter, check, order, kind):
    ada, sam, plain = enter(world.ada, kind), enter(world.sam, kind), kind is PLAIN

    sam.goto(f"/orders/{order}?do=answer&line=1")
    assert not sam.get_by_label("Other price").is_visible(), "most answers need neither"
    sam.get_by_text("Another price or another item").click()
    sam.get_by_label("Other price").fill("2.75")
    sam.get_by_label("Number of the other item").fill("N-10")
    check(sam, "otherwise", plain)
    sam.get_by_role("button", name="Send the answer").click()
    saved(sam)

    ada.goto(f"/orders/{order}")
    judged = ada.locator(".card", has_text="To decide: line 10").first
    assert "2.75" in judged.inner_text() and "2.50" in judged.inner_text()
    assert "N-10" in judged.inner_text()
    check(ada, "judged", plain)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_terms_and_a_drawing_are_changed_and_seen(world, enter, check, order, kind):
    ada, sam, plain = enter(world.ada, kind), enter(world.sam, kind), kind is PLAIN

    ada.goto(f"/orders/{order}")
    ada.get_by_role("link", name="Change terms or drawings").click()
    ada.get_by_label("Delivery terms").fill("FCA")
    ada.get_by_label("Named place").fill("Graz")
    drawing = {"name": "bolt-c.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    ada.set_input_files("#file", drawing)
    check(ada, "terms", plain)
    ada.get_by_role("button", name="Make the next revision").click()
    saved(ada)

    sam.goto(f"/orders/{order}")
    asked = sam.locator(".notice", has_text="To acknowledge").first.inner_text()
    assert "FCA Graz" in asked and "bolt-c.pdf" in asked and "revision 2" in asked
    check(sam, "terms-seen", plain)
