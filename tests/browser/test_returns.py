"""Goods go back, in a real browser: asked, answered, picked up, back; at a desk and on a phone."""

import pytest

from portal.ledger import Draft, Qty, instant
from tests.browser.conftest import PHONE
from tests.world import Line

pytestmark = pytest.mark.sqlite


@pytest.fixture
def order(world, at):
    """PO-7, all of whose 100 pieces were received on 10 March."""
    at("2026-03-02T09:00")
    made = world.place("PO-7", Line(agreed="2026-03-20"), Line(code="BR-6204", qty="40"))
    now = at("2026-03-10T09:00")
    qty = (Qty(100, "EA", "received", 1),)
    world.tell(made, Draft("milestone", code="RECEIVED", line=1, qty=qty, when=instant(now)),
               by=world.rio)  # fmt: skip
    return made


def test_goods_go_back_and_new_ones_are_owed(world, order, open_page, sign_in, axe, fits):
    rio, sam = sign_in(open_page(), world.rio), sign_in(open_page(**PHONE), world.sam)
    rio.goto(f"/orders/{order}")
    rio.get_by_role("link", name="Send goods back").click()
    rio.get_by_label("Quantity").first.fill("12")
    rio.get_by_label("Reason", exact=True).select_option("QUALITY")
    rio.get_by_label("What is wrong with them").fill("The thread is cut.")
    axe(rio)
    rio.get_by_role("button", name="Ask the supplier").click()
    rio.get_by_role("heading", name="Return 1").wait_for()

    sam.goto(f"/orders/{order}#returns")
    sam.get_by_role("link", name="Answer … Return 1").click()
    sam.get_by_label("Yes, send it back").check()
    sam.get_by_label("Your return number").fill("RMA-7")
    axe(sam)
    fits(sam)
    sam.get_by_role("button", name="Send the answer").click()
    sam.get_by_text("accepted, to be picked up").wait_for()
    axe(sam)
    fits(sam)

    rio.reload()
    rio.get_by_role("link", name="Picked up …").click()
    rio.get_by_role("button", name="Report it").click()
    rio.get_by_text("on its way back").first.wait_for()
    axe(rio)
    assert rio.get_by_role("heading", name="Return 1 (RMA-7)").is_visible()
    assert "88 pcs\nReceived" in rio.locator("#lines").inner_text()


def test_nothing_is_sent_twice(world, order, desktop, sign_in):
    page = sign_in(desktop, world.rio)
    page.goto(f"/orders/{order}?do=return")
    page.get_by_label("Quantity").first.fill("12")
    page.get_by_label("Reason", exact=True).select_option("QUALITY")

    page.get_by_role("button", name="Ask the supplier").dblclick()
    page.get_by_role("heading", name="Return 1").wait_for()

    kinds = [said.facts["kind"] for said in world.history(order)]
    assert kinds.count("return.requested") == 1
