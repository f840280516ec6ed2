"""Something official to accept, terms and contacts, by clicks in a real browser."""

import pytest

from portal import flow, people
from portal.people import Card
from tests.browser.conftest import DARK, DESKTOP, PHONE
from tests.world import Line

FILE = (
    "Partner;Name;E-mail;Topic;Site\n"
    "V-1001;Order desk;orders@brenner.example;;\n"
    "Nobody Ltd;Nemo;nemo@nobody.example;;Linz\n"
)

pytestmark = pytest.mark.sqlite


@pytest.fixture
def enter(world, live, open_page):
    """Open a window in which somebody is signed in: `enter(world.kim, PHONE)`."""

    def enter(who, kind):
        window = open_page(**kind)
        cookie = {"name": "portal", "value": world.secret(who), "url": live}
        window.context.add_cookies([cookie])
        return window

    return enter


@pytest.mark.parametrize("kind", [DESKTOP, PHONE, DARK], ids=["desktop", "phone", "dark"])
def test_a_supplier_reads_the_document_and_accepts_it(world, enter, axe, fits, kind):
    order = world.place("PO-7", Line(), Line(code="HX-M16", qty="40"))
    page = enter(world.sam, kind)
    page.goto(f"/orders/{order}")
    axe(page), fits(page)

    with page.expect_download() as got:
        page.get_by_role("link", name="Order as PDF, revision 1").first.click()
    page.get_by_role("button", name="Accept all as asked").click()
    page.get_by_text("revision 1 (PDF, sha256").first.wait_for()

    assert got.value.suggested_filename == "PO-7-1.pdf"
    axe(page), fits(page)


@pytest.mark.parametrize("kind", [DESKTOP, PHONE, DARK], ids=["desktop", "phone", "dark"])
def test_the_administrator_writes_terms(world, enter, axe, fits, kind):
    page = enter(world.kim, kind)
    page.goto("/admin/terms?kind=purchase&lang=de")
    page.locator("textarea").fill("Es gelten unsere Bedingungen.")
    page.get_by_role("button", name="Look first").click()
    page.locator("#preview").get_by_text("Es gelten unsere Bedingungen.").wait_for()
    axe(page), fits(page)
    with page.expect_download() as got:
        page.get_by_role("button", name="As PDF").click()
    assert got.value.suggested_filename.startswith("preview-")
    page.get_by_role("button", name="Save the terms").click()
    page.get_by_text("Saved.").first.wait_for()

    axe(page), fits(page)


@pytest.mark.parametrize("kind", [DESKTOP, PHONE, DARK], ids=["desktop", "phone", "dark"])
def test_the_administrator_sends_contacts(world, enter, axe, fits, kind, tmp_path):
    sent = tmp_path / "contacts.csv"
    sent.write_text(FILE)
    card = Card(world.brenner, "Linz desk", "linz@brenner.example", site="Linz")
    known, _ = flow.within(world.nordwind, lambda: people.keep_contact(card))
    page = enter(world.kim, kind)
    page.goto("/admin/contacts/import")
    axe(page), fits(page)
    page.locator("input[type=file]").set_input_files(sent)
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_text("1 row is set aside.").wait_for()
    axe(page), fits(page)
    page.get_by_role("button", name="Keep these contacts").click()
    page.get_by_text("orders@brenner.example").wait_for()
    axe(page), fits(page)
    for address in (
        f"/admin/contacts/{known}",
        f"/admin/contacts/{known}/erase",
        "/admin/contacts/new",
    ):
        page.goto(address)
        axe(page), fits(page)
