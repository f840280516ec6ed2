"""The list of lines in a real browser: ticked by keyboard and mouse, typed into, on a phone."""

import re

import pytest

from tests.world import Line


@pytest.fixture
def orders(world, at):
    """Six lines of Brenner in two orders of 2 March; now it is 4 March."""
    at("2026-03-02T09:00")
    made = [
        world.place(f"PO-{n}", *(Line(code=f"A-{n}{k}", ask=f"2026-04-{n * 3 + k:02}")
                                 for k in range(3)))
        for n in (1, 2)
    ]  # fmt: skip
    at("2026-03-04T09:00")
    return made


def answers(world, orders):
    """Return how many answers each order has."""
    return [[s.facts["kind"] for s in world.history(order)].count("response") for order in orders]


def ticked(page):
    return [box.is_checked() for box in page.locator('input[name="row"]').all()]


def test_a_supplier_ticks_by_keyboard_alone(world, orders, desktop, sign_in, axe):
    page = sign_in(desktop, world.sam)
    page.goto("/lines")
    page.get_by_label("Order PO-1, line 10").focus()

    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")

    assert ticked(page) == [True, False, True, True, True, False]
    assert page.locator("[data-ticked]").inner_text() == "Ticked: 4"
    axe(page)
    page.keyboard.press("Control+a")
    assert all(ticked(page))
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    assert page.get_by_label("Order PO-1, line 10").is_checked() is False
    page.get_by_label("What to say", exact=True).select_option("accept")
    page.get_by_role("button", name="Send").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="5 answers are sent").wait_for()
    assert answers(world, orders) == [2, 3]
    axe(page)


def test_a_range_is_ticked_by_mouse_and_all_by_one_box(world, orders, desktop, sign_in):
    page = sign_in(desktop, world.sam)
    page.goto("/lines")
    boxes = page.locator('input[name="row"]')

    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])

    assert ticked(page) == [False, True, True, True, True, False]
    head = page.get_by_label("Tick all lines of this page")
    assert head.evaluate("box => box.indeterminate")
    head.check()
    assert all(ticked(page))
    head.uncheck()
    assert not any(ticked(page))


def test_what_has_the_focus_is_never_behind_the_bar(world, desktop, sign_in):
    world.place("PO-9", *(Line(ask="2026-05-01") for _ in range(40)))
    page = sign_in(desktop, world.sam)
    page.goto("/lines")
    page.locator('input[name="row"]').first.focus()

    for _ in range(39):
        page.keyboard.press("ArrowDown")
        seen = page.evaluate(
            "() => { const r = document.activeElement.getBoundingClientRect();"
            " return document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2)"
            " === document.activeElement }"
        )
        assert seen


def test_a_supplier_types_looks_and_sends(world, orders, desktop, sign_in, axe):
    page = sign_in(desktop, world.sam)
    page.goto("/lines")
    page.get_by_role("link", name="Type days and quantities").click()
    axe(page)
    page.get_by_label("New day, Order PO-1, line 10").fill("2026-05-04")
    page.get_by_label("New quantity, Order PO-2, line 20").fill("60")
    page.get_by_label("Reason").select_option("CAPACITY")
    page.get_by_role("button", name="Look first").click()

    page.get_by_text("Say what happens to the rest").wait_for()
    axe(page)
    page.get_by_label("The rest, row 5").select_option("open")
    page.get_by_role("button", name=re.compile("Send")).click()
    page.get_by_role("heading", name="2 answers are sent").wait_for()
    assert answers(world, orders) == [1, 1]


def test_a_row_is_split_in_place(world, orders, desktop, sign_in):
    page = sign_in(desktop, world.sam)
    page.goto("/lines")
    page.get_by_label("Order PO-1, line 10").check()
    page.get_by_label("What to say", exact=True).select_option("accept")
    page.get_by_role("button", name="Look first").click()
    page.get_by_text("Add …").click()
    page.get_by_role("button", name="Split this delivery").click()

    page.get_by_label("Quantity, row 1").fill("70")
    page.get_by_label("Quantity, row 2").fill("30")
    page.get_by_label("Day, row 2").fill("2026-05-04")
    page.get_by_role("button", name="Check and send").click()

    page.get_by_role("heading", name="2 answers are sent").wait_for()
    parts = world.history(orders[0])[-1].facts["body"]["parts"]
    assert [row["qty"] for row in parts] == ["70", "30"]


def test_a_buyer_decides_on_all_at_once(world, orders, open_page, sign_in, axe):
    sam, ada = sign_in(open_page(), world.sam), sign_in(open_page(), world.ada)
    sam.goto("/lines")
    sam.get_by_label("Tick all lines of this page").check()
    sam.get_by_label("What to say", exact=True).select_option("propose")
    sam.get_by_label("or move by days").fill("7")
    sam.get_by_role("button", name="Send").click()
    sam.get_by_role("heading", name="6 answers are sent").wait_for()

    ada.goto("/lines")
    axe(ada)
    ada.get_by_label("Tick all lines of this page").check()
    ada.get_by_label("What to say", exact=True).select_option("agree")
    ada.get_by_role("button", name="Send").click()

    ada.get_by_role("heading", name="6 answers are sent").wait_for()
    assert [said.facts["kind"] for said in world.history(orders[1])].count("decision") == 3


def test_without_javascript_lines_are_ticked_one_by_one(world, orders, plain, sign_in):
    page = sign_in(plain, world.sam)
    page.goto("/lines")
    for box in page.locator('input[name="row"]').all()[:2]:
        box.check()
    page.get_by_label("What to say", exact=True).select_option("reject")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_role("alert").inner_text() == "Choose a reason."
    assert ticked(page) == [True, True, False, False, False, False]

    page.get_by_label("Reason").select_option("STOCKOUT")
    page.get_by_role("button", name="Send").click()

    assert page.get_by_role("heading", name="2 answers are sent").is_visible()


@pytest.mark.parametrize("kind", ["desktop", "phone", "dark"])
@pytest.mark.parametrize("who", ["sam", "ada"])
def test_the_pages_fit_and_are_accessible(world, orders, request, sign_in, axe, fits, kind, who):
    page = sign_in(request.getfixturevalue(kind), getattr(world, who))

    for address in ("/lines", "/lines?view=open", "/lines?view=open&edit=1", "/lines?view=done"):
        page.goto(address)
        axe(page)
        fits(page)


@pytest.mark.parametrize("kind", ["desktop", "phone", "dark"])
def test_the_page_of_many_answers_fits_and_is_accessible(
    world, orders, request, sign_in, axe, fits, kind
):
    page = sign_in(request.getfixturevalue(kind), world.sam)
    page.goto("/lines?view=open&edit=1")
    page.get_by_label("New quantity, Order PO-1, line 10").fill("60")
    page.get_by_label("New quantity, Order PO-1, line 20").fill("many")
    page.get_by_label("New day, Order PO-2, line 10").fill("2026-05-04")
    page.get_by_role("button", name="Look first").click()
    page.get_by_role("heading", name="Look at your answers").wait_for()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Send 1").click()
    page.get_by_role("heading", name="What was sent, and what was not").wait_for()
    axe(page)
    fits(page)
