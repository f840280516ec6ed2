"""Without an account: a supplier does all of its work on an order by the link in a mail."""

import re

import pytest

from portal.ledger import Draft, Qty, instant
from tests.browser.conftest import PHONE
from tests.evidence import sample
from tests.stories.filling import fill
from tests.stories.mailbox import code, link_of, newest, send
from tests.world import Line

pytestmark = pytest.mark.sqlite
BOX = "orders@brenner.example"
PAPER = {"name": "photo.png", "mimeType": "image/png", "buffer": sample.signature()}


@pytest.fixture
def order(world, at):
    """PO-7: 100 bolts and 40 bearings, agreed for 1 April."""
    at("2026-03-02T09:00")
    lines = Line(agreed="2026-04-01"), Line(code="BR-6204", qty="40", agreed="2026-04-01")
    return world.place("PO-7", *lines)


@pytest.fixture
def seat(world, open_page):
    """Open a link in a fresh window and sit down: `seat(order, "Lin", **PHONE)`."""

    def seat(order, name="Lin", **kind):
        page = open_page(**kind)
        page.goto(send(world, order, name=name))
        page.get_by_role("button", name=f"Continue as {name}").click()
        page.wait_for_url(f"**/orders/{order}")
        return page

    return seat


def saved(page):
    page.get_by_text("Saved.").first.wait_for()


def kinds(world, order):
    return [said.facts["kind"] for said in world.history(order)]


def test_a_step_and_a_delay_are_reported_by_a_link(world, order, seat, axe, fits):
    page = seat(order, **PHONE)
    page.get_by_role("link", name="Report a step").click()
    page.locator("#act").get_by_label("Step").first.select_option("PACKED")
    page.locator("#act #line").select_option("1")
    page.locator("#act #qty").fill("60")
    axe(page)
    fits(page)
    page.get_by_role("button", name="Report", exact=True).click()
    saved(page)
    page.get_by_role("link", name="Report a delay").click()
    page.locator("#act #line").select_option("1")
    page.locator("#act").get_by_label("New day").fill("2026-04-09")
    page.locator("#act").get_by_label("Reason").select_option("CAPACITY")
    axe(page)
    fits(page)
    page.get_by_role("button", name="Report the delay").click()
    saved(page)
    assert kinds(world, order)[-2:] == ["milestone", "delay.reported"]
    assert {said.facts["by"]["auth"] for said in world.history(order)[-2:]} == {"link"}


def test_a_paper_is_attached_and_seen_by_a_link(world, order, seat, axe, fits):
    page = seat(order, **PHONE)
    page.get_by_role("link", name="Attach a document").click()
    page.get_by_label("File").set_input_files(PAPER)
    axe(page)
    fits(page)
    page.get_by_role("button", name="Attach", exact=True).click()
    saved(page)
    page.locator("#documents").get_by_text("photo.png").wait_for()
    assert kinds(world, order)[-1] == "document.attached"


def test_a_shipment_is_announced_and_corrected_by_a_link(world, order, seat, axe, fits):
    page = seat(order, **PHONE)
    page.get_by_role("link", name="Announce a shipment").click()
    page.get_by_label("Delivery note number").fill("DN-100")
    page.get_by_label("Quantity, Order PO-7, line 10").fill("60")
    axe(page)
    fits(page)
    page.get_by_role("button", name="Announce", exact=True).last.click()
    page.get_by_role("heading", name="Shipment DN-100").wait_for()
    axe(page)
    fits(page)
    page.get_by_role("link", name="Correct the announcement").click()
    page.get_by_label("Quantity, Order PO-7, line 10").fill("50")
    page.get_by_role("button", name="Correct", exact=False).last.click()
    page.get_by_text("Corrected.").wait_for()
    page.get_by_role("link", name="Report a step").click()
    page.locator("#act form").get_by_role("button").last.click()
    saved(page)
    page.get_by_role("link", name="PO-7").first.click()
    page.wait_for_url(re.compile(f"/a/-/.*/orders/{order}"))
    page.locator("#shipments").get_by_role("link", name="DN-100").wait_for()
    fits(page)


def test_a_line_is_negotiated_and_the_counter_agreed_with_the_code_from_the_mail(
    world, order, seat, axe, fits
):
    page = seat(order, **PHONE)
    page.goto(f"{page.url}?do=answer&line=1")
    page.locator("#act").get_by_label("Day").first.fill("2026-04-20")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("Type the code from the mail").first.wait_for()
    axe(page)
    fits(page)
    page.get_by_label("The six digits").fill(code(world, BOX))
    page.get_by_role("button", name="Confirm").click()
    saved(page)
    proposal = world.history(order)[-1].ident
    at, action = f"/orders/{order}?do=counter&what={proposal}", f"/orders/{order}/counters"
    fill(world.browser(world.ada), at, action, go="send", **{"parts-0-day": "2026-04-10"})
    page.reload()
    page.get_by_role("button", name="Accept what the buyer wants").click()
    page.get_by_label("The six digits").wait_for()
    page.get_by_label("The six digits").fill(code(world, BOX))
    page.get_by_role("button", name="Confirm").click()
    saved(page)
    assert world.history(order)[-1].facts["body"]["answer"] == "accept"


