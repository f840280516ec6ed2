"""Kim keeps the addresses of suppliers who have no account; news about their orders goes there."""

import io
import json

import pytest
import sqlalchemy as sa

from portal import desk, flow, ledger, people
from portal.db import db, keeper
from portal.people import Card
from tests.stories.filling import fill, form_on
from tests.world import Line

FILE = (
    "Partner;Name;E-mail;Language;Topic;Site;Category\n"
    "V-1001;Order desk;orders@brenner.example;de;;;\n"
    "Brenner;Linz desk;linz@brenner.example;;;Linz;\n"
    "Nobody Ltd;Nemo;nemo@nobody.example;;;;\n"
    "V-1002;Broken;no-address;;;;\n"
    "V-1001;Twice;orders@brenner.example;;;;\n"
)
LIST, IMPORT = "/admin/contacts", "/admin/contacts/import"


@pytest.fixture(autouse=True)
def _morning(at):
    at("2026-03-10T09:00")


@pytest.fixture
def kim(world):
    """The administrator's browser."""
    return world.browser(world.kim)


def keep(world, partner, email, **more):
    """Keep a contact of Nordwind."""
    card = Card(partner, "Desk", email, **more)
    return flow.within(world.nordwind, lambda: people.keep_contact(card))[0]


def letters(world, template="order"):
    """Return to whom the waiting mails go, as they would be written."""
    with keeper(world.nordwind):
        rows = db.session.scalars(sa.select(desk.Notice).where(desk.Notice.template == template))
        found = [desk.letter(row) for row in rows]
    return sorted(one.to for one in found if one)


def look(kim, content=FILE):
    """Send a file to be looked at; return the answer."""
    data = form_on(kim.get(IMPORT).text, IMPORT)
    data["file"] = (io.BytesIO(content.encode()), "contacts.csv")
    return kim.post(IMPORT, data=data, content_type="multipart/form-data")


def test_a_file_is_shown_row_by_row_before_it_is_kept(world, kim):
    shown = look(kim)

    assert "2 rows can be kept." in shown.text and "3 rows are set aside." in shown.text
    assert "You have no partner called “Nobody Ltd”, or several." in shown.text
    assert "This is not a mail address." in shown.text and "Row 2 says the same." in shown.text
    assert "orders@brenner.example" not in kim.get(LIST).text

    action = f"{IMPORT}/confirm"
    data = form_on(shown.text, action)
    sent, again = kim.post(action, data=data), kim.post(action, data=data)

    assert (sent.status_code, again.status_code) == (303, 303)
    page = kim.get(LIST).text
    assert "2 contacts" in page and "linz@brenner.example" in page
    with keeper(world.nordwind):
        query = sa.select(ledger.Event.facts).where(ledger.Event.kind == "contact.changed")
        facts = [json.loads(text) for text in db.session.scalars(query)]
    assert [one["body"] for one in facts] == [{"what": "imported", "counts": {"added": 2}}]
    assert "brenner.example" not in str(facts), "the ledger names nobody"


def test_a_file_that_is_none_is_refused_with_a_reason(kim):
    assert look(kim, "%PDF-1.7").status_code == 422
    assert "lacks the column" in look(kim, "Partner;Name\nV-1001;Ann\n").text


def test_news_goes_to_the_contact_whose_site_fits_beside_those_with_an_account(world):
    keep(world, world.brenner, "orders@brenner.example")
    keep(world, world.brenner, "linz@brenner.example", site="Linz")
    keep(world, world.calder, "other@calder.example")
    keep(world, world.brenner, world.sam.email, topic="orders")

    world.place("PO-7")
    assert letters(world) == ["sam@brenner.example"], "his contact names more, and is himself"

    world.place("PO-8", Line(), to=world.calder)
    assert letters(world) == ["other@calder.example", "sam@brenner.example", "sue@calder.example"]


def test_the_site_of_an_order_finds_its_desk(world):
    keep(world, world.brenner, "orders@brenner.example")
    keep(world, world.brenner, "linz@brenner.example", site="Linz")

    world.place("PO-7", site="linz")
    world.place("PO-8")

    assert letters(world).count("linz@brenner.example") == 1
    assert letters(world).count("orders@brenner.example") == 1


def test_quality_is_told_of_what_was_rejected(world):
    keep(world, world.brenner, "orders@brenner.example", topic="orders")
    keep(world, world.brenner, "qa@brenner.example", topic="quality")
    order = world.place("PO-7")

    world.reach(order, "RECEIVED", "5", world.rio, what="rejected")

    assert letters(world, "receipt_differs") == ["qa@brenner.example", "sam@brenner.example"]


def test_she_edits_ends_and_erases_one(world, kim):
    contact = keep(world, world.brenner, "orders@brenner.example")
    at, order = f"{LIST}/{contact}", world.place("PO-7")
    assert order and "orders@brenner.example" in letters(world)

    assert fill(kim, at, at, name="New desk", site="Graz").status_code == 303
    assert "New desk" in kim.get(f"{LIST}?q=graz").text
    assert "Nothing here fits" in kim.get(f"{LIST}?q=vienna").text

    assert fill(kim, at, f"{at}/end").status_code == 303
    assert "orders@brenner.example" not in letters(world)
    assert fill(kim, at, f"{at}/end").status_code == 303

    assert fill(kim, f"{at}/erase", f"{at}/erase").status_code == 303
    assert kim.get(at).status_code == 404
    assert "orders@brenner.example" not in letters(world)


def test_she_adds_one_by_hand(world, kim):
    new = f"{LIST}/new"

    nobody = fill(kim, new, LIST, partner="Nobody", name="Ann", email="a@b.example")
    assert nobody.status_code == 422
    assert fill(kim, new, LIST, partner="Brenner", name="Ann", email="nope").status_code == 422
    sent = fill(kim, new, LIST, partner="V-1001", name="Ann", email="Ann@Brenner.example")

    assert sent.status_code == 303 and "ann@brenner.example" in kim.get(LIST).text


def test_nobody_else_sees_them(world):
    contact = keep(world, world.brenner, "orders@brenner.example")

    for who in (world.ada, world.sam, world.aud, world.eve):
        assert world.browser(who).get(f"{LIST}/{contact}").status_code == 404
