"""Suppliers, carriers and receiving report what really happened."""

from datetime import date, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from portal.desk import say
from portal.errors import Conflict, NotAllowed, NotUnderstood
from portal.ledger import Doc
from tests.desk.told import ADA, CARL, EVE, NOW, SAM, TODAY, YESTERDAY, moved, order, reported

TOMORROW = TODAY + timedelta(days=1)


def test_a_carrier_confirms_what_the_supplier_sent_and_nothing_is_counted_twice():
    told = order()
    told.say(reported(told, qty=Decimal(100)), SAM)

    told.say(reported(told, by=CARL, qty=Decimal(60)), CARL)
    told.say(reported(told, by=CARL, qty=Decimal(40)), CARL)

    assert moved(told) == 100
    assert not told.journey.lines[1].excess


def test_what_is_still_to_come_did_not_happen():
    with pytest.raises(NotUnderstood, match="still to come") as caught:
        reported(order(), on=TOMORROW)
    assert caught.value.field == "day"

    assert reported(order(), on=TOMORROW, klass="EST")[0].klass == "EST"


def test_the_reporters_zone_counts():
    told = order()
    tokyo = type(SAM)(**{**vars(SAM), "zone": "Asia/Tokyo"})

    when = reported(told, by=tokyo, on=TODAY, at=time(8, 30))[0].when

    assert when.start.isoformat() == "2026-03-09T23:30:00+00:00"
    assert (when.offset, when.precision, when.basis) == (540, "minute", "partner")


def test_what_has_passed_is_not_expected():
    with pytest.raises(NotUnderstood, match="has passed"):
        reported(order(), on=YESTERDAY, klass="EST")


def test_a_milestone_before_the_order_existed_is_refused():
    with pytest.raises(NotUnderstood, match="before the order") as caught:
        reported(order(), on=date(2026, 2, 27))

    assert caught.value.field == "day"


def test_each_side_is_offered_its_steps():
    journey = order().journey

    assert say.offered(journey, "supplier")[0] == "PRODUCTION_RELEASED"
    assert "PACKED" not in say.offered(journey, "carrier")
    assert say.offered(journey, "auditor") == []
    assert not {"ORDER_ACCEPTED", "RECEIVED"} & set(say.offered(journey, "owner"))
    with pytest.raises(NotUnderstood):
        reported(order(), code="RECEIVED")


def test_strangers_report_nothing():
    with pytest.raises(NotAllowed):
        reported(order(), by=EVE)


def test_trouble_needs_a_reason():
    told = order()
    with pytest.raises(NotUnderstood) as caught:
        reported(told, code="DELIVERY_ATTEMPT_FAILED", line=0)
    assert caught.value.field == "reason"

    drafts = reported(told, code="DELIVERY_ATTEMPT_FAILED", line=0, reason="CUSTOMER_ABSENT")

    assert told.say(drafts, SAM).troubles[0].open


def agreed():
    told = order()
    told.say(say.accept_all(told.journey, SAM, "a", say.asked_stamp(told.journey)), SAM)
    return told


def test_a_delay_is_later_than_agreed_and_has_a_reason():
    told = agreed()

    with pytest.raises(NotUnderstood) as early:
        say.delay(told.journey, SAM, "k", 1, date(2026, 4, 1), "CAPACITY", TODAY)
    with pytest.raises(NotUnderstood) as bare:
        say.delay(told.journey, SAM, "k", 1, date(2026, 4, 9), "", TODAY)
    told.say(say.delay(told.journey, SAM, "k", 1, date(2026, 4, 9), "CAPACITY", TODAY), SAM)

    assert (early.value.field, bare.value.field) == ("day", "reason")
    part = told.journey.lines[1].parts[1]
    assert (part.stated_day, part.agreed_day) == (date(2026, 4, 9), date(2026, 4, 1))


def test_what_is_not_agreed_is_answered_not_delayed():
    with pytest.raises(NotAllowed):
        say.delay(order().journey, SAM, "k", 1, date(2026, 4, 9), "CAPACITY", TODAY)


def test_a_mistake_is_replaced_and_both_stay():
    told = order()
    told.say(reported(told, qty=Decimal(90)), SAM)
    first = told.said[-1]

    drafts = reported(told, qty=Decimal(60), without=first.ident)
    told.say(say.replaced(told.journey, SAM, "c", first, drafts, "Typed 90."), SAM)

    assert moved(told) == 60
    assert first.ident in told.journey.gone
    with pytest.raises(Conflict):
        say.void(told.journey, SAM, "v", first, "Twice.")


def test_a_mistake_is_taken_back_with_a_reason():
    told = order()
    told.say(reported(told, qty=Decimal(90)), SAM)
    first = told.said[-1]

    with pytest.raises(NotUnderstood) as caught:
        say.void(told.journey, SAM, "v", first, " ")
    told.say(say.void(told.journey, SAM, "v", first, "Another order."), SAM)

    assert caught.value.field == "why"
    assert moved(told) == 0


def test_only_ones_own_words_are_corrected_or_by_the_owner():
    told = order()
    told.say(reported(told), SAM)
    first = told.said[-1]

    assert say.may_correct(first, SAM, told.journey)
    assert say.may_correct(first, ADA, told.journey)
    assert not say.may_correct(first, CARL, told.journey)
    assert not say.may_correct(told.said[0], ADA, told.journey)
    with pytest.raises(NotAllowed):
        say.void(told.journey, CARL, "v", first, "Wrong.")


def paper(told, by=SAM, type_="delivery_note"):
    file = Doc(b"1" * 32, "application/pdf", 10, "note.pdf")
    return say.attach(told.journey, by, f"p{len(told.said)}", type_, file, UUID(int=77))


def test_a_delivery_note_is_attached_and_judged():
    told = order()
    told.say(paper(told), SAM)

    with pytest.raises(NotUnderstood) as caught:
        say.judge(told.journey, ADA, "j", UUID(int=77), "accepted")
    told.say(say.judge(told.journey, ADA, "j", UUID(int=77), "accepted", "clean"), ADA)

    assert caught.value.field == "condition"
    (found,) = told.journey.documents
    assert (found.verdict, found.condition) == ("accepted", "clean")


@pytest.mark.parametrize(("by", "error"), [(SAM, NotAllowed), (ADA, NotUnderstood)])
def test_a_paper_is_judged_by_the_buyer_and_refused_with_a_reason(by, error):
    told = order()
    told.say(paper(told), SAM)

    with pytest.raises(error):
        say.judge(told.journey, by, "j", UUID(int=77), "refused")


def received(told, qty, rejected=0, by=ADA, **arrival):
    got = [say.Got(1, Decimal(qty), Decimal(rejected))]
    filled = say.Arrival(**{"on": YESTERDAY, **arrival})
    own = say.mine(told.said, by.org)
    return say.receipt(told.journey, by, f"r{len(told.said)}", got, filled, NOW, own)


def test_a_short_receipt_leaves_the_rest_open():
    told = order()

    journey = told.say(received(told, 58, 3, reason="SHIPPER"), ADA)

    part = journey.lines[1].parts[1]
    assert (part.moved("received"), part.moved("rejected"), part.open) == (58, 3, True)


def test_a_receipt_is_checked():
    told = order()

    with pytest.raises(NotUnderstood, match="101 of 100"):
        received(told, 101)
    with pytest.raises(NotUnderstood, match="no more can be rejected"):
        received(told, 5, 6, reason="SHIPPER")
    with pytest.raises(NotUnderstood) as caught:
        received(told, 5, 1)
    with pytest.raises(NotAllowed):
        received(told, 5, by=SAM)
    assert caught.value.field == "reason"
