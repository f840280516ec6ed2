"""A supplier is short: what the buyer approved decides what goes first; the splits are proposed."""

import pytest

from tests.browser.conftest import PHONE
from tests.stories.filling import fill
from tests.world import Line

pytestmark = pytest.mark.sqlite


@pytest.fixture
def orders(world, at):
    """Two agreed orders for one bolt; of the first, 20 are truly needed now and 80 in June."""
    at("2026-03-02T09:00")
    calm = world.place("PO-7", Line(qty="100", ask="2026-04-01", agreed="2026-04-01"))
    pressed = world.place("PO-8", Line(qty="50", ask="2026-04-20", agreed="2026-04-20"))
    needs = {"rows-0-qty": "20", "rows-0-day": "2026-04-10"}
    needs |= {"rows-1-qty": "80", "rows-1-day": "2026-06-01"}
    fill(world.browser(world.ada), f"/orders/{calm}?do=need&line=1", f"/orders/{calm}/needs",
         **needs)  # fmt: skip
    return calm, pressed


@pytest.mark.parametrize("kind", [{}, PHONE], ids=["desktop", "phone"])
def test_the_most_needed_goes_first_and_the_splits_are_proposed(
    world, orders, open_page, sign_in, axe, fits, kind
):
    page = sign_in(open_page(**kind), world.sam)
    page.goto(f"/orders/{orders[0]}")
    page.get_by_text("Line 10: quantities and promises").click()
    page.get_by_role("link", name="Cannot ship everything").click()
    page.get_by_label("You can send now").fill("60")
    page.get_by_label("The rest can be there on").fill("2026-05-04")
    axe(page)
    fits(page)
    page.get_by_role("button", name="Show what to send first").click()
    rows = page.get_by_role("table").locator("tbody tr")
    rows.first.wait_for()
    assert ["PO-7" in text for text in rows.all_inner_texts()] == [True, False, True]
    assert "as the buyer says" in rows.nth(0).inner_text()
    axe(page)
    fits(page)
    page.locator("main").get_by_label("Reason").select_option("CAPACITY")
    page.get_by_role("button", name="Look at the proposals").click()
    page.wait_for_url("**/lines/bundles/**")
    axe(page)
    fits(page)
    assert world.history(orders[1])[-1].facts["kind"] != "response", "nothing before a look"
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    fits(page)
    last = [world.history(order)[-1].facts for order in orders]
    assert [one["body"].get("answer") for one in last] == ["change", "change"], page.inner_text(
        "main"
    )
