"""Orders in a real browser: the main road, without JavaScript, on a phone, pressed twice."""

import pytest

from tests.world import Line


@pytest.fixture
def order(world, at):
    """PO-7 of 2 March with two lines; now it is 4 March."""
    at("2026-03-02T09:00")
    made = world.place("PO-7", Line(), Line(code="BR-6204", name="Ball bearing 6204", qty="40"))
    at("2026-03-04T09:00")
    return made


def kinds(world, order):
    return [said.facts["kind"] for said in world.history(order)]


def accept(page, order):
    page.goto(f"/orders/{order}")
    page.get_by_role("button", name="Accept all as asked").click()
    page.get_by_text("Saved. Everybody who follows").wait_for()


def report(page, qty):
    page.get_by_role("link", name="Report a step").click()
    page.get_by_label("Step", exact=True).select_option("DISPATCHED")
    page.get_by_label("Line", exact=True).select_option("1")
    page.get_by_label("Quantity (optional)").fill(qty)
    page.get_by_role("button", name="Report", exact=True).click()


def test_a_supplier_answers_and_reports_without_a_new_page(world, order, desktop, sign_in, axe):
    page = sign_in(desktop, world.sam)
    accept(page, order)
    page.evaluate("window.same = true")

    report(page, "60")
    page.get_by_text("Sam (Brenner) reported 60 pcs dispatched").first.wait_for()

    assert page.evaluate("window.same"), "htmx swaps the part; the page stays"
    assert page.url.endswith(f"/orders/{order}")
    assert kinds(world, order).count("milestone") == 1
    axe(page)


def test_what_is_wrong_is_said_in_place_and_kept(world, order, desktop, sign_in, axe):
    page = sign_in(desktop, world.sam)
    accept(page, order)
    page.evaluate("window.same = true")

    report(page, "120")
    page.get_by_role("alert").wait_for()

    assert "That makes 120 of 100 pcs" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Quantity (optional)").input_value() == "120"
    assert page.evaluate("window.same")
    axe(page)


def test_the_result_is_shown_first(world, order, desktop, sign_in):
    page = sign_in(desktop, world.sam)
    accept(page, order)
    page.get_by_role("link", name="Report a step").click()
    page.get_by_label("Step", exact=True).select_option("DISPATCHED")
    page.get_by_label("Line", exact=True).select_option("1")
    page.get_by_label("Quantity (optional)").fill("60")

    page.get_by_role("button", name="Show the result first").click()

    page.get_by_text("with this report 60 of 100 pcs").wait_for()
    assert page.get_by_label("Quantity (optional)").input_value() == "60"
    assert "milestone" not in kinds(world, order)


@pytest.mark.parametrize("kind", ["desktop", "plain"])
def test_pressed_twice_is_said_once(world, order, request, sign_in, kind):
    page = sign_in(request.getfixturevalue(kind), world.sam)
    page.goto(f"/orders/{order}")

    page.get_by_role("button", name="Accept all as asked").dblclick()
    page.locator("#history").get_by_text("acknowledged lines 10 and 20 as asked").wait_for()

    assert kinds(world, order).count("response") == 2, "one for each line"


def test_without_javascript_everything_works(world, order, plain, sign_in):
    page = sign_in(plain, world.sam)
    page.goto(f"/orders/{order}")
    page.get_by_role("link", name="Answer …").first.click()
    page.get_by_label("Quantity").first.fill("60")
    page.get_by_label("Quantity").nth(1).fill("40")
    page.get_by_label("Day").nth(1).fill("2026-04-15")
    page.get_by_role("button", name="Send the answer").click()

    assert page.get_by_text("offered: 60 on 1 Apr 2026").is_visible()
    accept(page, order)
    report(page, "60")
    assert page.get_by_text("Sam (Brenner) reported 60 pcs dispatched").first.is_visible()


def test_the_buyer_decides(world, order, open_page, sign_in, axe):
    sam, ada = sign_in(open_page(), world.sam), sign_in(open_page(), world.ada)
    sam.goto(f"/orders/{order}?do=answer&line=1")
    sam.get_by_label("Day").first.fill("2026-04-15")
    sam.get_by_role("button", name="Send the answer").click()
    sam.get_by_text("waits for the buyer's decision").first.wait_for()

    ada.goto(f"/orders/{order}")
    axe(ada)
    ada.get_by_role("link", name="Refuse …").click()
    ada.get_by_label("What you need instead").fill("By 8 April.")
    ada.get_by_role("button", name="Refuse", exact=True).click()

    ada.locator("#history").get_by_text("refused the proposal for line 10").wait_for()


def test_a_link_to_one_event_of_an_act_opens_it(world, order, desktop, sign_in, axe):
    page = sign_in(desktop, world.sam)
    accept(page, order)
    ident = world.history(order)[-1].ident
    event = page.locator(f"#e-{ident}")
    assert not event.is_visible()

    page.goto("/")
    page.goto(f"/orders/{order}#e-{ident}")

    event.wait_for()
    assert event.inner_text().startswith("Sam (Brenner) acknowledged line 20 as asked")
    axe(page)


PLACES = ("", "?do=step", "?do=answer&line=1", "?do=delay", "?do=attach")


@pytest.mark.parametrize("kind", ["desktop", "phone", "dark"])
def test_the_suppliers_pages_fit_and_are_accessible(
    world, order, request, sign_in, axe, fits, kind
):
    page = sign_in(request.getfixturevalue(kind), world.sam)

    for address in ("/", "/orders", "/orders?tab=all", *(f"/orders/{order}{p}" for p in PLACES)):
        page.goto(address)
        axe(page)
        fits(page)


@pytest.mark.parametrize("kind", ["desktop", "phone"])
def test_the_buyers_pages_fit_and_are_accessible(world, order, request, sign_in, axe, fits, kind):
    page = sign_in(request.getfixturevalue(kind), world.ada)

    for address in ("/", "/orders", f"/orders/{order}", f"/orders/{order}?do=receipt"):
        page.goto(address)
        axe(page)
        fits(page)


def test_a_long_list_leaves_no_room_below(world, at, desktop, sign_in):
    """It scrolls within itself; the words for screen readers in its rows scroll with it."""
    at("2026-03-02T09:00")
    for n in range(45):
        world.place(f"PO-{n}")
    page = sign_in(desktop, world.ada)
    page.goto("/orders")
    page.wait_for_load_state()

    below = "document.documentElement.scrollHeight - document.querySelector('footer').offsetTop"
    assert page.evaluate(below) < 400
