"""A supplier's own administration in a browser: who sees what, who stands in, several buyers."""

import pytest

from tests.browser.conftest import PHONE
from tests.stories.filling import fill, form_on
from tests.world import Line

pytestmark = pytest.mark.sqlite


@pytest.fixture
def order(world, at):
    """An order of Nordwind with Brenner, where Sam is the first."""
    at("2026-03-02T09:00")
    return world.place("PO-7", Line())


def narrow(world, who):
    """Let a colleague see only the orders they look after."""
    sam, at = world.browser(world.sam), f"/account/team/{who.id}"
    data = form_on(sam.get(at).text, at) | {"buyers-1-orders": "assigned"}
    assert sam.post(at, data=data).status_code == 303


def test_who_goes_on_holiday_names_a_substitute_who_sees_the_orders(
    world, order, open_page, sign_in, axe, fits
):
    world.lea, world.max = (
        world.person(name, "supplier", world.brenner) for name in ("Lea", "Max")
    )
    for one in (world.lea, world.max):
        narrow(world, one)
    fill(world.browser(world.sam), f"/orders/{order}/staff", f"/orders/{order}/staff",
         people=[str(world.lea.id)])  # fmt: skip
    lea, deputy = sign_in(open_page(**PHONE), world.lea), sign_in(open_page(), world.max)
    assert deputy.goto(f"/orders/{order}").status == 404
    lea.goto("/account/absences")
    lea.fill("#first", "2026-03-02")
    lea.fill("#last", "2026-03-06")
    lea.select_option("#deputy", label="Max")
    lea.click("main button[type=submit]")
    lea.wait_for_selector("text=Saved.")
    axe(lea)
    fits(lea)
    deputy.goto("/orders")
    deputy.get_by_role("link", name="PO-7").click()
    deputy.get_by_role("button", name="Accept all as asked").click()
    deputy.get_by_text("Saved.").first.wait_for()
    lea.goto("/account/absences")
    lea.get_by_role("button", name="They are back").or_(
        lea.locator("form[action$='/end'] button")
    ).first.click()
    lea.wait_for_selector("text=The absence is over.")
    assert deputy.goto(f"/orders/{order}").status == 404


def test_orders_of_several_buyers_are_one_inbox_narrowed_to_one(
    world, at, open_page, sign_in, axe, fits
):
    at("2026-03-02T09:00")
    world.place("PO-8", to=world.calder)
    world.place("W-1", to=world.calder, owner=world.westhaven)
    page = sign_in(open_page(**PHONE), world.sue)
    page.goto("/orders")
    for number, buyer in (("PO-8", "Nordwind"), ("W-1", "Westhaven")):
        assert buyer in page.locator("tr", has_text=number).inner_text()
    axe(page)
    fits(page)
    page.get_by_text("Search and filter").click()
    page.get_by_label("Buyer").fill("Westhaven")
    page.keyboard.press("Enter")
    page.wait_for_url("**partner=**")
    assert "W-1" in page.inner_text("main") and "PO-8" not in page.inner_text("main tbody")
    fits(page)
    page.goto("/lines")
    assert "PO-8" in page.inner_text("main") and "W-1" in page.inner_text("main")
