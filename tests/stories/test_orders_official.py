"""Something official to accept: the order as a PDF, and an answer that names what it was shown."""

import hashlib
import io
import json
import re
from uuid import uuid4

import pikepdf
import pytest

from portal import clock, evidence, flow, vault
from portal.ledger import Doc, Draft
from portal.web.evidence.issuing import Wish, issue_for
from tests.evidence.checking import faults, files_of
from tests.stories.filling import fill, form_on
from tests.world import Line


@pytest.fixture(autouse=True)
def _morning(at):
    at("2026-03-10T09:00")


def attach(world, order, type_="drawing", by=None, content=b"%PDF-1.7 a drawing"):
    """Attach a file as the buyer, or somebody else, would."""
    by = by or world.ada
    kept = vault.keep(world.app.config["VAULT_DIR"], world.nordwind, content, 1000)
    doc = Doc(kept.sha256, "application/pdf", kept.bytes, "HX-M12-B.pdf")
    body = {"type": type_, "document": str(uuid4())}
    draft = Draft("document.attached", docs=(doc,), details={"name": doc.name}, body=body)
    world.tell(order, draft, by=by)
    return kept.sha256.hex()


def change(world, order, qty="120"):
    """Change line 1 as the buyer: revision 2."""
    part = {"part": 1, "qty": qty, "ask": "2026-04-01"}
    body = {"revision": 2, "qty": qty, "uom": "EA", "parts": [part]}
    world.tell(order, Draft("line.changed", line=1, body=body), by=world.ada)


def set_terms(world, text, lang="de", kind="purchase"):
    """Set the terms as the administrator would."""

    def made():
        known = evidence.terms_of(world.nordwind)
        return None, [evidence.set_terms(known, kind, lang, text, clock.now())]

    flow.manage(world.nordwind, world.kim.actor, made)


def source_in(answer) -> tuple[dict, str]:
    """Return the source that a PDF carries, and the digest it has."""
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        (name,) = pdf.attachments
        text = pdf.attachments[name].get_file().read_bytes()
    return json.loads(text), hashlib.sha256(text).hexdigest()


def pdf_of(who, world, order, **query):
    """Fetch the document as this person."""
    address = f"/orders/{order}/order.pdf"
    return world.browser(who).get(address, query_string=query)


def test_both_sides_and_the_auditor_get_the_same_document(world):
    order = world.place("PO-7", Line(price="1.25"), incoterm="DAP", terms="Linz")

    got = [pdf_of(who, world, order) for who in (world.sam, world.ada, world.aud)]

    assert {answer.status_code for answer in got} == {200}
    assert len({answer.data for answer in got}) == 1
    made, _digest = source_in(got[0])
    assert (made["number"], made["revision"], made["lang"]) == ("PO-7", 1, "de")
    assert made["partner"] == {"name": "Brenner", "country": "AT"}
    assert made["lines"][0]["price"] == "1.25" and made["value"] == "125"
    assert (made["incoterm"], made["terms"]) == ("DAP", "Linz")


def test_strangers_get_what_is_not_there(world):
    order = world.place("PO-7")

    assert pdf_of(world.sue, world, order).status_code == 404
    assert pdf_of(world.sam, world, order, revision=9).status_code == 404


def test_an_acceptance_names_what_was_shown(world):
    order = world.place("PO-7")
    _made, digest = source_in(pdf_of(world.sam, world, order))
    sam = world.browser(world.sam)
    assert digest[:12] in sam.get(f"/orders/{order}").text

    sent = fill(sam, f"/orders/{order}", f"/orders/{order}/acceptances")

    assert sent.status_code == 303
    said = world.history(order)[-1].facts["body"]
    assert said["shown"] == {"revision": 1, "sha256": digest}
    page = world.browser(world.ada).get(f"/orders/{order}").text
    assert f"revision 1 (PDF, sha256 {digest[:12]}…)" in page and "accepted" in page


