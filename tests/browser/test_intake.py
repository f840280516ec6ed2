"""Sending a file in a real browser: with htmx and without, at a desk and on a phone, in German."""

import pytest
from playwright.sync_api import expect

from portal import jobs
from portal.db import db
from tests.loading.conftest import HEADER

GOOD = "4500017,10,M-1,Bracket,100,PCS,2026-12-01,100234,Nordblech GmbH,Ada"
WRONG = "4500018,10,M-1,Bracket,viele,PCS,2026-31-12,100234,Nordblech GmbH,Ada"


@pytest.fixture
def file(tmp_path):
    """A file with a good row and a bad one."""
    path = tmp_path / "orders.csv"
    path.write_text("\n".join((HEADER, GOOD, WRONG, "")))
    return path


def send(page, file) -> None:
    """Choose the file and look at it."""
    page.goto("/intake")
    page.set_input_files("input[type=file]", file)
    page.click("main form[enctype] button[type=submit]")
    page.wait_for_url("**/intake/*")


def work() -> None:
    """Let the worker do what is waiting."""
    while jobs.work():
        pass
    db.session.rollback()


def test_the_page_follows_by_itself(world, desktop, sign_in, file, axe, fits):
    page = sign_in(desktop, world.ada)
    send(page, file)
    axe(page)

    page.click("text=Take it in")
    page.wait_for_selector("progress")
    axe(page)
    original = page.get_by_role("link", name="Download the original")
    original.focus()
    work()

    page.wait_for_selector("text=Rows set aside")
    expect(original).to_be_focused()
    assert page.locator("#file[hx-trigger]").count() == 0, "it asks no more"
    assert page.locator("progress").count() == 0
    axe(page)
    fits(page)


@pytest.mark.sqlite
def test_it_works_without_javascript(world, plain, sign_in, file):
    page = sign_in(plain, world.ada)
    send(page, file)

    page.click("text=Take it in")
    page.wait_for_selector("text=Waiting its turn")
    work()
    page.click("text=Look again")

    page.wait_for_selector("text=Rows set aside")


@pytest.mark.sqlite
@pytest.mark.parametrize("address", ["/intake", "/help"])
def test_pages_fit_a_phone_in_german(world, phone, dark, sign_in, fits, axe, address):
    for page in (phone, dark):
        sign_in(page, world.ada)
        page.goto("/account")
        page.select_option("select[name=locale]", "de")
        page.click("form[action='/account/details'] button")
        page.goto(address)
        fits(page)
        axe(page)


@pytest.mark.sqlite
def test_a_preview_fits_a_phone(world, phone, sign_in, file, fits, axe):
    page = sign_in(phone, world.ada)

    send(page, file)

    fits(page)
    axe(page)
