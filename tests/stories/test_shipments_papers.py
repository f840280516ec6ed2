"""Papers that have to come with a shipment, its labels, and what others may see of it."""

import io
from uuid import UUID

import pikepdf
import pytest

from portal import flow, ledger
from portal.db import keeper
from portal.desk import ships, tolerance
from portal.ledger import Draft
from tests.stories import mails
from tests.stories.filling import fill, form_on
from tests.stories.shipping import announce, wrong
from tests.stories.told import mailed
from tests.vault.papers import pdf as paper
from tests.world import Line


@pytest.fixture
def order(world, at):
    """PO-7, agreed with Brenner for 1 April."""
    at("2026-03-02T09:00")
    made = world.place("PO-7", Line(agreed="2026-04-01"))
    at("2026-03-20T09:00")
    return made


def ask_for(world, type_, **typed):
    """Let the administrator ask for a paper."""
    kim = world.browser(world.kim)
    typed = {"rules-0-type": type_, **{f"rules-0-{name}": value for name, value in typed.items()}}
    return fill(kim, "/admin/papers", "/admin/papers", **typed)


def test_a_paper_that_may_follow_is_counted_as_missing_until_it_is_there(world, order):
    assert ask_for(world, "conformity").status_code == 303
    sam = world.browser(world.sam)

    where = announce(sam, order).location
    before = sam.get(where).text
    sent = fill(
        sam, f"{where}?do=attach", f"{where}/documents",
        type="conformity", file=(io.BytesIO(paper()), "coc.pdf"),
    )  # fmt: skip

    assert "0 of 1 papers" in before and "Certificate of conformity" in before
    assert sent.status_code == 303, wrong(sent)
    page = world.browser(world.ada).get(where).text
    assert "1 of 1 papers" in page and "coc.pdf" in page
    assert "1 of 1 papers" in world.browser(world.ada).get(f"/orders/{order}").text


def test_without_a_strict_paper_nothing_is_announced(world, order):
    ask_for(world, "origin", strict="y", countries="cn")
    ask_for(world, "conformity", strict="y", countries="")
    sam = world.browser(world.sam)

    refused = announce(sam, order)
    sent = announce(sam, order, **{
        "papers-0-type": "conformity", "papers-0-file": (io.BytesIO(paper()), "coc.pdf"),
    })  # fmt: skip

    assert refused.status_code == 422
    assert "without these papers: Certificate of conformity" in refused.text
    assert sent.status_code == 303, wrong(sent)


def test_the_buyer_checks_a_paper_and_its_sender_hears_of_a_refusal(world, order):
    sam, ada = world.browser(world.sam), world.browser(world.ada)
    where = announce(sam, order).location
    fill(sam, f"{where}?do=attach", f"{where}/documents",
         type="cmr", file=(io.BytesIO(paper()), "cmr.pdf"))  # fmt: skip
    with world.seen_by(world.sam):
        (document,) = ships.consignment(UUID(where.rsplit("/", 1)[-1])).files
    action = f"{where}/documents/{document}"

    handed = sam.get(action)
    judged = fill(ada, f"{where}?do=judge&what={document}", f"{action}/judgements",
                  verdict="refused", reason="QUALITY", text="Not signed.")  # fmt: skip

    assert handed.data == paper() and "attachment" in handed.headers["Content-Disposition"]
    assert judged.status_code == 303, wrong(judged)
    assert "refused" in sam.get(where).text
    assert (world.sam.id, "") in mailed(world, "shipment")
    assert world.browser(world.sue).get(action).status_code == 404


def test_packages_get_numbers_of_the_suppliers_own_and_labels(world, order):
    sam = world.browser(world.sam)
    packed = {"packages-0-kind": "PX", "packages-1-kind": "CT", "packages-1-inside": "1",
              "goods-0-package": "2", "numbered": "y"}  # fmt: skip

    without = announce(sam, order, **packed)
    fill(sam, "/shipments/numbers", "/shipments/numbers",
         prefix="0614141", extension="1", serial="234567890")  # fmt: skip
    where = announce(sam, order, **packed).location

    assert without.status_code == 422 and "GS1 company prefix first" in without.text
    page = sam.get(where).text
    assert "106141412345678908" in page and "106141412345678915" in page
    labels = sam.get(f"{where}/labels.pdf")
    with pikepdf.open(io.BytesIO(labels.data)) as printed:
        assert len(printed.pages) == 2
    assert world.browser(world.sue).get(f"{where}/labels.pdf").status_code == 404