def test_an_answer_to_a_line_names_it_too(world):
    order = world.place("PO-7")
    sam = world.browser(world.sam)

    fill(
        sam,
        f"/orders/{order}?do=answer&line=1",
        f"/orders/{order}/answers",
        **{"parts-0-day": "2026-04-15", "verdict": "offer"},
    )

    assert world.history(order)[-1].facts["body"]["shown"]["revision"] == 1


def test_a_drawing_that_came_meanwhile_is_a_conflict(world):
    order = world.place("PO-7")
    sam, action = world.browser(world.sam), f"/orders/{order}/acceptances"
    data = form_on(sam.get(f"/orders/{order}").text, action)
    sha256 = attach(world, order)

    late = sam.post(action, data=data)

    assert late.status_code == 409 and "The order changed while you were reading it" in late.text
    assert "response" not in {one.facts["kind"] for one in world.history(order)}
    made, _digest = source_in(pdf_of(world.sam, world, order))
    assert [paper["sha256"] for paper in made["papers"]] == [sha256]
    assert fill(sam, f"/orders/{order}", action).status_code == 303


def test_an_answer_to_a_line_shows_both_versions_then(world):
    order = world.place("PO-7")
    sam, action = world.browser(world.sam), f"/orders/{order}/answers"
    data = form_on(sam.get(f"/orders/{order}?do=answer&line=1").text, action)
    attach(world, order, "specification")

    late = sam.post(action, data=data | {"verdict": "offer"})

    assert late.status_code == 409
    assert len(set(re.findall(r"sha256 [0-9a-f]{12}…", late.text))) >= 2


def test_a_paper_of_the_supplier_is_not_part_of_what_is_asked(world):
    order = world.place("PO-7")
    before = source_in(pdf_of(world.sam, world, order))
    attach(world, order, by=world.sam)
    attach(world, order, "invoice")

    assert source_in(pdf_of(world.sam, world, order)) == before


def test_an_older_revision_can_still_be_had(world):
    order = world.place("PO-7")
    first = source_in(pdf_of(world.ada, world, order))
    change(world, order)

    assert source_in(pdf_of(world.ada, world, order, revision=1)) == first
    assert source_in(pdf_of(world.ada, world, order))[0]["lines"][0]["qty"] == "120"
    page = world.browser(world.sam).get(f"/orders/{order}").text
    assert "Order as PDF, revision 2" in page and "Order as PDF, revision 1" in page


def test_terms_are_those_of_the_day_of_the_revision(world, at):
    set_terms(world, "Es gelten unsere Bedingungen.")
    set_terms(world, "Our terms.", lang="en")
    order = world.place("PO-7")
    at("2026-03-11T09:00")
    set_terms(world, "Neue Bedingungen.")

    made, _digest = source_in(pdf_of(world.sam, world, order))
    assert made["conditions"] == {
        "version": 1,
        "lang": "de",
        "text": "Es gelten unsere Bedingungen.",
    }
    assert (
        "conditions"
        not in source_in(pdf_of(world.sam, world, world.place("SO-1", type="service")))[0]
    )

    change(world, order)
    made, _digest = source_in(pdf_of(world.sam, world, order))
    assert made["conditions"]["version"] == 2


def test_the_pack_holds_what_was_accepted(world):
    set_terms(world, "Es gelten unsere Bedingungen.")
    order = world.place("PO-7")
    attach(world, order)
    sam = world.browser(world.sam)
    _made, digest = source_in(pdf_of(world.sam, world, order))
    fill(sam, f"/orders/{order}", f"/orders/{order}/acceptances")
    change(world, order)

    target = io.BytesIO()
    with world.app.test_request_context():
        issue_for(world.nordwind, Wish(order), world.kim.actor, target)
    archive = target.getvalue()
    files = files_of(archive)

    assert faults(archive) == []
    assert hashlib.sha256(files[f"accepted/{digest}.json"]).hexdigest() == digest
    assert files[f"accepted/{digest}.pdf"].startswith(b"%PDF")
    answered = world.history(order)
    seq = next(one.seq for one in answered if one.facts["kind"] == "response")
    assert source_in(pdf_of(world.aud, world, order, seq=seq))[1] == digest


