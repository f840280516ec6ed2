"""Forecasts and how right they were in a real browser: the buyer, the auditor, the supplier.

And the key by which a company's own system asks, made and taken back by an administrator.
"""

import json
from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from portal import clock, flow, jobs
from tests.browser.conftest import DARK, PHONE, PLAIN
from tests.insight.finished import FIRST, load
from tests.world import Line

pytestmark = pytest.mark.sqlite
ORDERS = 105
SITE = {"from": {"country": "AT"}, "site": "Works"}


@pytest.fixture
def looked(world, at):
    """105 orders have come, an open one is foreseen, and the worker has looked back."""
    at(f"{FIRST + timedelta(days=4 * ORDERS + 5):%Y-%m-%dT%H:%M}")
    load(world, ORDERS)
    jobs.learn()
    order = world.place("PO-7", Line(ask=f"{clock.now() + timedelta(days=20):%Y-%m-%d}"), **SITE)
    at(f"{FIRST + timedelta(days=4 * ORDERS + 9):%Y-%m-%dT%H:%M}")
    jobs.foresee()
    flow.measure(world.nordwind, clock.now())
    return order


def test_the_buyer_goes_from_a_figure_to_its_lines_and_back(
    world, looked, desktop, sign_in, axe, fits
):
    page = sign_in(desktop, world.ada)
    page.get_by_role("link", name="Accuracy").click()
    page.get_by_text("Not enough data", exact=True).wait_for()
    page.get_by_role("navigation", name="Period").get_by_role("link", name="365 days").click()
    page.get_by_role("heading", name="By stage").wait_for()
    axe(page)

    row = page.get_by_role("row").filter(has_text="AT → Works")
    count = row.get_by_role("link").first.inner_text()
    row.get_by_role("link").first.click()
    page.get_by_role("heading", name="Forecasts: AT → Works").wait_for()
    whole = page.get_by_role("navigation", name="Which forecasts")
    assert whole.locator("[aria-current] .count").inner_text() == count
    axe(page)
    whole.get_by_role("link", name="Really late").click()
    page.wait_for_url("**only=late**")
    late = int(whole.locator("[aria-current] .count").inner_text())
    assert page.get_by_role("row").count() - 1 == min(late, 50), "each of them, and a heading"

    page.get_by_role("row").nth(1).get_by_role("link").click()
    page.get_by_role("heading", name="OLD-purchase-").wait_for()
    page.go_back()
    page.wait_for_url("**only=late**")
    page.get_by_role("link", name="Accuracy").last.click()
    page.get_by_role("heading", name="By stage").wait_for()
    assert page.url.count("days=365"), "the period is kept on the way back"
    fits(page)


@pytest.mark.parametrize("kind", [PHONE, DARK, PLAIN], ids=["phone", "dark", "plain"])
def test_each_figure_opens_everywhere(world, looked, open_page, sign_in, axe, fits, kind):
    page = sign_in(open_page(**kind), world.ada)
    page.goto("/accuracy?days=365")
    fits(page)
    page.get_by_text("The same in figures").click()
    page.get_by_role("link", name="late, of").first.click()
    page.get_by_role("heading", name="Forecasts: all forecasts").wait_for()
    assert page.get_by_role("navigation", name="Which forecasts").get_by_text("Chance around")
    fits(page)
    page.goto("/accuracy?days=365#rules")
    page.get_by_role("link", name="of them late").click()
    page.get_by_role("heading", name="Lines that were due").wait_for()
    assert page.get_by_text("late", exact=True).count() > 3
    fits(page)
    if kind is not PLAIN:
        axe(page)


def test_by_keyboard_a_figure_is_reached_and_opened(world, looked, desktop, sign_in):
    page = sign_in(desktop, world.ada)
    page.goto("/accuracy?days=365")
    page.get_by_role("link", name="Off by, on average").focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert "Came within the band" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Forecasts: all forecasts").wait_for()
    assert "only=held" in page.url


