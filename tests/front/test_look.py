"""The styleguide in a real browser: rules of accessibility, phones, the policy."""

import os
from pathlib import Path

import pytest

WAYS = [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark"), (768, "light")]
PAGES = ("/", "/wrong", "/confirm")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "scheme"), WAYS)
def test_axe_finds_nothing_and_the_page_fits(look, violations, path, width, scheme):
    page = look(path, width=width, scheme=scheme)
    _keep_picture(page, f"{path.strip('/') or 'guide'}-{width}-{scheme}")

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []


def test_an_error_is_a_page_of_its_own(look, violations):
    page = look("/missing", width=320)

    assert violations(page) == []
    assert page.get_by_text("There is no order 4711.").is_visible()


def test_menus_open_on_a_phone_without_javascript(look, violations):
    page = look("/", width=320, java_script_enabled=False)

    assert not page.get_by_role("link", name="Shipments").is_visible()
    page.locator(".nav summary").click()

    assert page.get_by_role("link", name="Shipments").is_visible()


def test_an_open_menu_closes_on_escape(look, violations):
    page = look("/")
    page.locator(".menu summary").click()
    assert page.get_by_role("button", name="Sign out").is_visible()
    assert violations(page) == []

    page.keyboard.press("Escape")

    assert not page.get_by_role("button", name="Sign out").is_visible()


def test_the_navigation_stands_open_on_a_desk(look):
    page = look("/")

    links = page.get_by_role("navigation", name="Main").get_by_role("link")
    assert links.count() == 7
    assert all(link.is_visible() for link in links.all())
    assert not page.locator(".nav summary").is_visible()


def test_the_first_tab_offers_to_skip(look):
    page = look("/")

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0


def test_errors_come_back_in_place_and_take_the_focus(look):
    page = look("/")

    page.get_by_role("button", name="Save answer").click()

    summary = page.locator("#answer [role=alert]")
    summary.wait_for()
    assert "Say how many." in summary.inner_text()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    quantity = page.get_by_label("Quantity", exact=True)
    assert quantity.get_attribute("aria-invalid") == "true"
    assert quantity.get_attribute("aria-describedby") == "quantity-error"
    summary.get_by_role("link", name="Quantity").click()
    assert page.evaluate("document.activeElement.id") == "quantity"


def test_htmx_carries_the_token_and_breaks_no_policy(look):
    page = look("/")
    with page.expect_request("**/answer") as sent:
        page.get_by_role("button", name="Save answer").click()

    assert sent.value.headers["x-csrftoken"]
    assert sent.value.headers["hx-request"] == "true"
    assert [c for c in page.complaints if "422" not in c] == []


def test_a_broken_server_is_said_and_the_form_stays(look, violations):
    page = look("/")
    page.route("**/answer", lambda route: route.fulfill(status=500, body="<p>boom</p>"))
    page.get_by_label("Quantity", exact=True).fill("12")
    assert not page.get_by_text("That did not arrive").is_visible()

    page.get_by_role("button", name="Save answer").click()

    page.get_by_text("That did not arrive").wait_for()
    assert page.get_by_label("Quantity", exact=True).input_value() == "12"
    assert "boom" not in page.content()
    assert violations(page) == []


def test_a_server_that_cannot_be_reached_is_said(look):
    page = look("/")
    page.route("**/answer", lambda route: route.abort())

    page.get_by_role("button", name="Save answer").click()

    page.get_by_text("That did not arrive").wait_for()


def test_a_plain_form_is_not_sent_twice(look):
    page = look("/confirm")
    seen = []
    page.route("**/answer", lambda route: seen.append(route.request.url))

    page.locator("main form").evaluate("f => { f.requestSubmit(); f.requestSubmit(); }")
    page.wait_for_timeout(300)

    assert len(seen) == 1


def test_the_head_of_a_table_stays_in_sight(look):
    page = look("/")
    head = page.locator(".scroll.wide thead th").first
    page.locator(".scroll.wide").evaluate("box => { box.scrollTop = 300; box.scrollLeft = 400; }")

    box = page.locator(".scroll.wide").bounding_box()
    assert abs(head.bounding_box()["y"] - box["y"]) < 2
    assert abs(head.bounding_box()["x"] - box["x"]) < 2


def _keep_picture(page, name):
    """Keep a picture where PICTURES says, for looking at; by default nothing is kept."""
    if folder := os.environ.get("PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
