"""Goods move by quantity: what was reported, of what was ordered."""

from datetime import UTC, datetime, timedelta

import pytest

from portal import journey
from portal.ledger import instant
from tests.journey.saying import CARRIER, OWNER, SUPPLIER, Story, d, flags, part


@pytest.fixture
def story():
    """An accepted order: 60 for 20 March and 40 for 20 April."""
    story = Story()
    story.order()
    story.line(("60", "03-20"), ("40", "04-20"))
    story.accept()
    return story


def moved(story, what):
    """Return how much of `what` each part has."""
    return [part.moved(what) for part in journey.fold(story.said).parts()]


def test_this_time_adds(story):
    story.step("DISPATCHED", "20", "03-10")
    story.step("DISPATCHED", "15", "03-11")

    assert moved(story, "dispatched") == [35, 0]


def test_in_total_sets(story):
    story.step("DISPATCHED", "20", "03-10")
    story.step("DISPATCHED", "35", "03-11", count="total")

    assert moved(story, "dispatched") == [35, 0]


def test_a_quantity_without_a_part_fills_the_part_due_first(story):
    story.step("DISPATCHED", "75", "03-10")

    assert moved(story, "dispatched") == [60, 15]


def test_a_named_part_is_filled_first_and_the_rest_goes_on(story):
    story.step("DISPATCHED", "30", "03-10", part=2)
    story.step("DISPATCHED", "50", "03-11", part=2)

    assert moved(story, "dispatched") == [40, 40]


def test_more_than_ordered_is_excess_and_flagged(story):
    story.step("DISPATCHED", "120", "03-10")

    assert moved(story, "dispatched") == [60, 40]
    assert journey.fold(story.said).lines[1].excess == {"dispatched": 20}
    assert "over_quantity" in flags(story)


def test_another_unit_is_not_added(story):
    story.step("DISPATCHED", "2", "03-10", uom="PAL")

    assert moved(story, "dispatched") == [0, 0]
    assert "unit_mismatch" in flags(story)


def test_the_full_moment_is_when_the_last_piece_came(story):
    story.step("DELIVERED", "40", "03-18", org=CARRIER)
    story.step("DELIVERED", "20", "03-22", org=CARRIER)

    assert part(story).at("delivered") == datetime(2026, 3, 22, tzinfo=UTC)
    assert part(story).late_days == 2
    assert part(story).late_from is None
    assert part(story, 2).at("delivered") is None


def test_a_missing_step_is_inferred_without_a_moment(story):
    story.step("DELIVERED", "60", "03-18", org=CARRIER)

    dispatched = part(story).reached["dispatched"]
    assert dispatched.inferred
    assert dispatched.n == 60
    assert dispatched.full_at is None


def test_a_step_that_need_not_come_is_not_inferred(story):
    story.step("DELIVERED", "60", "03-18", org=CARRIER)

    assert "packed" not in part(story).reached


def test_without_a_quantity_all_that_was_sent_has_come(story):
    story.step("DISPATCHED", "60", "03-10")
    story.step("DELIVERED", when="03-18", org=CARRIER)

    assert moved(story, "delivered") == [60, 0]


def test_a_step_of_the_whole_order_moves_every_line(story):
    story.line(("10", "03-20"), line=2)
    story.step("DELIVERED", when="03-18", line=0, org=CARRIER)

    assert moved(story, "delivered") == [60, 40, 10]
    assert not journey.fold(story.said).open


def test_two_who_report_the_same_are_not_added_up(story):
    story.step("DISPATCHED", "60", "03-10", org=SUPPLIER)
    story.step("DISPATCHED", "60", "03-10", org=CARRIER)

    assert moved(story, "dispatched") == [60, 0]
    assert "sources_disagree" not in flags(story)


def test_two_who_disagree_are_flagged(story):
    story.step("DISPATCHED", "60", "03-10", org=SUPPLIER)
    story.step("DISPATCHED", "50", "03-10", org=CARRIER)

    assert "sources_disagree" in flags(story)


