"""Goods are announced, packed, found and counted, in a real browser; at a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from portal.desk.tolerance import Limit
from tests.browser.conftest import DARK, PHONE
from tests.stories.shipping import announce
from tests.stories.test_tolerance_answers import set_
from tests.world import Line

pytestmark = pytest.mark.sqlite


@pytest.fixture
def orders(world, at):
    """PO-7 and PO-8, both agreed with Brenner."""
    at("2026-03-02T09:00")
    made = [world.place(number, Line(agreed="2026-04-01")) for number in ("PO-7", "PO-8")]
    at("2026-03-20T09:00")
    return made


def test_goods_are_announced_packed_and_counted(world, orders, open_page, sign_in, axe, fits):
    sam, rio = sign_in(open_page(), world.sam), sign_in(open_page(**PHONE), world.rio)
    sam.goto("/shipments")
    sam.get_by_role("link", name="Announce a shipment").click()
    for number in ("PO-7", "PO-8"):
        sam.get_by_label(f"Order {number}, line 10").check()
    axe(sam)
    sam.get_by_role("button", name="Go on").click()
    sam.get_by_label("Delivery note number").fill("DN-100")
    sam.get_by_role("button", name="Add a package").click()
    sam.get_by_label("Kind, package 1").wait_for()
    assert sam.get_by_label("Delivery note number").input_value() == "DN-100"
    sam.get_by_label("SSCC, package 1").fill("106141412345678909")
    sam.get_by_label("Quantity, Order PO-7, line 10").fill("60")
    axe(sam)
    sam.get_by_role("button", name="Announce", exact=True).last.click()
    sam.get_by_role("alert").get_by_text("An SSCC has 18 digits").wait_for()
    axe(sam)
    sam.get_by_label("SSCC, package 1").fill("106141412345678908")
    sam.get_by_role("button", name="Announce", exact=True).last.click()
    sam.get_by_role("heading", name="Shipment DN-100").wait_for()
    axe(sam)

    _count(rio, axe, fits)

    sam.reload()
    sam.locator("#goods").get_by_text("100 pcs").first.wait_for()
    assert sam.get_by_role("link", name="Cancel the shipment").count() == 0


def _count(rio, axe, fits):
    """Find the shipment by its package, and count what came."""
    rio.goto("/shipments?q=106141412345678908")
    rio.get_by_role("heading", name="Shipment DN-100").wait_for()
    axe(rio)
    fits(rio)
    rio.get_by_role("link", name="Receive it").click()
    rio.get_by_role("link", name="Fill in all as announced").click()
    first = rio.get_by_label("Received, Order PO-7, line 10")
    first.wait_for()
    expect(rio.locator("#rows-0-qty")).to_have_value("60")
    axe(rio)
    fits(rio)
    rio.get_by_role("button", name="Post the receipt").click()
    rio.get_by_text("Saved.").first.wait_for()
    axe(rio)
    fits(rio)


def test_an_auditor_looks_at_a_shipment_and_changes_nothing(
    world, orders, open_page, sign_in, axe, fits
):
    announce(world.browser(world.sam), *orders, due="2026-03-27")
    for page in (open_page(), open_page(**PHONE), open_page(**DARK)):
        aud = sign_in(page, world.aud)
        aud.goto("/shipments")
        axe(aud)
        fits(aud)
        aud.get_by_role("link", name="DN-100").click()
        aud.get_by_role("heading", name="Shipment DN-100").wait_for()
        axe(aud)
        fits(aud)
        expect(aud.locator("#goods").get_by_text("100 pcs").first).to_be_visible()
        for act in (
            "Receive it",
            "Correct the announcement",
            "Cancel the shipment",
            "Report a step",
        ):
            assert aud.get_by_role("link", name=act).count() == 0


@pytest.mark.parametrize("kind", [{}, PHONE, DARK], ids=["desk", "phone", "dark"])
def test_more_than_was_ordered_is_warned_of_before_it_is_sent(
    world, orders, open_page, sign_in, axe, fits, kind
):
    set_(world, **{"ship_over": Limit("accept", "ask", pct=2)})
    sam = sign_in(open_page(**kind), world.sam)
    sam.goto(f"/shipments/new?order={orders[0]}")
    sam.get_by_label("Delivery note number").fill("DN-104")
    sam.get_by_label("Quantity, Order PO-7, line 10").fill("104")
    sam.get_by_role("button", name="Announce", exact=True).last.click()
    sam.get_by_role("alert").get_by_text("10: 104 / 100").wait_for()
    axe(sam)
    fits(sam)
    sam.get_by_label("More than was ordered is meant").check()
    sam.get_by_role("button", name="Announce", exact=True).last.click()
    sam.get_by_role("heading", name="Shipment DN-104").wait_for()