def test_the_administrator_writes_the_terms(world):
    kim, at_ = world.browser(world.kim), "/admin/terms?kind=purchase&lang=de"
    sent = fill(kim, at_, "/admin/terms", text="Es gelten unsere Bedingungen.")

    assert sent.status_code == 303
    page = kim.get(sent.location).text
    assert "Es gelten unsere Bedingungen." in page and "in force" in page
    made, _digest = source_in(pdf_of(world.sam, world, world.place("PO-7")))
    assert made["conditions"]["text"] == "Es gelten unsere Bedingungen."


def look_at_terms(kim, kind="purchase", lang="de", **typed):
    return fill(kim, f"/admin/terms?kind={kind}&lang={lang}", "/admin/terms", go="look", **typed)


def print_terms(kim, kind="purchase", lang="de", **typed):
    data = form_on(kim.get(f"/admin/terms?kind={kind}&lang={lang}").text, "/admin/terms")
    return kim.post("/admin/terms/preview.pdf", data=data | typed)


def words_in(answer) -> str:
    """Return the words of a PDF."""
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert not pdf.attachments, "nothing to answer to"
        return str(pdf.docinfo["/Title"])


def test_terms_are_looked_at_before_they_are_saved(world):
    set_terms(world, "Old terms.", lang="en")
    world.place("PO-7")
    kim = world.browser(world.kim)

    seen = look_at_terms(kim, text="Neue Bedingungen.\nZweitens.")

    assert seen.status_code == 200
    card = seen.text.partition('id="preview"')[2]
    assert "Neue Bedingungen.\nZweitens." in card and "PO-7" in card
    assert "not saved yet" in card and "Austria" in card
    assert "Neue Bedingungen." not in kim.get("/admin/terms?kind=purchase&lang=de").text
    with world.seen_by(world.kim):
        assert [one.text for one in evidence.terms_of(world.nordwind)] == ["Old terms."]
    saved = kim.post("/admin/terms", data=form_on(seen.text, "/admin/terms"))
    assert saved.status_code == 303, "what was looked at can be saved as it stands"


def test_where_one_language_is_emptied_the_other_stands_in_its_place(world):
    set_terms(world, "Our terms.", lang="en")
    set_terms(world, "Bedingungen.")

    card = look_at_terms(world.browser(world.kim), text="").text.partition('id="preview"')[2]

    assert "Our terms." in card and "would stand in their place" in card
    assert "There is no order of this kind yet" in card


def test_the_preview_as_pdf_is_marked_and_carries_no_source(world, at):
    world.place("PO-7")
    at("2026-03-11T09:00")
    world.place("PO-8")

    sent = print_terms(world.browser(world.kim), text="Neue Bedingungen.")

    assert sent.mimetype == "application/pdf" and sent.data.startswith(b"%PDF")
    assert "filename=preview-PO-8-de.pdf" in sent.headers["Content-Disposition"]
    assert "PO-8" in words_in(sent)
    with world.seen_by(world.kim):
        assert evidence.terms_of(world.nordwind) == []


def test_terms_of_a_kind_without_orders_are_printed_without_lines(world):
    world.place("PO-7")

    sent = print_terms(world.browser(world.kim), kind="service", lang="en", text="Our terms.")

    assert sent.status_code == 200 and sent.data.startswith(b"%PDF")
    assert "filename=preview-service-en.pdf" in sent.headers["Content-Disposition"]


def test_terms_that_are_too_long_are_refused_at_the_look_too(world):
    kim, long = world.browser(world.kim), "x" * 60_001

    looked, printed = look_at_terms(kim, text=long), print_terms(kim, text=long)

    assert looked.status_code == printed.status_code == 422
    assert "shorten it" in looked.text and "shorten it" in printed.text
