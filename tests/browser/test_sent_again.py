"""Two tabs with one form, and the back button: nothing happens twice, and the page says why."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PLAIN
from tests.world import Line

pytestmark = pytest.mark.sqlite
KINDS = pytest.mark.parametrize("kind", [DESKTOP, PLAIN], ids=["desktop", "plain"])
WHOLE = "header.top"  # only whole pages have one


@pytest.fixture
def order(world, at):
    """PO-7 of 2 March; now it is 4 March."""
    at("2026-03-02T09:00")
    made = world.place("PO-7", Line())
    at("2026-03-04T09:00")
    return made


def answers(world, order):
    return [said for said in world.history(order) if said.facts["kind"] == "response"]


def answer(page, day):
    page.get_by_label("Day").first.fill(day)
    page.get_by_role("button", name="Send the answer").click()


def saved(page):
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()


@KINDS
def test_the_second_of_two_tabs_is_told_and_shown_both_versions(
    world, order, open_page, sign_in, axe, kind
):
    first = sign_in(open_page(**kind), world.sam)
    second = first.context.new_page()
    for tab in (first, second):
        tab.goto(f"/orders/{order}?do=answer&line=1")

    answer(first, "2026-04-15")
    saved(first)
    answer(second, "2026-04-20")

    alert = second.get_by_role("alert").filter(has_text="Line 10 changed")
    expect(alert).to_contain_text("Compare both versions below")
    table = second.get_by_role("table", name="What you saw, and what the order says now")
    expect(table.get_by_role("row", name="Day proposed")).to_contain_text("15 Apr 2026")
    expect(second.get_by_label("Day").first).to_have_value("2026-04-20")
    expect(second.locator(WHOLE)).to_have_count(1)
    assert len(answers(world, order)) == 1
    if kind is DESKTOP:
        axe(second)
        expect(alert).to_be_focused()

    second.get_by_role("button", name="Send the answer").click()

    saved(second)
    assert [one.facts["body"]["parts"][0]["day"] for one in answers(world, order)] == [
        "2026-04-15",
        "2026-04-20",
    ]


def test_going_back_leaves_the_answer_behind(world, order, desktop, sign_in):
    page = sign_in(desktop, world.sam)
    page.goto("/orders")
    page.goto(f"/orders/{order}")
    page.get_by_role("link", name="Answer …").click()
    answer(page, "2026-04-15")
    saved(page)

    page.go_back()
    expect(page.get_by_role("heading", name="Orders")).to_be_visible()
    page.go_forward()

    expect(page.locator(WHOLE)).to_have_count(1)
    expect(page.get_by_text("waits for the buyer's decision").first).to_be_visible()
    assert len(answers(world, order)) == 1


@pytest.mark.parametrize("split", [False, True], ids=["one", "split"])
def test_an_answered_form_gone_back_to_and_sent_again_changes_nothing(
    world, order, plain, sign_in, split
):
    page = sign_in(plain, world.sam)
    page.goto(f"/orders/{order}?do=answer&line=1")
    if split:
        page.get_by_label("Quantity").first.fill("60")
        page.get_by_label("Quantity").nth(1).fill("40")
        page.get_by_label("Day").nth(1).fill("2026-04-30")
    answer(page, "2026-04-15")
    saved(page)

    page.go_back()
    expect(page.get_by_text("This is what you have offered")).to_be_visible()
    page.get_by_role("button", name="Send the answer").click()

    expect(page.get_by_role("alert")).to_contain_text("offered for line 10 already")
    assert len(answers(world, order)) == 1


def test_a_report_gone_back_to_is_a_new_one(world, order, plain, sign_in):
    page = sign_in(plain, world.sam)
    page.goto(f"/orders/{order}")
    page.get_by_role("button", name="Accept all as asked").click()
    page.goto(f"/orders/{order}?do=step")
    page.get_by_label("Step", exact=True).select_option("PACKED")
    page.get_by_label("Quantity (optional)").fill("40")
    page.get_by_label("Note (optional)").fill("By hand.")
    page.get_by_role("button", name="Report", exact=True).click()
    saved(page)

    page.go_back()

    for label in ("Quantity (optional)", "Note (optional)"):
        expect(page.get_by_label(label)).to_have_value("")
    expect(page.get_by_label("Step", exact=True)).to_have_value("DISPATCHED")
    expect(page.locator("#history")).to_contain_text("reported 40 pcs packed")


def test_a_restored_page_is_whole_and_fits_its_address(world, order, desktop, sign_in):
    page = sign_in(desktop, world.sam)
    page.goto(f"/orders/{order}?do=answer&line=1")
    page.get_by_label("Quantity").first.fill("many")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_role("link", name="Quantity: Write").click()
    page.get_by_role("link", name="Cancel").click()
    form = page.get_by_role("button", name="Send the answer")
    expect(form).to_have_count(0)

    page.go_back()
    expect(form).to_have_count(1)
    expect(page.locator(WHOLE)).to_have_count(1)
    page.go_forward()

    expect(form).to_have_count(0)
    expect(page.locator(WHOLE)).to_have_count(1)


def test_back_past_a_link_within_the_page(world, order, desktop, sign_in):
    page = sign_in(desktop, world.sam)
    page.goto(f"/orders/{order}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Report a step").click()
    form = page.get_by_role("button", name="Report", exact=True)
    expect(form).to_have_count(1)

    page.go_back()

    expect(page).to_have_url(re.compile(f"/orders/{order}$"))
    expect(form).to_have_count(0)
