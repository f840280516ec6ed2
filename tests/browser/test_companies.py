"""Choosing a company in a browser: by keyboard, without JavaScript, on a phone, under axe."""

import pytest

from portal import people
from portal.db import keeper, transaction

pytestmark = pytest.mark.sqlite


@pytest.fixture
def many(world):
    """Nordwind with 60 partners more and an order with one of them; its long lists too."""
    with keeper(world.nordwind), transaction():
        made = [
            people.partner_called(world.nordwind, "supplier", f"Works {n:03}", f"W-{n:03}")[0]
            for n in range(60)
        ]
    world.place("PO-1", to=made[41])
    return world


def test_a_partner_is_chosen_by_keyboard_without_javascript(many, plain, sign_in):
    page = sign_in(plain, many.ada)
    page.goto("/orders")

    box = page.get_by_role("combobox", name="Partner")
    box.focus()
    page.keyboard.type("works 04")
    page.keyboard.press("Enter")

    page.get_by_text("More than one company fits “works 04”.").wait_for()
    page.get_by_role("link", name="Works 041 (W-041)").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="PO-1").wait_for()
    assert box.input_value() == "Works 041 (W-041)"


@pytest.mark.parametrize("kind", ["desktop", "phone", "dark"])
def test_pages_that_ask_back_are_clean(many, request, kind, sign_in, axe, fits):
    page = sign_in(request.getfixturevalue(kind), many.kim)

    for address in (
        "/orders?partner=works+04",
        "/orders?partner=nobody",
        "/exceptions?supplier=works",
        "/admin/people?q=a",
        "/admin/people/invitations?q=nobody",
        "/admin/grants?q=year",
        "/admin/organisations?q=works",
    ):
        page.goto(address)
        axe(page)
        fits(page)


def test_a_grant_asks_which_partner_is_meant(many, phone, sign_in, axe, fits):
    page = sign_in(phone, many.kim)
    page.goto("/admin/grants/new")
    page.get_by_label("Only orders with").fill("works 04")
    page.get_by_label("Access ends after").fill("2026-04-30")
    page.get_by_label("What it is for").fill("Quarter")
    page.get_by_role("button", name="Let the auditor look").click()

    page.get_by_label("Works 041 (W-041)").check()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Let the auditor look").click()
    page.wait_for_url("**/admin/grants")
    page.get_by_text("Works 041").wait_for()
