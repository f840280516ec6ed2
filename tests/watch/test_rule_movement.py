"""Goods on their way: held, stuck, refused, sent back, arrived and not received."""

from datetime import UTC, datetime, time, timedelta

import pytest

from portal.ledger import instant
from portal.watch.usual import ANY, Usual
from tests.journey.saying import CARRIER, OWNER, SUPPLIER, d
from tests.watch.troubles import agreed, asked, delivered, failed, found, one, returned, stepped


def at_noon(text):
    return instant(datetime.combine(d(text), time(12), UTC))


def test_silence_is_counted_from_the_last_word_of_somebody_else():
    told = agreed()
    heard = told.at
    told.change(("100", "04-20"), revision=2, price="9")
    told.accept(revision=2)
    assert one(told, "no_word").since == told.at + timedelta(days=21)
    assert told.at > heard


def test_our_own_words_are_no_word_of_theirs():
    told = agreed()
    heard = told.at
    told.step("ORDER_SENT", when=at_noon("03-20"), line=0, org=OWNER)

    assert one(told, "no_word").since == heard + timedelta(days=21)


def test_how_long_is_usual_depends_on_how_far_it_has_come():
    told = agreed()
    usual = Usual({(ANY, "acknowledged"): 40, (ANY, "produced"): 5})
    assert one(told, "no_word", usual=usual).since == told.at + timedelta(days=40)

    told.step("PRODUCTION_COMPLETED", "100", "04-01")
    assert one(told, "no_word", usual=usual).since == told.at + timedelta(days=5)


def test_silence_before_an_answer_is_another_rules():
    assert found(asked(), "no_word") == []


def test_goods_that_do_not_move_are_found_after_the_days_usual_on_their_lane():
    told = stepped("DISPATCHED", at_noon("04-10"), "100", org=SUPPLIER)
    left = at_noon("04-10").start
    usual = Usual({("CN>Bremen", "dispatched"): 30, (ANY, "dispatched"): 3})

    assert one(told, "stalled").since == left + timedelta(days=7)
    assert one(told, "stalled", usual=usual).since == left + timedelta(days=3)
    there = Usual(usual.times, lane="CN>Bremen")
    assert one(told, "stalled", usual=there).since == left + timedelta(days=30)


def test_the_next_step_starts_the_clock_again_and_arrival_stops_it():
    told = stepped("DISPATCHED", at_noon("04-10"), "100", org=SUPPLIER)
    told.step("DEPARTED", "100", at_noon("04-12"), org=CARRIER)
    assert one(told, "stalled").since == at_noon("04-12").start + timedelta(days=7)

    told.step("DELIVERED", "100", at_noon("04-14"), org=CARRIER)
    assert found(told, "stalled") == []


def test_what_has_not_left_does_not_stand_still():
    assert found(agreed(), "stalled") == []


def test_customs_is_over_when_it_cleared_the_goods_afterwards():
    told = failed("CUSTOMS_HELD")
    assert one(told, "customs_held").words["reason"] == "DOCUMENTS"

    told.step("CUSTOMS_CLEARED", "100", at_noon("04-19"), org=CARRIER)
    assert one(told, "customs_held"), "cleared before it was held"


def test_customs_lets_go():
    told = failed("CUSTOMS_HELD")
    told.step("CUSTOMS_CLEARED", "100", at_noon("04-22"), org=CARRIER)
    assert found(told, "customs_held") == []


@pytest.mark.parametrize("code", ["HELD", "MISROUTED", "LOST"])
def test_goods_held_up_are_found_until_they_are_delivered(code):
    told = failed(code)
    assert one(told, "held_up")
    assert found(told, "customs_held") == found(told, "delivery_failed") == []

    told.step("DELIVERED", "100", "04-22", org=CARRIER)
    assert found(told, "held_up") == []


def test_what_was_sent_back_is_still_owed():
    told = returned()
    assert one(told, "sent_back").words["qty"] == "100"

    told.step("DELIVERED", "100", "04-28", org=CARRIER)
    assert found(told, "sent_back") == []


def test_what_was_delivered_has_to_be_received_in_two_working_days():
    told = delivered()
    finding = one(told, "not_received")
    assert finding.since.date() == d("04-22")
    assert finding.words["qty"] == "100"

    told.step("RECEIVED", "100", "04-21", org=OWNER)
    assert found(told, "not_received") == []


def test_goods_for_a_customer_are_received_by_nobody_here():
    told = agreed(type_="sales")
    told.step("DELIVERED", "100", "04-20", org=CARRIER)

    assert found(told, "not_received") == []
