"""Exceptions in a real browser: a person at a desk, on a phone, without JavaScript."""

import pytest

from portal import desk
from portal.desk.cases import Closing
from tests.browser.conftest import DARK, DESKTOP, PHONE
from tests.stories.cases import case_on, late_order

pytestmark = pytest.mark.sqlite


@pytest.fixture
def late(world, at):
    """An order that is overdue."""
    return late_order(world, at)


@pytest.fixture
def page(world, late):
    """The address of its case, on which everything has been done once."""
    case = case_on(world, late)
    world.tell(late, desk.take(case, world.ada.actor, "1"), by=world.ada)
    world.tell(late, desk.comment(case, world.ada.actor, "Their press is down.", "2"), by=world.ada)
    asked = desk.ask(case, world.ada.actor, "When will it leave?", world.brenner, "3")
    world.tell(late, asked, by=world.ada)
    return f"/exceptions/{case.id}"


@pytest.mark.parametrize("kind", [DESKTOP, PHONE, DARK], ids=["desktop", "phone", "dark"])
def test_the_pages_of_exceptions_are_clean(world, late, page, open_page, sign_in, axe, fits, kind):
    window = sign_in(open_page(**kind), world.kim)

    for address in ("/exceptions", page, "/admin/rules", "/admin/rules/overdue"):
        window.goto(address)
        axe(window)
        fits(window)


def test_a_note_is_added_in_place(world, late, page, desktop, sign_in, axe):
    window = sign_in(desktop, world.ada)
    window.goto(page)

    window.click("#note button")
    window.wait_for_selector("#note .error")
    axe(window)
    window.fill("#note-text", "Called again.")
    window.click("#note button")
    window.wait_for_selector("text=Called again.")

    assert window.url.endswith(page)
    axe(window)


def test_whoever_comes_second_sees_what_changed_in_place(world, late, page, desktop, sign_in, axe):
    window = sign_in(desktop, world.rio)
    window.goto(page)
    case = case_on(world, late)
    world.tell(
        late,
        desk.resolve(case, world.ada.actor, Closing("came", "other", "owner"), "9"),
        by=world.ada,
    )

    window.select_option("#end-reason", "came")
    window.select_option("#end-cause", "capacity")
    window.select_option("#end-accountable", "supplier")
    window.click("#resolve button")
    window.wait_for_selector("text=a moment ago")

    assert "resolved the case: Something else" in window.inner_text("main")
    axe(window)


def test_everything_works_without_javascript(world, late, plain, sign_in):
    window = sign_in(plain, world.ada)
    window.goto("/exceptions")
    window.check("input[name=case]")
    window.click("text=I take them")
    window.click("td.main a")
    window.fill("#ask-text", "When will it leave?")
    window.click("#ask button")
    window.select_option("#end-reason", "came")
    window.select_option("#end-cause", "capacity")
    window.select_option("#end-accountable", "supplier")
    window.click("#resolve button")

    assert case_on(world, late).state == "resolved"


def test_a_supplier_answers_in_the_order(world, late, page, phone, sign_in, axe, fits):
    window = sign_in(phone, world.sam)
    window.goto(f"/orders/{late}")
    window.click(".post a.btn")
    window.wait_for_selector("#write")
    axe(window)
    fits(window)

    window.fill("#text", "On Friday.")
    window.click("#write button")

    window.wait_for_selector("text=Sent.")
    assert case_on(world, late).state == "answered"
