"""Proofs and packs: who gets them, what is in them, what is written down about it."""

import io
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pikepdf
import pytest
from sqlalchemy import select

from portal import evidence, flow, journey
from portal.db import db
from portal.ledger import Draft
from portal.people import Access
from portal.web.evidence.wording import words
from tests.evidence.checking import faults
from tests.stories.filling import fill, form_on
from tests.stories.proofs import SCAN, SECRET, accept, attach, delivered

EVERYBODY_ON_IT = ("kim", "ada", "rio", "sam", "aud")


@pytest.fixture
def order(world):
    return delivered(world)


def printed(world, order, who):
    """Return the proof's values as this viewer would have them."""
    with world.app.test_request_context(), world.seen_by(who):
        matter = evidence.matter(order)
        entries = matter.readable()
        read = journey.fold([one.said for one in entries])
        return evidence.pod(matter, read, entries, words(matter, read))


def looks(world):
    with world.seen_by(world.kim):
        return [(row.person, row.what, row.act) for row in db.session.scalars(select(Access))]


def pages_of(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


@pytest.mark.parametrize("who", EVERYBODY_ON_IT)
def test_the_proof_is_handed_out_as_a_pdf_and_noted(world, order, who):
    person = getattr(world, who)

    answer = world.browser(person).get(f"/orders/{order}/pod")

    assert answer.mimetype == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "proof-of-delivery-PO-7.pdf" in answer.headers["Content-Disposition"]
    assert pages_of(answer.data) == 1
    assert looks(world) == [(person.id, "pod", "download")]


def test_the_same_events_print_the_same_bytes_for_everybody(world, order, at):
    first = world.browser(world.ada).get(f"/orders/{order}/pod").data
    at("2026-03-09T17:00")

    assert world.browser(world.sam).get(f"/orders/{order}/pod").data == first


def test_the_proof_says_what_was_handed_over(world, order):
    made = printed(world, order, world.sam)

    (line,) = made.lines
    assert (made.number, made.recipient, made.remarks) == (
        "PO-7",
        "K. Petersen",
        "two cartons dented",
    )
    assert (int(line.ordered), int(line.now), int(line.total)) == (100, 98, 98)
    assert made.delivered == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert [picture.signature for picture in made.pictures] == [True]
    assert made.events[-1].digest == made.head
    assert (made.owner.name, made.partner.name) == ("Nordwind", "Brenner")


def test_an_accepted_delivery_note_is_named_with_its_digest(world, order):
    document = attach(world, order, "delivery_note", SCAN)
    assert printed(world, order, world.ada).notes == ()
    accept(world, order, document)

    made = printed(world, order, world.ada)

    (note,) = made.notes
    assert (note.name, note.accepted_by) == ("note.pdf", "Ada, Nordwind")
    assert made.condition == "claused"


def test_an_accepted_delivery_note_alone_is_proof(world):
    order = world.place("PO-9")
    accept(world, order, attach(world, order, "cmr", SCAN))

    assert world.browser(world.ada).get(f"/orders/{order}/pod").mimetype == "application/pdf"


def test_a_delivery_taken_back_is_no_delivery(world, order):
    told = [one for one in world.history(order) if one.facts.get("code") == "DELIVERED"]
    corrects = {"ident": told[0].ident, "how": "void"}
    world.tell(order, Draft("event.voided", corrects=corrects), by=world.sam)

    page = world.browser(world.sam).get(f"/orders/{order}/pod")

    assert "No proof of delivery yet" in page.text


def test_without_a_delivery_the_page_says_what_is_missing(world):
    order = world.place("PO-9")

    page = world.browser(world.ada).get(f"/orders/{order}/pod")

    assert page.mimetype == "text/html"
    assert "No proof of delivery yet" in page.text
    assert looks(world) == []


@pytest.mark.parametrize("who", ["sue", "cam", "eve"])
def test_strangers_get_no_evidence(world, order, who):
    browser = world.browser(getattr(world, who))
    form = form_on(browser.get("/account").text, "/account/details")

    for path in (f"/orders/{order}/pod", f"/orders/{uuid4()}/pod", f"/orders/{order}/packs"):
        assert browser.get(path).status_code == 404
    assert browser.post(f"/orders/{order}/packs", data=form).status_code == 404
    assert looks(world) == []


def test_suppliers_issue_no_packs(world, order):
    assert world.browser(world.sam).get(f"/orders/{order}/packs").status_code == 404
    assert world.browser(world.sam).get("/evidence").status_code == 404


@pytest.mark.parametrize("who", ["ada", "kim", "aud"])
def test_a_pack_is_issued_and_holds(world, order, who):
    person = getattr(world, who)
    at = f"/orders/{order}/packs"

    answer = fill(world.browser(person), at, at)

    assert answer.mimetype == "application/zip"
    assert faults(answer.data) == []
    assert SECRET.encode() not in answer.data
    assert looks(world) == [(person.id, "pack", "download")]
    with world.seen_by(world.kim):
        (issued,) = evidence.issued()
    assert (issued.order, issued.person, issued.internal) == (order, person.name, False)


def test_the_owner_may_take_internal_notes_along_but_the_auditor_may_not(world, order):
    at = f"/orders/{order}/packs"

    own = fill(world.browser(world.ada), at, at, internal="y")
    auditors = fill(world.browser(world.aud), at, at, internal="y")

    assert SECRET.encode() in own.data
    assert SECRET.encode() not in auditors.data
    assert "internal notes" not in world.browser(world.aud).get(at).text


def test_the_same_form_sent_twice_is_the_same_pack(world, order, at):
    address, browser = f"/orders/{order}/packs", world.browser(world.ada)
    form = form_on(browser.get(address).text, address)
    first = browser.post(address, data=form).data
    at("2026-03-02T09:05")
    world.reach(order, "DELIVERED", "2", world.sam, what="delivered")

    again = browser.post(address, data=form).data

    assert again == first
    with world.seen_by(world.kim):
        assert len(evidence.issued()) == 1


def test_a_form_without_its_key_is_refused(world, order):
    address, browser = f"/orders/{order}/packs", world.browser(world.ada)
    form = form_on(browser.get(address).text, address) | {"key": ""}

    assert browser.post(address, data=form).status_code == 422


def test_an_order_is_found_and_led_to_when_it_is_the_only_one(world, order):
    browser = world.browser(world.aud)

    exact = browser.get("/evidence?q=po 7")
    part = browser.get("/evidence?q=HX").text

    assert exact.location == f"/orders/{order}/packs"
    assert "PO-7" in part
    assert "Nothing you may see" in browser.get("/evidence?q=nowhere").text


def test_the_auditor_reads_what_the_grant_covers_and_until_when(world, order):
    page = world.browser(world.aud).get("/evidence").text

    assert "all partners" in page
    assert "Year end" in page
    assert "31 May 2026" in page


def test_a_grant_for_another_partner_shows_nothing(world, order):
    narrow = world.grant(world.person("Ann", "auditor", world.nordwind), partner=world.calder)
    browser = world.browser(narrow)

    assert "Calder" in browser.get("/evidence").text
    assert browser.get(f"/orders/{order}/packs").status_code == 404
    assert browser.get(f"/orders/{order}/pod").status_code == 404
    assert "Nothing you may see" in browser.get("/evidence?q=PO-7").text


def test_when_the_grant_has_ended_nothing_is_seen(world, order, at):
    at(datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(days=91))
    browser = world.browser(world.aud)

    assert "You have no grant that is open." in browser.get("/evidence").text
    assert browser.get(f"/orders/{order}/pod").status_code == 404


def test_issued_packs_are_listed_to_the_owner_all_and_to_the_auditor_theirs(world, order):
    at = f"/orders/{order}/packs"
    fill(world.browser(world.ada), at, at)
    assert "PO-7" not in world.browser(world.aud).get("/evidence").text
    fill(world.browser(world.aud), at, at)

    assert "PO-7" in world.browser(world.aud).get("/evidence").text
    page = world.browser(world.kim).get("/evidence").text
    assert page.count("anybody") == 2


def test_the_administrator_reads_who_looked(world, order):
    world.browser(world.aud).get(f"/orders/{order}/pod")

    page = world.browser(world.kim).get("/evidence/access").text

    for shown in ("Aud", "Proof of delivery, downloaded", "PO-7"):
        assert shown in page
    assert world.browser(world.ada).get("/evidence/access").status_code == 404


def test_the_access_log_is_paged(world, order):
    kim = world.browser(world.kim)
    for _ in range(evidence.PAGE + 1):
        flow.looked(world.nordwind, world.ada.actor, "document", order, "download")

    first = kim.get("/evidence/access").text
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")

    assert first.count("Document, downloaded") == evidence.PAGE
    assert kim.get(older).text.count("Document, downloaded") == 1
    assert kim.get("/evidence/access?after=nonsense").status_code == 200
