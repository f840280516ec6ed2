"""The bell in a real browser: at a desk, on a phone, without JavaScript."""

import pytest

from tests.browser.conftest import DARK, DESKTOP, PHONE

pytestmark = pytest.mark.sqlite


@pytest.fixture
def told(world):
    """Two orders of which Sam was told; he follows the first."""
    first = world.place("PO-7")
    world.place("PO-8")
    return first


@pytest.mark.parametrize("kind", [DESKTOP, PHONE, DARK], ids=["desktop", "phone", "dark"])
def test_the_pages_of_notices_are_clean(world, told, open_page, sign_in, axe, fits, kind):
    window = sign_in(open_page(**kind), world.sam)

    for address in ("/notices", "/notices?view=all", "/account/notices"):
        window.goto(address)
        axe(window)
        fits(window)


def test_a_notice_is_read_by_opening_it(world, told, desktop, sign_in):
    window = sign_in(desktop, world.sam)
    window.goto("/")
    assert "2" in window.inner_text("#bell")

    window.click("#bell")
    window.click("text=A new order waits for your answer >> nth=0")
    window.wait_for_url("**/orders/*")

    assert "1" in window.inner_text("#bell")


def test_everything_works_without_javascript(world, told, plain, sign_in):
    window = sign_in(plain, world.sam)
    window.goto(f"/orders/{told}")
    window.click("button:has-text('Follow')")
    window.wait_for_selector("button:has-text('Stop following')")
    window.goto("/account/notices")
    window.select_option("#mail", "digest")
    window.click("button:has-text('Save')")
    window.wait_for_selector("text=Saved.")
    window.goto("/notices")
    window.click("text=Mark all as read")

    window.wait_for_selector("text=Nothing new")
    assert window.inner_text("#bell").strip() == "Notices"