def test_where_package_numbers_come_from_is_said_in_the_senders_own_house(world, order):
    sam = world.browser(world.sam)
    typed = {"prefix": "0614141", "extension": "1", "serial": "7"}

    for serial in ("7", "9", "9"):
        fill(sam, "/shipments/numbers", "/shipments/numbers", **typed | {"serial": serial})

    with keeper(world.brenner):
        made = ledger.versions_of("numbering", 5)
    assert [(one.version, one.doc["serial"], one.name) for one in made] == [
        (2, 9, world.sam.actor.name), (1, 7, world.sam.actor.name),
    ]  # fmt: skip
    with keeper(world.nordwind):
        assert ledger.versions_of("numbering", 5) == []


def test_a_little_more_than_ordered_is_fine_where_the_buyer_says_so(world, order):
    kim, sam = world.browser(world.kim), world.browser(world.sam)

    fill(kim, "/admin/tolerances/edit?scope=default", "/admin/tolerances/edit",
         **{"ship.over-within": "accept", "ship.over-pct": "5", "ship.over-beyond": "refuse",
            "ship.over-message": "Call us first."})  # fmt: skip

    assert announce(sam, order, **{"goods-0-qty": "106"}).status_code == 422
    assert announce(sam, order, **{"goods-0-qty": "105"}).status_code == 303


def test_the_limit_set_before_is_carried_over_when_the_default_is_saved(world, order):
    doc = {"key": tolerance.BEFORE, "version": 1, "doc": {"over_percent": "5"}}
    flow.house(world.nordwind, [Draft("setting.made", key="before/1", body=doc)], world.kim.actor)
    kim, sam = world.browser(world.kim), world.browser(world.sam)

    assert announce(sam, order, **{"goods-0-qty": "106"}).status_code == 422
    edit = "/admin/tolerances/edit?scope=default"
    assert "accepted, then refused" in kim.get("/admin/tolerances").text
    saved = fill(kim, edit, "/admin/tolerances/edit",
                 **{"ship.over-within": "", "ship.over-pct": ""})  # fmt: skip

    assert saved.status_code == 303, wrong(saved)
    assert announce(sam, order, **{"goods-0-qty": "105"}).status_code == 422


def test_more_than_ordered_asks_the_buyer_and_says_by_which_setting(world, order):
    kim, sam, ada = (world.browser(one) for one in (world.kim, world.sam, world.ada))
    fill(kim, "/admin/tolerances/edit?scope=default", "/admin/tolerances/edit",
         **{"ship.over-within": "accept", "ship.over-pct": "1"})  # fmt: skip

    warned = announce(sam, order, **{"goods-0-qty": "104"})
    assert warned.status_code == 422 and "104 / 100" in warned.text
    assert "The buyer will be asked whether to take it" in warned.text
    assert world.history(order)[-1].facts["kind"] != "goods.assigned", "nothing is sent by then"
    again = form_on(warned.text, "/shipments") | {"beyond": "y"}
    assert sam.post("/shipments", data=again).status_code == 303

    page = ada.get(f"/orders/{order}").text
    assert "the buyer is asked" in page and "beyond 1 %" in page
    assert "More shipped than ordered" in ada.get("/exceptions").text
    told = sam.get(f"/orders/{order}").text
    assert "the buyer is asked" in told and "beyond 1 %" not in told


def test_the_mail_says_what_became_of_it(world, order, app):
    sam = world.browser(world.sam)
    where = announce(sam, order).location
    fill(sam, f"{where}?do=cancel", f"{where}/cancellations", text="The truck was full.")

    subjects = {mail["Subject"]: mails.words(mail) for mail in mails.mailed(app, to=world.ada)}

    assert "Shipment DN-100 is announced" in subjects
    assert "The truck was full." in subjects["Shipment DN-100 was cancelled"]


def test_auditors_see_it_and_it_is_noted_that_they_looked(world, order):
    where = announce(world.browser(world.sam), order).location

    page = world.browser(world.aud).get(where)

    assert page.status_code == 200 and "Report a step" not in page.text