def test_a_short_receipt_leaves_the_rest_open(story):
    story.step("DELIVERED", "60", "03-18", org=CARRIER)
    story.step("RECEIVED", "58", "03-19", org=OWNER)

    assert (part(story).fulfilled, part(story).open_qty) == (58, 2)
    assert part(story).open
    assert part(story).late_from is None, "judged by delivery, not by posting"


def test_an_actual_from_the_future_is_held(story):
    told = datetime(2026, 3, 10, 12, tzinfo=UTC)
    ahead = instant(told + timedelta(minutes=16))
    story.step("DISPATCHED", "60", when=ahead, at=told)

    assert moved(story, "dispatched") == [0, 0]
    assert "future_actual" in flags(story)


def test_a_quarter_of_an_hour_ahead_is_a_wrong_clock_only(story):
    told = datetime(2026, 3, 10, 12, tzinfo=UTC)
    story.step("DISPATCHED", "60", when=instant(told + timedelta(minutes=15)), at=told)

    assert moved(story, "dispatched") == [60, 0]


@pytest.mark.parametrize(("hours", "there"), [(26, 60), (27, 0)])
def test_without_a_zone_a_day_ahead_may_be_right(story, hours, there):
    told = datetime(2026, 3, 10, 12, tzinfo=UTC)
    ahead = instant(told + timedelta(hours=hours), basis="none")
    story.step("DISPATCHED", "60", when=ahead, at=told)

    assert moved(story, "dispatched") == [there, 0]


def test_delivered_before_dispatched_is_flagged(story):
    story.step("DISPATCHED", "60", "03-18")
    story.step("DELIVERED", "60", "03-12", org=CARRIER)

    assert "out_of_order" in flags(story)


def test_a_step_before_the_order_existed_is_flagged(story):
    story.step("DISPATCHED", "60", "02-18")

    assert "out_of_order" in flags(story)


def test_a_repeated_leg_is_not_added_up(story):
    story.step("DEPARTED", "60", "03-11", org=CARRIER)
    story.step("DEPARTED", "60", "03-14", org=CARRIER)

    assert moved(story, "departed") == [60, 0]


def test_a_failed_attempt_is_overcome_by_the_delivery(story):
    story.step("DELIVERY_ATTEMPT_FAILED", when="03-17", part=1, org=CARRIER)
    (trouble,) = journey.fold(story.said).troubles
    assert trouble.open

    story.step("DELIVERED", "60", "03-18", org=CARRIER)
    (trouble,) = journey.fold(story.said).troubles

    assert not trouble.open


def test_damage_is_not_overcome_by_a_delivery(story):
    story.step("DAMAGED", "3", "03-17", org=CARRIER)
    story.step("DELIVERED", "60", "03-18", org=CARRIER)

    (trouble,) = journey.fold(story.said).troubles
    assert trouble.open
    assert part(story).moved("damaged") == 3


def test_the_stage_of_an_order_is_that_of_its_last_part(story):
    story.step("DELIVERED", "60", "03-18", org=CARRIER)

    folded = journey.fold(story.said)
    assert folded.part(1, 1).stage == "DELIVERED"
    assert folded.stage == "ORDER_ACCEPTED"
    assert folded.open
    assert folded.late_from == d("04-21")


def test_a_date_that_means_handed_over_is_kept_by_dispatch():
    story = Story()
    story.order(basis="handed_over")
    story.line(("60", "03-20"))
    story.accept()
    assert part(story).next_due == d("03-20")

    story.step("DISPATCHED", "60", "03-19")

    assert part(story).late_from is None
    assert part(story).late_days == -1


def test_a_service_order_ends_with_its_accepted_entry():
    story = Story()
    story.order("service")
    story.line(("1", "03-20"))
    story.accept()
    story.step("DELIVERED", when="03-19")
    assert part(story).open
    assert part(story).next_step == "RECEIPT_ACCEPTED"

    story.step("RECEIPT_ACCEPTED", when="03-20", org=OWNER)

    assert not part(story).open
