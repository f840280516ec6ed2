"""A technician's visit in a real browser: on a phone by the supplier, at a desk by the buyer."""

import pytest

from tests.browser.conftest import DARK, PHONE
from tests.stories.filling import fill
from tests.world import Line

pytestmark = pytest.mark.sqlite


@pytest.fixture
def order(world, at):
    """SV-7: two machines to calibrate, agreed, on the morning of the visit."""
    at("2026-03-12T07:00")
    made = world.place("SV-7", Line("KAL", "2", name="Calibration"), type="service")
    fill(world.browser(world.sam), f"/orders/{made}", f"/orders/{made}/acceptances")
    return made


def propose(sam, order):
    sam.goto(f"/orders/{order}?do=visit#act")
    sam.get_by_label("Day", exact=True).fill("2026-03-12")
    sam.get_by_label("From").fill("08:00")
    sam.get_by_label("Until").fill("10:00")
    sam.get_by_label("Technician").fill("A. Richter")


def test_a_visit_from_the_proposal_to_the_accepted_work(
    world, order, open_page, sign_in, axe, fits
):
    ada, sam = sign_in(open_page(**DARK), world.ada), sign_in(open_page(**PHONE), world.sam)
    propose(sam, order)
    axe(sam)
    fits(sam)
    sam.get_by_role("button", name="Propose it").click()
    sam.get_by_role("heading", name="Visit 1").wait_for()

    ada.goto(f"/orders/{order}")
    axe(ada)
    ada.get_by_role("button", name="Confirm the time").click()
    ada.get_by_text("confirmed", exact=True).wait_for()

    sam.reload()
    for link in ("On the way … Visit 1", "On site … Visit 1"):
        sam.get_by_role("link", name=link).click()
        sam.get_by_role("button", name="Report it").click()
        sam.get_by_role("button", name="Report it").wait_for(state="detached")
    sam.get_by_role("link", name="Done … Visit 1").click()
    sam.get_by_label("Hours").fill("2.5")
    sam.get_by_label("Part (optional)").first.fill("Seal kit")
    sam.get_by_label("Quantity (optional)").nth(1).fill("1")
    sam.get_by_label("Signed by").fill("M. Weber")
    axe(sam)
    fits(sam)
    sam.get_by_role("button", name="Report it").click()
    sam.get_by_text("done and signed").wait_for()
    axe(sam)
    fits(sam)

    ada.goto(f"/orders/{order}")
    ada.get_by_role("button", name="Accept the work").click()
    ada.get_by_text("accepted", exact=True).first.wait_for()
    axe(ada)
    assert "2 pcs\nWork accepted" in ada.locator("#where").inner_text()


def test_a_number_of_the_picture_opens(world, order, open_page, sign_in, axe, fits):
    sam = sign_in(open_page(**PHONE), world.sam)
    sam.goto(f"/orders/{order}")
    sam.locator("#where").get_by_role("link", name="2 pcs").click()

    sam.get_by_role("heading", name="Order SV-7: Acknowledged").wait_for()
    assert "Calibration" in sam.locator("#rows").inner_text()
    assert "acknowledged line 10 as asked" in sam.locator("#said").inner_text()
    axe(sam)
    fits(sam)
