"""Where a shipment stands, as its own stream tells it."""

from decimal import Decimal

import pytest

from portal import journey
from portal.journey import fold_shipment
from portal.ledger import Draft, day
from tests.journey.saying import CARRIER, OWNER, SUPPLIER, Story, d


@pytest.fixture
def story():
    """An order of 60 for 10 March."""
    told = Story()
    told.order()
    told.line(("60", "03-10"))
    return told


def shipment(story):
    """Return the shipment S1 as its own stream tells it."""
    return fold_shipment([one for one in story.said if one.shipment == "S1"])


def test_a_shipment_stands_where_it_has_come(story):
    story.announce("S1", ("60", 1))
    assert (shipment(story).stage, shipment(story).open) == ("ASN_ISSUED", True)

    story.sail("S1", "DELIVERED", "03-08", klass="EST")
    story.sail("S1", "DISPATCHED", "03-04")
    story.sail("S1", "DAMAGED", "03-05", org=CARRIER)

    found = shipment(story)
    assert (found.stage, found.late_from) == ("DISPATCHED", d("03-09"))
    assert [one.open for one in found.troubles] == [True]

    story.sail("S1", "DELIVERED", "03-08", org=CARRIER)

    found = shipment(story)
    assert (found.stage, found.open, found.late_from) == ("DELIVERED", False, None)


def test_a_step_in_the_future_is_held(story):
    story.announce("S1", ("60", 1))
    at = story.at
    story.tell(
        Draft("milestone", code="DISPATCHED", when=day(d("05-20")), key="x"),
        SUPPLIER,
        at=at,
        shipment="S1",
    )

    assert shipment(story).stage == "ASN_ISSUED"
    assert {flag.kind for flag in shipment(story).flags} == {"future_actual"}
    assert journey.fold(story.said).lines[1].moved("dispatched") == 0


def test_only_who_said_it_or_the_owner_takes_a_step_back(story):
    story.announce("S1", ("60", 1))
    told = story.sail("S1", "DISPATCHED", "03-04")
    void = Draft("event.voided", corrects={"ident": told, "how": "void"}, key="v1")
    story.tell(void, CARRIER, shipment="S1")
    assert shipment(story).stage == "DISPATCHED"

    story.tell(
        Draft("event.voided", corrects={"ident": told, "how": "void"}, key="v2"),
        OWNER,
        shipment="S1",
    )

    assert shipment(story).stage == "ASN_ISSUED"
    assert journey.fold(story.said).lines[1].moved("dispatched") == 0


def test_papers_that_are_needed_are_missing_until_they_are_good(story):
    needs = {"needs": [{"type": "certificate", "strict": True}, {"type": "packing_list"}]}
    story.announce("S1", ("60", 1), body={"documents": needs})
    paper = {"type": "certificate", "document": "doc-1"}
    story.tell(Draft("document.attached", body=paper), SUPPLIER, shipment="S1")

    assert [one.type for one in shipment(story).missing] == ["packing_list"]

    judged = {"document": "doc-1", "verdict": "refused"}
    story.tell(Draft("document.judged", body=judged), OWNER, shipment="S1")

    assert [one.type for one in shipment(story).missing] == ["certificate", "packing_list"]


def test_packages_stand_in_packages(story):
    packages = [
        {"package": 2, "kind": "CT", "in": 1, "gross": "12.5", "size": ["60", "40", "30"]},
        {"package": 1, "kind": "PX", "sscc": "340123450000000018"},
    ]
    story.announce("S1", ("60", 1), body={"packages": packages})

    pallet, carton = shipment(story).packages.values()

    assert (pallet.number, pallet.sscc, carton.parent) == (1, "340123450000000018", 1)
    assert (carton.gross, carton.size) == (Decimal("12.5"), (60, 40, 30))
