"""What can be paid of an order's lines, and what the rest waits for."""

from decimal import Decimal

import pytest

from portal import journey
from portal.ledger import Draft
from tests.journey.saying import CARRIER, OWNER, SUPPLIER, Story

PRICE = {"price": "2.50", "per": "1"}


def told(n_sent="100", n_received="100", **more) -> Story:
    """An accepted order of 100, of which some were sent and some received."""
    story = Story()
    story.order()
    terms = {name: value for name, value in {**PRICE, **more}.items() if value}
    story.line(("100", "03-20"), **terms)
    story.accept()
    if n_sent:
        story.step("DISPATCHED", n_sent, "03-10", what="dispatched")
    if n_received:
        story.step("RECEIVED", n_received, "03-18", org=OWNER, what="received")
    return story


def only(story) -> journey.Payable:
    (one,) = journey.payable(journey.fold(story.said))
    return one


def waits(story) -> list[tuple]:
    return [(block.what, block.by, block.n) for block in only(story).blocks]


def attach(story, type_="delivery_note", verdict="") -> None:
    document = "0b8f1c5e-0000-7000-8000-000000000001"
    body = {"document": document, "type": type_}
    story.tell(Draft("document.attached", body=body), SUPPLIER)
    if verdict:
        story.tell(Draft("document.judged", body={**body, "verdict": verdict}), OWNER)


def test_what_was_received_at_an_agreed_price_can_be_paid():
    found = only(told())

    assert (found.ready, found.value, found.blocks) == (100, Decimal("250.00"), ())


def test_a_price_may_be_for_many():
    assert only(told(price="250", per="1000")).value == Decimal("25")


def test_the_rest_says_how_far_it_is():
    story = told("70", "40")
    story.step("DELIVERED", "55", "03-17", org=CARRIER, what="delivered")

    assert only(story).ready == 40
    assert waits(story) == [
        ("goods", "partner", 30),
        ("way", "carrier", 15),
        ("receipt", "owner", 15),
        ("proof", "partner", 15),
    ]


@pytest.mark.parametrize(
    ("verdict", "left"),
    [("", ("verdict", "owner", 100)), ("refused", ("proof", "partner", 100)), ("accepted", None)],
)
def test_a_delivery_nobody_received_needs_a_proof_that_was_accepted(verdict, left):
    story = told("100", "")
    story.step("DELIVERED", "100", "03-17", org=CARRIER, what="delivered")
    attach(story, verdict=verdict)

    assert [one for one in waits(story) if one[0] in ("verdict", "proof")] == [left] * bool(left)
    assert only(story).ready == 0, "the owner has not received it yet"


def test_another_document_proves_no_delivery():
    story = told("100", "")
    story.step("DELIVERED", "100", "03-17", org=CARRIER, what="delivered")
    attach(story, "certificate", "accepted")

    assert ("proof", "partner", 100) in waits(story)


def test_a_transport_is_paid_when_its_delivery_is_proven():
    story = Story()
    story.order("transport")
    story.line(("1", "03-20"), **PRICE)
    story.accept()
    story.step("DELIVERED", "1", "03-17", what="delivered")

    assert (only(story).ready, waits(story)) == (0, [("proof", "partner", 1)])
    attach(story, verdict="accepted")
    assert (only(story).ready, waits(story)) == (1, [])


def test_no_price_no_payment():
    story = told(price="")

    assert (only(story).ready, only(story).value) == (0, None)
    assert waits(story) == [("no_price", "owner", 0)]


def test_a_new_price_is_decided_first():
    story = told("100", "")
    story.respond("change", parts=[{"part": 1, "qty": "100", "day": "2026-03-20"}], price="3")

    assert ("price", "owner", 0) in waits(story)


def test_damaged_goods_are_sent_back_or_accepted_first():
    story = told()
    story.step("DAMAGED", "10", "03-18", org=OWNER, what="damaged")

    assert (only(story).ready, waits(story)) == (90, [("damage", "owner", 10)])

    asked = story.give_back("10", remedy="credit")
    assert (only(story).ready, waits(story)) == (90, [("return", "partner", 10)])

    story.allow(asked)
    assert (only(story).ready, waits(story)) == (90, []), "ten are credited, not paid"


def test_new_goods_for_damaged_ones_are_paid_when_they_came():
    story = told()
    story.allow(story.give_back("10"))

    assert (only(story).ready, waits(story)) == (90, [("goods", "partner", 10)])


def test_what_is_more_than_ordered_is_not_paid():
    story = told("120", "120")

    assert (only(story).ready, waits(story)) == (100, [("excess", "owner", 20)])


@pytest.mark.parametrize("kind", ["sales", "transfer"])
def test_an_order_the_owner_does_not_pay_for_has_none(kind):
    story = Story()
    story.order(kind)
    story.line(("1", "03-20"), **PRICE)

    assert journey.payable(journey.fold(story.said)) == []


def carry(story, name: str, n: str, type_="cmr", verdict="") -> None:
    """So many of the line travelled in a shipment that has a paper of its own."""
    story.announce(name, (n, 1))
    story.sail(name, "DISPATCHED", "03-10")
    story.sail(name, "DELIVERED", "03-17", org=CARRIER)
    paper = {"document": f"0b8f1c5e-0000-7000-8000-0000000000{name[1:]}", "type": type_}
    story.tell(Draft("document.attached", body=paper), SUPPLIER, shipment=name)
    if verdict:
        draft = Draft("document.judged", body={**paper, "verdict": verdict})
        story.tell(draft, OWNER, shipment=name)


def test_a_proof_with_a_shipment_proves_what_is_in_it():
    story = told("", "")
    carry(story, "S05", "60", verdict="accepted")
    carry(story, "S06", "40", type_="origin")

    assert waits(story) == [("receipt", "owner", 100), ("proof", "partner", 40)]


def test_a_proof_with_a_shipment_waits_for_a_look_or_was_refused():
    story = told("", "")
    carry(story, "S05", "60")
    carry(story, "S06", "40", verdict="refused")

    assert waits(story) == [
        ("receipt", "owner", 100), ("verdict", "owner", 60), ("proof", "partner", 40),
    ]  # fmt: skip


def test_another_paper_with_a_shipment_proves_nothing():
    story = told("", "")
    carry(story, "S05", "100", type_="origin", verdict="accepted")

    assert waits(story) == [("receipt", "owner", 100), ("proof", "partner", 100)]
