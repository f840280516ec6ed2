"""A rule is backtested and switched on, in a real browser."""

import pytest

from portal import jobs, watch
from tests.browser.conftest import DARK, DESKTOP, PHONE
from tests.insight.finished import load

pytestmark = pytest.mark.sqlite

TRY = "/exceptions/backtests/rules/overdue"


@pytest.fixture
def history(world):
    """Sixty orders of the past, twelve of which came two days late."""
    load(world, 60)


def mode(world) -> tuple[str, int]:
    with world.seen_by(world.kim):
        setting = watch.settings().rules["overdue"]
    return setting.mode, setting.figures["grace_days"]


def test_a_rule_is_backtested_and_switched_on(world, history, desktop, sign_in, axe):
    window = sign_in(desktop, world.kim)
    window.goto("/admin/rules")
    window.click("#rule-overdue >> text=on history")
    window.fill("#a-grace_days", "1")
    window.fill("#b-grace_days", "3")
    window.select_option("#range", "grace_days")
    window.fill("#low", "0")
    window.fill("#high", "4")
    axe(window)
    window.click("text=Judge it on history")
    window.wait_for_selector("text=Being judged")
    axe(window)
    assert mode(world) == ("shadow", 0), "nothing is set by trying"

    jobs.work()
    window.wait_for_selector("text=What it is worth")  # the page asks again by itself
    window.wait_for_selector("#switch")
    axe(window)
    window.click("#figures tr:has-text('Caught') >> a >> nth=0")
    window.wait_for_selector("text=OLD-purchase-")
    axe(window)
    window.go_back()
    window.click("#switch >> text=Try it in silence >> nth=0")
    window.wait_for_selector("text=The rule is now: only tried.")
    assert mode(world) == ("shadow", 1)
    window.click("#switch >> text=Switch it on >> nth=0")
    window.wait_for_selector("text=The rule is now: on.")

    assert mode(world) == ("on", 1)


def test_it_works_without_javascript(world, history, plain, sign_in):
    window = sign_in(plain, world.ada)
    window.goto("/exceptions")
    window.click("text=Rules on history")
    window.click("text=Judge every rule on history")
    jobs.work()
    window.click("text=Look again")

    assert "60 orders, 60 of them can be judged, 12 were late." in window.inner_text("main")


@pytest.mark.parametrize("kind", [DESKTOP, PHONE, DARK], ids=["desktop", "phone", "dark"])
def test_the_pages_of_backtests_are_clean(world, history, open_page, sign_in, axe, fits, kind):
    window = sign_in(open_page(**kind), world.kim)
    window.goto(TRY)
    window.fill("#b-grace_days", "2")
    window.select_option("#range", "grace_days")
    window.fill("#low", "0")
    window.fill("#high", "3")
    window.click("text=Judge it on history")
    window.wait_for_selector("text=Being judged")
    where = window.url
    jobs.work()

    for address in ("/exceptions/backtests", TRY, where, f"{where}/orders?n=1&what=missed"):
        window.goto(address)
        axe(window)
        fits(window)
