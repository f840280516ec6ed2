"""Sources that disagree: their claims stay side by side, and a rule says which is shown."""

from decimal import Decimal

import pytest

from portal import journey
from portal.ledger import Draft, Qty, day
from tests.journey.saying import CARRIER, OWNER, SUPPLIER, Story, d, flags, part


@pytest.fixture
def story():
    """An order for 100, accepted."""
    told = Story()
    told.order()
    told.line(("100", "03-20"))
    told.accept()
    return told


def conflict(story):
    (found,) = journey.fold(story.said).conflicts
    return found


def claims(story):
    return {one.org: (one.n, one.day) for one in conflict(story).claims}


def test_the_receiver_is_believed_about_what_was_delivered(story):
    story.step("DELIVERED", "100", "03-18", org=CARRIER, count="total")
    story.step("DELIVERED", "58", "03-18", org=OWNER, count="total")

    assert (conflict(story).shown, conflict(story).rule) == (OWNER, "nearest")
    assert claims(story) == {OWNER: (58, d("03-18")), CARRIER: (100, d("03-18"))}
    assert part(story).moved("delivered") == 58
    assert "sources_disagree" in flags(story)


@pytest.mark.parametrize(
    ("code", "believed"),
    [("PACKED", SUPPLIER), ("DISPATCHED", CARRIER), ("ARRIVED", CARRIER), ("DELIVERED", OWNER)],
)
def test_whoever_is_nearest_to_a_step_is_believed(story, code, believed):
    for n, org in (("70", OWNER), ("80", CARRIER), ("90", SUPPLIER)):
        story.step(code, n, "03-10", org=org, count="total")

    assert conflict(story).shown == believed
    what = conflict(story).what
    assert part(story).moved(what) == {OWNER: 70, CARRIER: 80, SUPPLIER: 90}[believed]


def test_a_report_of_some_denies_nothing(story):
    story.step("DISPATCHED", "100", "03-10", org=SUPPLIER)
    story.step("DISPATCHED", "40", "03-10", org=CARRIER)

    assert (conflict(story).shown, conflict(story).rule) == (SUPPLIER, "larger")
    assert part(story).moved("dispatched") == 100


def test_of_two_days_the_one_of_the_nearest_is_shown(story):
    story.step("DELIVERED", "100", "03-15", org=SUPPLIER)
    story.step("DELIVERED", "100", "03-18", org=CARRIER)

    assert part(story).reached["delivered"].full_day == d("03-18")
    assert claims(story) == {SUPPLIER: (100, d("03-15")), CARRIER: (100, d("03-18"))}


def test_a_day_apart_is_no_conflict(story):
    story.step("DELIVERED", "100", "03-17", org=SUPPLIER)
    story.step("DELIVERED", "100", "03-18", org=CARRIER)

    assert journey.fold(story.said).conflicts == ()


def test_in_a_sale_the_customer_receives(story):
    sale = Story()
    sale.order("sales")
    sale.line(("100", "03-20"))
    sale.step("DELIVERED", "100", "03-18", org=OWNER, count="total")
    sale.step("DELIVERED", "90", "03-18", org=SUPPLIER, count="total")  # the partner of the order

    assert conflict(sale).shown == SUPPLIER
    assert part(sale).moved("delivered") == 90


@pytest.mark.parametrize("correction", [None, "100"])
def test_a_correction_ends_a_conflict(story, correction):
    story.step("DELIVERED", "100", "03-18", org=CARRIER, count="total")
    wrong = story.step("DELIVERED", "58", "03-18", org=OWNER, count="total")
    assert conflict(story)
    right = None
    if correction:
        said = story.said[-1].facts
        qty = (Qty(Decimal(correction), "EA", "delivered"),)
        right = Draft("milestone", code="DELIVERED", line=1, qty=qty, when=day(d("03-18")),
                      body=said["body"])  # fmt: skip

    story.correct(wrong, right, org=OWNER)

    assert journey.fold(story.said).conflicts == ()
    assert part(story).moved("delivered") == 100


def test_days_it_is_expected_on_stand_side_by_side(story):
    story.tell(Draft("delay.reported", line=1, body={"day": "2026-03-25"}), SUPPLIER)
    story.step("DELIVERED", "", "03-29", org=CARRIER, klass="EST")

    found = conflict(story)
    assert (found.what, found.shown, found.rule) == ("expected", CARRIER, "later")
    assert claims(story) == {SUPPLIER: (None, d("03-25")), CARRIER: (None, d("03-29"))}
    assert part(story).stated_day == d("03-29")


def test_what_has_come_is_expected_by_nobody(story):
    story.tell(Draft("delay.reported", line=1, body={"day": "2026-03-25"}), SUPPLIER)
    story.step("DELIVERED", "", "03-29", org=CARRIER, klass="EST")
    story.step("DELIVERED", "100", "03-28", org=CARRIER)

    assert journey.fold(story.said).conflicts == ()


def test_what_is_said_of_the_future_is_held_also_when_its_time_has_come(story):
    story.step("DISPATCHED", "100", "03-30", at=story.at)
    assert flags(story) == {"future_actual"}

    story.step("PACKED", "100", "04-02")

    assert part(story).moved("dispatched") == 0
    assert "future_actual" in flags(story)
    story.step("DISPATCHED", "100", "03-30")
    assert part(story).moved("dispatched") == 100, "said again, now that it has happened"


CORRECTED = ("PRODUCTION_COMPLETED", "PACKED", "DISPATCHED", "DEPARTED", "CUSTOMS_CLEARED",
             "ARRIVED", "OUT_FOR_DELIVERY", "DELIVERED", "RECEIVED", "RECEIPT_ACCEPTED", "LOST",
             "DAMAGED", "DELIVERY_ATTEMPT_FAILED", "HELD")  # fmt: skip


@pytest.mark.parametrize("code", CORRECTED)
def test_a_step_that_is_taken_back_was_never_there(story, code):
    before = journey.rows(journey.fold(story.said))[1]
    wrong = story.step(code, "40", "03-10")
    assert journey.fold(story.said) != journey.fold(story.said[:-1])

    story.correct(wrong)

    after = journey.rows(journey.fold(story.said))[1]
    touched = {"changed_at": None}
    assert [row | touched for row in after] == [row | touched for row in before]
    assert journey.fold(story.said).troubles == []


def test_a_step_that_was_left_out_is_inferred_and_has_no_moment(story):
    story.step("DELIVERED", "100", "03-18", org=CARRIER)

    reached = part(story).reached["dispatched"]
    assert (reached.n, reached.inferred) == (100, True)
    assert (reached.first_at, reached.full_at, reached.full_day) == (None, None, None)