def test_the_auditor_sees_it_and_the_supplier_does_not(world, looked, open_page, sign_in):
    auditor = world.grant(world.person("Ira", "auditor", world.nordwind))
    page = sign_in(open_page(), auditor)
    page.goto("/accuracy?days=365")
    page.get_by_role("heading", name="By partner").wait_for()
    page.get_by_role("row").filter(has_text="Brenner").get_by_role("link").first.click()
    page.get_by_role("heading", name="Forecasts: Brenner").wait_for()

    sam = sign_in(open_page(), world.sam)
    assert not sam.get_by_role("link", name="Accuracy").count()
    for there in ("/accuracy", "/accuracy/forecasts", "/accuracy/rules", "/journeys"):
        assert sam.goto(there).status == 404


@pytest.mark.parametrize("kind", [PHONE, DARK], ids=["phone", "dark"])
def test_the_outlook_stands_beside_the_other_claims(
    world, looked, open_page, sign_in, axe, fits, kind
):
    page = sign_in(open_page(**kind), world.ada)
    page.goto(f"/orders/{looked}")
    section = page.locator(".foreseen").first
    page.locator("details").filter(has=section).first.locator("summary").first.click()
    section.wait_for()
    said = section.inner_text()

    for words in ("Requested", "Our forecast", "past deliveries", "Rests on", "likely later than"):
        assert words in said, words
    assert "Our forecast" in section.get_by_role("img").locator("title").text_content()
    axe(page)
    fits(page)
    sam = sign_in(open_page(**kind), world.sam)
    sam.goto(f"/orders/{looked}")
    assert not sam.locator(".foreseen").count(), "a forecast is the owner's alone"


def test_the_slider_goes_back_and_forth(world, looked, at, desktop, sign_in, axe):
    at(f"{clock.now() + timedelta(days=1):%Y-%m-%dT%H:%M}")
    world.reach(looked, "DISPATCHED", "60", world.sam, what="dispatched")
    page = sign_in(desktop, world.ada)
    page.goto(f"/orders/{looked}")
    assert page.get_by_text("60 pcs").count()
    page.get_by_role("link", name="Look back: the order as it was known").click()
    page.get_by_text("As it was known on").first.wait_for()
    assert not page.get_by_text("60 pcs").count()
    axe(page)
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("60 pcs").first.wait_for()
    page.get_by_role("link", name="Show what is known now").click()
    page.wait_for_url(lambda url: "as_of" not in url and "step" not in url)


@pytest.mark.parametrize("kind", [PHONE, DARK], ids=["phone", "dark"])
def test_conflicts_stand_side_by_side(world, looked, open_page, sign_in, axe, fits, kind):
    world.reach(looked, "DISPATCHED", "60", world.sam, what="dispatched")
    world.reach(looked, "DISPATCHED", "50", world.ada, what="dispatched")
    page = sign_in(open_page(**kind), world.ada)
    page.goto(f"/orders/{looked}")
    card = page.locator("#doubts")
    said = card.inner_text()

    assert "Brenner" in said and "Nordwind" in said and "60" in said and "50" in said
    axe(page)
    fits(page)


def _asked(live, order, secret):
    there = f"{live}/api/v1/orders/{order}?as_of={clock.now():%Y-%m-%dT%H:%M:%SZ}"
    with urlopen(Request(there, headers={"Authorization": f"Bearer {secret}"})) as answer:
        return json.load(answer)


def test_an_administrator_makes_a_key_uses_it_and_takes_it_back(
    world, looked, live, desktop, sign_in, axe, fits
):
    page = sign_in(desktop, world.kim)
    page.goto("/admin/keys")
    page.get_by_role("link", name="Make a key").first.click()
    page.get_by_label("Name").fill("ERP")
    axe(page)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Make the key").click()
    secret = page.get_by_label("Secret").input_value()
    axe(page)
    fits(page)

    assert _asked(live, looked, secret)["number"] == "PO-7"
    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("row").filter(has_text="ERP").wait_for()
    assert secret not in page.content(), "it is shown once"
    axe(page)
    page.get_by_role("row").filter(has_text="ERP").get_by_role("link").click()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("Take the key").wait_for(state="detached")
    with pytest.raises(HTTPError) as refused:
        _asked(live, looked, secret)
    assert refused.value.code == 401
