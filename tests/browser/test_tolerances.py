"""A tolerance from its dry run to an answer it decides, and what still blocks a payment."""

import pytest

from portal import jobs
from portal.db import db
from tests.browser.conftest import DARK, DESKTOP, PHONE, PLAIN
from tests.stories.filling import fill
from tests.stories.test_orders_returns import receive
from tests.world import Line

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    "kind", [DESKTOP, PHONE, DARK, PLAIN], ids=["desktop", "phone", "dark", "plain"]
)
def test_a_tolerance_is_tried_saved_and_decides_an_answer(
    world, at, open_page, sign_in, axe, fits, kind
):
    at("2026-03-10T09:00")
    old, new = world.place("PO-1"), world.place("PO-2")
    _offer_by_form(world, old, "2026-04-03")
    kim, sam = (sign_in(open_page(**kind), who) for who in (world.kim, world.sam))
    kim.goto("/admin/tolerances/edit?scope=default")
    late = kim.locator("#date-late")
    late.locator("[name='date.late-within']").select_option("accept")
    late.locator("[name='date.late-abs']").fill("3")
    kim.get_by_role("button", name="Try it on the last 90 days").click()
    kim.get_by_role("heading", name="Dry run").first.wait_for()
    db.session.remove()
    while jobs.work():
        pass
    kim.reload()
    kim.locator("#answers").get_by_text("PO-1").wait_for()
    _looked(kim, axe, fits, kind)

    kim.goto("/admin/tolerances/edit?scope=default")
    late.locator("[name='date.late-within']").select_option("accept")
    late.locator("[name='date.late-abs']").fill("3")
    kim.get_by_role("button", name="Save", exact=True).click()
    kim.get_by_text("up to 3 working days accepted, then asked").first.wait_for()
    _looked(kim, axe, fits, kind)

    sam.goto(f"/orders/{new}?do=answer&line=1")
    sam.locator("#act").get_by_label("Day").first.fill("2026-04-03")
    sam.get_by_role("button", name="Send the answer").click()
    sam.get_by_text("Accepted automatically for line 10: 2 working days late").last.wait_for()
    _looked(sam, axe, fits, kind)


@pytest.mark.parametrize("kind", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_blocks_a_payment_and_who_owes_it(world, at, open_page, sign_in, axe, fits, kind):
    at("2026-03-02T09:00")
    order = world.place("PO-7", Line(price="2.50"))
    fill(world.browser(world.sam), f"/orders/{order}", f"/orders/{order}/acceptances")
    at("2026-03-10T09:00")
    receive(world, order, qty="100", damaged="10")
    for who, owes in ((world.ada, "you"), (world.sam, "Buyer")):
        page = sign_in(open_page(**kind), who)
        page.goto(f"/orders/{order}")
        payment = page.locator("#payment")
        payment.get_by_text("225.00 EUR can be paid now").wait_for()
        payment.get_by_text("10 pcs came damaged: send back or accept").wait_for()
        payment.get_by_text(f"· {owes}").wait_for()
        _looked(page, axe, fits, kind)


def _offer_by_form(world, order, day):
    typed = {"parts-0-day": day, "verdict": "offer"}
    page = f"/orders/{order}"
    fill(world.browser(world.sam), f"{page}?do=answer&line=1", f"{page}/answers", **typed)


def _looked(page, axe, fits, kind):
    if kind is not PLAIN:  # axe needs scripts
        axe(page)
    fits(page)
