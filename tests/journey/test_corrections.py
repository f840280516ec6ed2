"""Corrections: the history keeps both, the journey counts one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal import journey
from portal.ledger import Draft, Qty, day
from tests.journey.saying import OWNER, STRANGER, SUPPLIER, Story, d


@pytest.fixture
def story():
    """An accepted order of 100 pieces."""
    story = Story()
    story.order()
    story.line(("100", "03-20"))
    story.accept()
    return story


def packed(story):
    """Return how much is packed, whichever way round the events are given."""
    there, back = journey.fold(story.said), journey.fold(story.said[::-1])
    assert there == back
    return there.part(1, 1).moved("packed")


def pack(n):
    """Draft a corrected packing report."""
    qty = (Qty(Decimal(n), "EA", "packed"),)
    return Draft("milestone", code="PACKED", line=1, qty=qty, when=day(d("03-09")), body={})


def test_a_voided_event_counts_no_more(story):
    story.correct(story.step("PACKED", "40", "03-09"))

    assert packed(story) == 0


def test_a_replaced_event_counts_as_its_replacement(story):
    ident = story.step("PACKED", "40", "03-09")
    new = story.correct(ident, pack("30"))

    assert packed(story) == 30
    assert journey.fold(story.said).gone == {ident: new}


def test_a_chain_of_corrections_ends_at_its_last(story):
    first = story.step("PACKED", "40", "03-09")
    second = story.correct(first, pack("30"))
    story.correct(second, pack("35"))

    assert packed(story) == 35


def test_voiding_a_correction_brings_the_first_back(story):
    second = story.correct(story.step("PACKED", "40", "03-09"), pack("30"))
    story.correct(second)

    assert packed(story) == 40


def test_voiding_a_void_brings_the_event_back(story):
    void = story.correct(story.step("PACKED", "40", "03-09"))
    story.correct(void)

    assert packed(story) == 40


def test_two_replacements_of_one_event_count_once(story):
    first = story.step("PACKED", "40", "03-09")
    story.correct(first, pack("30"))
    story.correct(first, pack("35"))

    assert packed(story) in (30, 35)


def test_a_correction_may_come_before_what_it_corrects(story):
    first = story.step("PACKED", "40", "03-09")
    story.correct(first, pack("30"))
    story.said = [one for one in story.said if one.ident != first]

    assert packed(story) == 30


def test_a_stranger_corrects_nothing(story):
    ident = story.step("PACKED", "40", "03-09")
    story.correct(ident, pack("1"), org=STRANGER)

    assert packed(story) == 40
    assert "correction_refused" in {flag.kind for flag in journey.fold(story.said).flags}


def test_the_owner_may_correct(story):
    story.correct(story.step("PACKED", "40", "03-09"), org=OWNER)

    assert packed(story) == 0


def test_the_same_thing_twice_is_once(story):
    story.step("PACKED", "40", "03-09")
    again = replace(story.said[-1], seq=99)

    assert journey.fold([*story.said, again]).part(1, 1).moved("packed") == 40


def test_of_two_versions_the_newest_report_counts(story):
    old, new = story.at.replace(day=10), story.at.replace(day=11)
    for reported, n in ((new, "50"), (old, "40")):
        qty = (Qty(Decimal(n), "EA", "packed"),)
        draft = Draft(
            "milestone", code="PACKED", line=1, qty=qty, key="row-1", source="erp",
            when=day(d("03-09")), reported=reported,
        )  # fmt: skip
        story.tell(draft, SUPPLIER)

    assert packed(story) == 50


def test_notes_for_one_side_change_nothing(story):
    before = journey.fold(story.said)
    body = {"case": "c", "rule": "late"}
    story.tell(Draft("case.opened", line=1, only_for=OWNER, body=body), OWNER)
    story.tell(Draft("milestone", code="DELIVERED", line=1, only_for=OWNER, body={}), OWNER)

    after = journey.fold(story.said)
    after.seq = before.seq
    assert after == before


def test_a_voided_cancellation_opens_the_order_again(story):
    story.correct(story.tell(Draft("order.cancelled"), OWNER), org=OWNER)

    assert journey.fold(story.said).open


def test_a_document_carries_the_verdict_on_it(story):
    paper = {"document": "d-1", "type": "delivery_note"}
    story.tell(Draft("document.attached", line=1, body=paper), SUPPLIER)
    verdict = {"document": "d-1", "verdict": "accepted", "condition": "clean"}
    story.tell(Draft("document.judged", body=verdict), OWNER)

    (found,) = journey.fold(story.said).documents
    assert (found.type, found.verdict, found.condition) == ("delivery_note", "accepted", "clean")