def test_a_return_is_answered_and_a_message_written_by_a_link(world, order, seat, at, axe, fits):
    now = at("2026-03-10T09:00")
    qty = (Qty(100, "EA", "received", 1),)
    came = Draft("milestone", code="RECEIVED", line=1, qty=qty, when=instant(now))
    world.tell(order, came, by=world.rio)
    wanted = {"lines-0-qty": "12", "remedy": "replace", "reason": "QUALITY"}
    rio = world.browser(world.rio)
    fill(rio, f"/orders/{order}?do=return", f"/orders/{order}/returns", **wanted)

    page = seat(order, **PHONE)
    page.locator("#lines").get_by_text("100 pcs Received").first.wait_for()
    page.get_by_role("link", name="Answer … Return 1").click()
    page.get_by_label("Yes, send it back").check()
    page.get_by_label("Your return number").fill("RMA-7")
    axe(page)
    fits(page)
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("accepted, to be picked up").wait_for()
    page.click("text=Write a message")
    page.locator("#text").fill("Please pack them well.")
    page.click("#write button")
    page.wait_for_selector("text=Sent.")
    axe(page)
    assert kinds(world, order)[-2:] == ["return.answered", "message.posted"]


def test_a_credit_is_given_by_a_link_with_the_code_from_the_mail(world, order, seat, at, axe, fits):
    now = at("2026-03-10T09:00")
    qty = (Qty(100, "EA", "received", 1),)
    came = Draft("milestone", code="RECEIVED", line=1, qty=qty, when=instant(now))
    world.tell(order, came, by=world.rio)
    wanted = {"lines-0-qty": "12", "remedy": "credit", "reason": "QUALITY"}
    rio = world.browser(world.rio)
    fill(rio, f"/orders/{order}?do=return", f"/orders/{order}/returns", **wanted)

    page = seat(order, **PHONE)
    page.get_by_role("link", name="Answer … Return 1").click()
    page.get_by_label("Yes, send it back").check()
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("Type the code from the mail").first.wait_for()
    axe(page)
    fits(page)
    assert kinds(world, order)[-1] != "return.answered"
    page.get_by_label("The six digits").fill(code(world, BOX))
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("accepted, to be picked up").wait_for()
    assert kinds(world, order)[-1] == "return.answered"


def test_a_forwarded_link_names_who_uses_it_and_needs_the_mailbox(world, order, open_page):
    page = open_page()
    page.goto(send(world, order, name="Lin"))
    page.get_by_text("You are not Lin?").click()
    page.get_by_label("Your name").fill("Max")
    page.get_by_role("button", name="Continue as Lin").click()
    page.wait_for_url(f"**/orders/{order}")
    page.goto(f"{page.url}?do=forgo&line=1")
    page.locator("#act").get_by_label("Quantity").first.fill("30")
    page.locator("#act").get_by_label("Reason").select_option("CAPACITY")
    page.locator("#act form").get_by_role("button").last.click()
    page.get_by_label("The six digits").fill("000000")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("not the code").first.wait_for()
    told = world.history(order)[-1].facts
    assert told["kind"] == "link.opened"
    ada = world.browser(world.ada).get(f"/orders/{order}").text
    assert "Max (Brenner) opened the order" in ada


def test_a_link_that_was_taken_back_is_out_at_the_next_click(world, order, seat, axe):
    page = seat(order)
    at = f"/orders/{order}/links/{link_of(world, order).id}/revoke"
    fill(world.browser(world.ada), at, at)

    page.get_by_role("link", name="Report a step").click()
    page.wait_for_url("**/closed")
    axe(page)
    page.click("text=Send me a new one")
    page.wait_for_selector("text=Look into your mail")
    assert kinds(world, order)[-1] == "link.revoked"


def test_an_expired_link_is_issued_anew_to_its_mailbox(world, order, open_page, at, axe, fits):
    path = send(world, order, name="Lin")
    at("2026-06-02T09:00")
    page = open_page(**PHONE)
    page.goto(path)
    fits(page)
    axe(page)
    page.click("text=Send me a new one")
    page.wait_for_selector("text=Look into your mail")
    page.goto(newest(world, BOX))
    page.get_by_role("button", name="Continue as Lin").click()
    page.wait_for_url(f"**/orders/{order}")
    page.get_by_role("link", name="Announce a shipment").wait_for()
