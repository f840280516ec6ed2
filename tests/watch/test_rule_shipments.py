"""Shipments: papers that have to come with them, days on which they come too late."""

from datetime import UTC, datetime, time, timedelta

from portal.ledger import Draft
from tests.journey.saying import CARRIER, OWNER, SUPPLIER, d
from tests.watch.troubles import found, one, shipped, stepped, too_late, without_papers


def begins(text):
    return datetime.combine(d(text), time(), UTC)


def test_papers_are_asked_for_some_days_before_the_shipment_leaves():
    told = without_papers()

    finding = one(told, "papers_missing")

    assert finding.since == begins("04-10")
    assert (finding.shipment, finding.line, finding.part) == ("S1", 0, 0)
    assert finding.words["papers"] == "invoice"
    assert one(told, "papers_missing", days_before=5).since == begins("04-07")


def test_they_are_not_asked_for_before_it_is_announced():
    told = without_papers()
    told.sail("S1", "DISPATCHED", "03-01", klass="EST")
    (announced,) = [one for one in told.said if one.facts["kind"] == "shipment.announced"]

    assert one(told, "papers_missing").since == announced.at


def test_a_paper_that_was_attached_is_not_missing_and_one_that_was_refused_is():
    told = without_papers()
    paper = attach(told, "invoice")
    assert found(told, "papers_missing") == []

    body = {"document": paper, "verdict": "refused"}
    told.tell(Draft("document.judged", key="j", body=body), OWNER, shipment="S1")

    assert one(told, "papers_missing").shipment == "S1"


def test_another_paper_is_not_the_one_that_has_to_come():
    told = without_papers()
    attach(told, "packing_list")

    assert one(told, "papers_missing").words["papers"] == "invoice"


def test_shipments_without_needs_or_that_came_ask_for_none():
    told = without_papers()
    told.sail("S1", "DELIVERED", "04-14", org=CARRIER)

    assert found(shipped(), "papers_missing") == found(told, "papers_missing") == []


def test_a_shipment_that_comes_on_the_agreed_day_is_in_time():
    told = shipped()
    told.sail("S1", "DELIVERED", "04-20", org=CARRIER, klass="EST")
    assert found(told, "shipment_late") == []

    last = told.sail("S1", "DELIVERED", "04-21", org=CARRIER, klass="EST")

    finding = one(told, "shipment_late")
    assert (finding.shipment, finding.evidence) == ("S1", (last,))
    assert (finding.words["expected_day"], finding.words["due_day"]) == ("2026-04-21", "2026-04-20")
    assert finding.since == told.at


def test_what_is_needed_sooner_than_agreed_counts():
    told = too_late()
    assert found(told, "shipment_late", grace_days=2) == []
    told.tell(
        Draft("need.stated", line=1, body={"needs": [{"day": "2026-04-15", "qty": "10"}]}), OWNER
    )

    assert one(told, "shipment_late", grace_days=2).words["due_day"] == "2026-04-15"


def test_one_that_came_is_not_expected_late():
    told = too_late()
    told.sail("S1", "DELIVERED", "04-22", org=CARRIER)

    assert found(told, "shipment_late") == []


def test_goods_reported_without_a_shipment_know_no_shipment_that_is_late():
    assert found(stepped("DISPATCHED", n="100", org=SUPPLIER), "shipment_late") == []


def test_it_lies_still_where_it_stopped_last():
    told = shipped()
    told.sail("S1", "DEPARTED", "04-01", org=CARRIER)
    told.sail("S1", "ARRIVED", "04-05", org=CARRIER)
    told.sail("S1", "DEPARTED", "04-09", org=CARRIER)
    last = told.sail("S1", "ARRIVED", "04-14", org=CARRIER)

    finding = one(told, "stalled")

    assert (finding.shipment, finding.evidence) == ("S1", (last,))
    assert finding.since == begins("04-14") + timedelta(days=7)


def attach(told, kind) -> str:
    """The supplier attaches a paper; return its id as others name it."""
    paper = {"document": f"doc-{kind}", "type": kind, "sha256": "00" * 32}
    told.tell(Draft("document.attached", key=kind, body=paper), SUPPLIER, shipment="S1")
    return paper["document"]
