"""Each rule on a told order: the last quiet state, and the first loud one."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from portal import watch
from portal.journey import fold
from portal.ledger import Draft, Qty, day, instant
from portal.watch import DEFAULTS, merge
from tests.journey.saying import CARRIER, OWNER, START, Story, d
from tests.watch.troubles import found, one


@pytest.fixture
def story():
    told = Story()
    told.order()
    told.line(("100", "04-20"))
    return told


def midnight(text):
    return datetime.combine(d(text), datetime.min.time(), UTC)


def test_an_order_nobody_answered_is_found_two_working_days_after_it_was_placed(story):
    finding = one(story, "not_acknowledged")

    assert (finding.line, finding.part) == (0, 0)
    assert finding.since == story.said[0].at + timedelta(days=2)
    assert finding.evidence == (story.said[1].ident,)
    assert finding.words["lines"] == "1"


def test_the_clock_starts_when_the_order_reached_the_supplier(story):
    reached = START + timedelta(days=1, hours=3)
    story.step("ORDER_SENT", when=instant(reached), line=0, at=reached, org=OWNER)

    assert one(story, "not_acknowledged").since == reached + timedelta(days=2)


def test_a_weekend_does_not_count(story):
    friday = datetime(2026, 3, 6, 15, tzinfo=UTC)
    story.step("ORDER_SENT", when=instant(friday), line=0, at=friday, org=OWNER)

    assert one(story, "not_acknowledged", working_days=1).since == friday + timedelta(days=3)


def test_an_answer_ends_the_wait_whatever_it_says(story):
    story.accept()
    assert found(story, "not_acknowledged") == []


def test_a_proposal_or_a_refusal_is_our_turn(story):
    proposed = Story()
    proposed.order()
    proposed.line(("100", "04-20"))
    proposed.offer((1, "100", "05-05"))
    story.reject()

    assert found(proposed, "not_acknowledged") == found(story, "not_acknowledged") == []


def test_one_answered_line_of_two_leaves_the_other_waiting(story):
    story.line(("5", "04-25"), line=2)
    story.accept(line=1)

    assert one(story, "not_acknowledged").words["lines"] == "1"


def test_a_change_asks_anew_and_the_clock_starts_anew(story):
    story.accept()
    story.at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    changed = story.change(("100", "04-10"), revision=2)

    finding = one(story, "not_acknowledged")
    assert finding.since == story.at + timedelta(days=2)
    assert finding.evidence == (changed,)


def test_nobody_is_asked_about_an_order_agreed_before_the_portal_came():
    told = Story()
    told.order(agreed=True)
    told.line(("100", "04-20"))

    assert found(told, "not_acknowledged") == []


def test_a_sales_order_is_not_acknowledged_by_anybody():
    told = Story()
    told.order(type_="sales")
    told.line(("100", "04-20"))

    assert found(told, "not_acknowledged") == []


def test_goods_have_to_leave_as_long_before_delivery_as_the_journey_says(story):
    story.accept()

    finding = one(story, "ship_date_missed")
    assert finding.since == midnight("04-14")  # to leave on the 13th, seven days before
    assert (finding.line, finding.part) == (1, 1)
    assert finding.words == {"qty": "100", "uom": "EA", "ship_day": "2026-04-13"}


def test_a_transit_time_of_ours_counts_instead_and_grace_is_added(story):
    story.accept()

    finding = one(story, "ship_date_missed", transit_days=20, grace_days=1)
    assert finding.words["ship_day"] == "2026-03-31"
    assert finding.since == midnight("04-02")


def test_what_was_promised_as_handed_over_leaves_on_that_day():
    told = Story()
    told.order(basis="handed_over")
    told.line(("100", "04-20"))
    told.accept()

    assert one(told, "ship_date_missed", transit_days=9).words["ship_day"] == "2026-04-20"


def test_before_the_supplier_was_heard_there_is_no_ship_date_to_miss(story):
    assert found(story, "ship_date_missed") == []


def test_what_left_is_not_missed_and_the_rest_is(story):
    story.accept()
    story.step("DISPATCHED", "60", "04-10")
    assert one(story, "ship_date_missed").words["qty"] == "40"

    story.step("DISPATCHED", "40", "04-12")
    assert found(story, "ship_date_missed") == []


def test_what_was_delivered_has_left_though_nobody_said_so(story):
    story.accept()
    story.step("DELIVERED", "100", "04-18", org=CARRIER)

    assert found(story, "ship_date_missed") == []


def test_a_new_date_proposed_does_not_move_the_ship_date(story):
    story.accept()
    story.change(("100", "04-20"), revision=2, price="9")
    story.offer((1, "100", "05-20"), revision=2)

    assert one(story, "ship_date_missed").words["ship_day"] == "2026-04-13"


def test_a_failed_attempt_is_found_until_the_goods_are_delivered(story):
    story.accept()
    failed = instant(datetime(2026, 4, 20, 10, tzinfo=UTC))
    ident = story.step(
        "DELIVERY_ATTEMPT_FAILED", when=failed, org=CARRIER, reason="CUSTOMER_ABSENT"
    )

    finding = one(story, "delivery_failed")
    assert finding.since == failed.start
    assert finding.evidence == (ident,)
    assert finding.words["reason"] == "CUSTOMER_ABSENT"

    story.step("DELIVERED", "100", "04-22", org=CARRIER)
    assert found(story, "delivery_failed") == []


def test_of_several_attempts_the_last_is_named(story):
    story.accept()
    for number in (20, 21):
        at = instant(datetime(2026, 4, number, 10, tzinfo=UTC))
        last = story.step("DELIVERY_REFUSED", when=at, org=CARRIER)

    assert one(story, "delivery_failed").evidence == (last,)


def test_an_open_part_is_overdue_from_the_day_after(story):
    story.accept()

    finding = one(story, "overdue")
    assert finding.since == midnight("04-21")
    assert finding.words == {"qty": "100", "uom": "EA", "due_day": "2026-04-20"}
    assert one(story, "overdue", grace_days=3).since == midnight("04-24")


def test_only_what_has_not_come_is_overdue(story):
    story.accept()
    story.step("DELIVERED", "70", "04-18", org=CARRIER)
    assert one(story, "overdue").words["qty"] == "30"

    story.step("DELIVERED", "30", "04-19", org=CARRIER)
    assert found(story, "overdue") == []


def test_each_split_part_is_late_by_itself(story):
    proposal = story.offer((1, "60", "04-20"), (2, "40", "05-10", 1))
    story.decide(proposal)

    since = {(one.line, one.part): one.since for one in found(story, "overdue")}
    assert since == {(1, 1): midnight("04-21"), (1, 2): midnight("05-11")}


def test_a_cancelled_order_troubles_nobody(story):
    story.tell(Draft("order.cancelled", reason="OTHER"), OWNER)

    assert watch.look(fold(story.said), DEFAULTS) == ()


def test_a_rule_that_is_off_does_not_look(story):
    off = merge(DEFAULTS, {"rules": {"not_acknowledged": {"mode": "off"}}})

    assert "not_acknowledged" in {one.rule for one in watch.look(fold(story.said), DEFAULTS)}
    assert "not_acknowledged" not in {one.rule for one in watch.look(fold(story.said), off)}


def test_bad_goods_are_a_finding_until_a_return_settles_them(story):
    qty = (Qty(Decimal(100), "EA", "received", 1), Qty(Decimal(6), "EA", "rejected", 1))
    draft = Draft("milestone", code="RECEIVED", line=1, qty=qty, when=day(d("04-01")))
    story.tell(draft, OWNER)

    raised = one(story, "receipt_differs")
    asked = story.give_back("6", "credit")
    still = found(story, "receipt_differs")
    story.allow(asked)

    assert (raised.words["rejected"], raised.words["qty"]) == ("6", "6")
    assert len(still) == 1
    assert found(story, "receipt_differs") == []


def test_too_many_is_a_finding_and_as_ordered_is_none(story):
    story.step("RECEIVED", "100", "04-01", org=OWNER, what="received")
    quiet = found(story, "receipt_differs")
    story.step("RECEIVED", "5", "04-02", org=OWNER, what="received")

    assert quiet == []
    assert one(story, "receipt_differs").words["over"] == "5"
