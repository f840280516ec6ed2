"""Whole tasks by keyboard alone: the focus is always seen, and lands where the work goes on."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.keys import Keys
from tests.evidence.checking import faults
from tests.stories.cases import case_on, late_order
from tests.stories.filling import fill
from tests.stories.proofs import delivered
from tests.world import Line

pytestmark = pytest.mark.sqlite
PAPER = {
    "name": "note.txt",
    "mimeType": "text/plain",
    "buffer": b"Delivery note 4711, 60 pcs, packed by hand.",
}


@pytest.fixture
def order(world, at):
    """PO-7 of 2 March with two lines; now it is 4 March."""
    at("2026-03-02T09:00")
    made = world.place("PO-7", Line(), Line(code="BR-6204", name="Ball bearing 6204", qty="40"))
    at("2026-03-04T09:00")
    return made


def kinds(world, order):
    return [said.facts["kind"] for said in world.history(order)]


def signed_in(page, world, who) -> Keys:
    """Sign somebody in by keyboard."""
    keys = Keys(page)
    page.goto("/sign-in")
    keys.to("Mail address").type(who.email)
    keys.to("Password").type(world.password).press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return keys


def test_a_supplier_finds_and_answers_what_waits(world, order, desktop):
    keys = signed_in(desktop, world, world.sam)
    keys.to("PO-7").press("Enter").see("To acknowledge")

    keys.to("Answer … Line 10").press("Enter").see("What you can deliver, and when")
    keys.lands("Answer line 10: Hex bolt M12", within="act")
    keys.to("Quantity").type("60")
    keys.to("Day").day("2026-04-15")
    keys.to("Quantity").type("40")
    keys.to("Day").day("2026-04-30")
    keys.to("Send the answer").press("Enter").see("Saved.")

    keys.lands("Saved.")
    keys.see("offered for line 10: 60 on 15 Apr 2026; 40 on 30 Apr 2026", "#history")
    assert kinds(world, order).count("response") == 1


def test_a_supplier_reports_and_attaches(world, order, desktop):
    desktop.on("filechooser", lambda chooser: chooser.set_files(PAPER))
    keys = signed_in(desktop, world, world.sam)
    desktop.goto(f"/orders/{order}")
    keys.to("Accept all as asked").press("Enter").see("Saved.")
    keys.lands("Saved.")

    keys.to("Report a step").press("Enter").see("Has it happened?")
    keys.lands("Report a step", within="act")
    keys.to("Step").choose("Dispatched")
    keys.to("Line").choose("Line 10")
    keys.to("Quantity").type("120")
    keys.to("Report").press("Enter").see("That makes 120 of 100 pcs")
    keys.lands("Not saved yet")
    keys.to("Quantity: That makes").press("Enter")
    keys.lands("Quantity")
    keys.type("60")
    keys.to("Show the result first").press("Space").see("with this report 60 of 100 pcs")
    keys.lands("Show the result first")
    keys.to("Report", back=True).press("Enter").see("Saved.")
    keys.lands("Saved.")

    keys.to("Attach a document").press("Enter").see("Kind of document")
    keys.to("Kind of document").choose("Packing list")
    keys.to("File").press("Enter")
    expect(desktop.get_by_label("File")).to_have_value(re.compile("note.txt"))
    keys.to("Attach").press("Enter").see("Saved.")
    keys.see("note.txt", "#documents")
    assert kinds(world, order)[-3:] == ["response", "milestone", "document.attached"]


@pytest.fixture
def proposal(world, order):
    """Sam can deliver line 10 of PO-7 on 20 April only."""
    fill(
        world.browser(world.sam),
        f"/orders/{order}?do=answer&line=1",
        f"/orders/{order}/answers",
        **{"verdict": "offer", "parts-0-day": "2026-04-20"},
    )
    return order


def test_a_buyer_thinks_twice_about_a_proposal(world, proposal, desktop, sign_in):
    keys = Keys(sign_in(desktop, world.ada))
    keys.to("PO-7").press("Enter").see("To decide: line 10")

    keys.to("Refuse").press("Enter").see("What you need instead")
    keys.lands("Refuse the proposal")
    keys.to("Cancel").press("Enter")
    desktop.get_by_text("What you need instead").wait_for(state="detached")
    keys.lands("Refuse")
    keys.to("Accept", back=True).press("Space").see("Saved.")

    keys.lands("Saved.")
    keys.see("accepted the proposal for line 10", "#history")
    assert kinds(world, proposal)[-1] == "decision"


def test_a_buyer_takes_and_resolves_an_exception(world, at, desktop, sign_in):
    order = late_order(world, at)
    keys = Keys(sign_in(desktop, world.ada))
    keys.to("Exceptions").press("Enter").see("What needs a person")
    keys.to("Tick “Overdue” of order PO-7").press("Space")
    keys.to("I take them").press("Enter").see("1 exception is yours now.")
    keys.to("Overdue").press("Enter").see("Resolve it")

    keys.to("Note").type("Called Brenner.")
    keys.to("Save the note").press("Enter").see("Noted.")
    keys.lands("Noted.")
    keys.to("Resolve").press("Enter").see("Say what caused it.")
    keys.lands("Not saved yet")
    keys.to("How it ended: Say how it ended.").press("Enter")
    keys.lands("How it ended")
    keys.choose("A new date was agreed")
    keys.to("Cause").choose("Production capacity")
    keys.to("Whose part it was").choose("Supplier")
    keys.to("Resolve").press("Enter").see("Closed with its cause.")

    keys.lands("Closed with its cause.")
    assert case_on(world, order).state == "resolved"


def test_an_auditor_finds_an_order_and_issues_its_pack(world, desktop, sign_in):
    delivered(world)
    keys = Keys(sign_in(desktop, world.aud))

    keys.to("Find an order").type("PO-7").press("Enter").see("History")
    keys.to("Evidence pack").press("Enter").see("Evidence of order PO-7")
    keys.to("Issue and download")
    with desktop.expect_download() as pack:
        keys.press("Enter")

    assert faults(pack.value.path().read_bytes()) == []
    keys.lands("Issue and download")


def test_a_buyer_writes_and_thinks_better_of_it(world, order, desktop, sign_in):
    keys = Keys(sign_in(desktop, world.ada))
    desktop.goto(f"/orders/{order}")

    keys.to("Write a message").press("Enter").lands("Your message", within="write")
    keys.to("Cancel").press("Enter").lands("Write a message", within="talk")
    keys.press("Enter").lands("Your message")
    keys.to("Send").press("Enter").lands("Not sent yet")
    keys.to("Message: Write").press("Enter").lands("Message", within="text")
    keys.type("When do they leave?")
    keys.to("Send").press("Enter").lands("Sent.", within="talk")
