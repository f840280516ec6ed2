"""Days that come near, that pass, and that move."""

from datetime import UTC, datetime, time

from portal.ledger import Draft
from tests.journey.saying import OWNER, SUPPLIER, d
from tests.watch.troubles import agreed, asked, found, one, slipped


def midnight(text):
    return datetime.combine(d(text), time(), UTC)


def test_what_has_to_leave_is_asked_for_before_unless_it_is_ready():
    told = agreed()
    assert one(told, "ship_date_near").since == midnight("04-10")  # leaves on the 13th
    assert one(told, "ship_date_near", days_before=5).since == midnight("04-08")

    told.step("PACKED", "70", "04-05")
    assert one(told, "ship_date_near").words["qty"] == "30"

    told.step("PACKED", "30", "04-06")
    assert found(told, "ship_date_near") == []


def test_what_is_announced_is_as_good_as_ready():
    told = agreed()
    told.announce("s1", ("100", 1))

    assert found(told, "ship_date_near") == []


def test_production_is_missed_from_the_day_after_its_due_day_and_grace():
    told = agreed()
    finding = one(told, "production_unconfirmed", grace_days=0)
    assert finding.words["step"] == "PRODUCTION_COMPLETED"
    due = finding.words["due_day"]
    assert finding.since.date().isoformat() > due
    assert (one(told, "production_unconfirmed", grace_days=3).since - finding.since).days == 3

    told.step("PRODUCTION_COMPLETED", "100", "04-05")
    assert found(told, "production_unconfirmed") == []


def test_what_has_left_was_made():
    told = agreed()
    told.step("DISPATCHED", "100", "04-12")

    assert found(told, "production_unconfirmed") == []


def test_nobody_is_asked_about_production_before_the_order_is_agreed():
    assert found(asked(), "production_unconfirmed") == []


def test_a_promise_may_move_once_and_is_found_at_the_second_time():
    told = agreed()
    told.decide(told.offer((1, "100", "04-24")))
    assert found(told, "promise_slipped") == []

    told.decide(told.offer((1, "100", "04-29")))
    finding = one(told, "promise_slipped")
    assert finding.words == {"times": "2", "days": "9", "due_day": "2026-04-20",
                             "new_day": "2026-04-29"}  # fmt: skip
    assert finding.since == told.at


def test_one_long_step_is_too_long_by_itself():
    told = agreed()
    told.decide(told.offer((1, "100", "05-01")))
    assert one(told, "promise_slipped").words["days"] == "11"
    assert found(told, "promise_slipped", slip_days=11) == []


def test_a_reported_delay_counts_and_the_same_day_again_does_not():
    told = agreed()
    for day in ("04-24", "04-24", "04-26"):
        body = {"day": d(day).isoformat()}
        told.tell(Draft("delay.reported", line=1, key=day + str(told.at), body=body), SUPPLIER)

    assert one(told, "promise_slipped").words["times"] == "2"


def test_what_the_buyer_asked_for_is_no_slip_and_judges_anew():
    told = slipped()
    told.change(("100", "05-20"), revision=2)
    told.accept(revision=2)
    assert found(told, "promise_slipped") == []

    told.decide(told.offer((1, "100", "05-25"), revision=2))
    assert found(told, "promise_slipped") == []


def test_promising_again_never_clears_lateness():
    told = agreed()
    told.decide(told.offer((1, "100", "05-10")))
    moved = one(told, "overdue")

    assert moved.words["due_day"] == "2026-05-10"
    assert one(told, "promise_slipped").words["due_day"] == "2026-04-20"


def test_what_is_due_in_four_days_has_to_be_on_its_way():
    told = agreed()
    finding = one(told, "behind_plan")
    assert finding.since == midnight("04-16")
    assert finding.words["due_day"] == "2026-04-20"

    for code in ("DISPATCHED", "DEPARTED"):
        told.step(code, "100", "04-12")
    assert found(told, "behind_plan") == []


def test_a_plan_that_has_nothing_under_way_by_then_asks_for_nothing():
    told = agreed()

    assert found(told, "behind_plan", days_before=60) == []


def test_what_the_owner_received_is_where_it_should_be():
    told = agreed()
    told.step("RECEIVED", "100", "04-15", org=OWNER)

    assert found(told, "behind_plan") == found(told, "ship_date_near") == []
