"""The buyer cancels, closes, blocks, and wants again."""

from decimal import Decimal

import pytest

from portal.desk import say
from portal.errors import Conflict, NotAllowed, NotUnderstood
from portal.ledger import Draft, Qty, day
from tests.desk.told import ADA, ASKED, NOW, SAM, TODAY, order


def stamp(told, line=1):
    return told.journey.lines[line].stamp


def cancelled(told, line=1, reason="DEMAND", **more):
    seen = stamp(told, line) if line else say.order_stamp(told.journey)
    return say.cancel(told.journey, ADA, "c", line, seen, reason, **more)


def moved(told, code, n, by=SAM):
    """Let some of the first line move."""
    qty = (Qty(Decimal(n), "EA", ""),)
    draft = Draft("milestone", code=code, line=1, qty=qty, when=day(TODAY), body={"count": "add"})
    return told.say([draft], by)


def test_a_line_is_cancelled_and_wanted_again():
    told = order()
    journey = told.say(cancelled(told), ADA)
    assert journey.part(1, 1).cancelled == 100

    journey = told.say(say.reopen(journey, ADA, "r", 1, stamp(told)), ADA)

    assert (journey.part(1, 1).open_qty, journey.part(1, 1).view) == (100, "to_answer")


def test_the_whole_order_is_cancelled_and_wanted_again():
    told = order(("100",), ("5",))
    journey = told.say(cancelled(told, 0), ADA)
    assert (journey.cancelled, journey.open) == (True, False)

    with pytest.raises(NotAllowed):
        say.reopen(journey, ADA, "r", 1, stamp(told))
    journey = told.say(say.reopen(journey, ADA, "r", 0, say.order_stamp(journey)), ADA)

    assert (journey.cancelled, journey.unanswered) == (False, 2)


def test_some_of_one_delivery_is_cancelled():
    told = order(("60", "40"))

    journey = told.say(cancelled(told, qty=Decimal(20), part=1), ADA)

    assert [part.cancelled for part in journey.lines[1].parts.values()] == [20, 0]


def test_no_more_is_cancelled_than_has_not_left():
    told = order()
    moved(told, "DISPATCHED", 60)

    with pytest.raises(NotUnderstood, match="40 EA") as caught:
        cancelled(told, qty=Decimal(50))
    journey = told.say(cancelled(told, qty=Decimal(40)), ADA)

    assert caught.value.field == "qty"
    assert (journey.part(1, 1).open_qty, journey.part(1, 1).cancelled) == (60, 40)
    with pytest.raises(NotAllowed):
        cancelled(told)


def test_a_cancellation_needs_a_reason():
    with pytest.raises(NotUnderstood) as caught:
        cancelled(order(), reason="")

    assert caught.value.field == "reason"


def test_cancelling_what_the_supplier_answered_meanwhile_is_a_conflict():
    told = order()
    seen, whole = stamp(told), say.order_stamp(told.journey)
    told.say(say.accept_all(told.journey, SAM, "a", say.asked_stamp(told.journey)), SAM)

    with pytest.raises(Conflict):
        say.cancel(told.journey, ADA, "c", 1, seen, "DEMAND")
    with pytest.raises(Conflict):
        say.cancel(told.journey, ADA, "c", 0, whole, "DEMAND")


def test_the_rest_is_closed_after_a_short_delivery():
    told = order()
    moved(told, "DISPATCHED", 60)
    moved(told, "RECEIVED", 55, ADA)

    drafts = say.close(told.journey, ADA, "k", 1, stamp(told), "DEMAND", "gone")
    journey = told.say(drafts, ADA)

    part = journey.part(1, 1)
    assert (part.open_qty, part.fulfilled, part.cancelled) == (0, 55, 45)
    with pytest.raises(NotAllowed):
        say.close(journey, ADA, "k2", 1, stamp(told), "DEMAND")


def test_a_line_of_which_nothing_came_is_cancelled_not_closed():
    told = order()

    with pytest.raises(NotAllowed, match="Cancel it"):
        say.close(told.journey, ADA, "k", 1, stamp(told), "DEMAND")


def test_nothing_is_answered_or_dispatched_while_a_line_is_blocked():
    told = order()
    journey = told.say(say.block(told.journey, ADA, "b", 1, "DESIGN", "New drawing."), ADA)

    offers = [say.Offer(Decimal(100), ASKED, 1)]
    report = say.Report("DISPATCHED", TODAY, line=1, qty=Decimal(5))
    with pytest.raises(NotAllowed, match="blocked"):
        say.answer(journey, SAM, "k", 1, stamp(told), offers, TODAY)
    with pytest.raises(NotAllowed, match="blocked"):
        say.report(journey, SAM, "k", report, NOW, say.mine(told.said, SAM.org))
    with pytest.raises(NotAllowed):
        say.accept_all(journey, SAM, "k", say.asked_stamp(journey))

    journey = told.say(say.unblock(journey, ADA, "u", 1), ADA)

    assert told.say(say.answer(journey, SAM, "k", 1, stamp(told), offers, TODAY), SAM)


def test_what_left_before_is_still_reported_while_a_line_is_blocked():
    told = order()
    moved(told, "DISPATCHED", 60)
    journey = told.say(say.block(told.journey, ADA, "b", 1, "QUALITY"), ADA)

    report = say.Report("DELIVERED", TODAY, line=1, qty=Decimal(60))
    drafts = say.report(journey, SAM, "k", report, NOW, say.mine(told.said, SAM.org))

    assert told.say(drafts, SAM).part(1, 1).moved("delivered") == 60


def test_a_report_for_all_lines_leaves_the_blocked_one_out():
    told = order(("100",), ("5",))
    journey = told.say(say.block(told.journey, ADA, "b", 1, "QUALITY"), ADA)

    report = say.Report("DISPATCHED", TODAY)
    drafts = say.report(journey, SAM, "k", report, NOW, say.mine(told.said, SAM.org))

    assert [draft.line for draft in drafts] == [2]


def test_all_lines_are_blocked_and_let_go_at_once():
    told = order(("100",), ("5",))

    journey = told.say(say.block(told.journey, ADA, "b", 0, "PAYMENT"), ADA)
    assert journey.views == {"blocked": 2}
    with pytest.raises(NotAllowed):
        say.block(journey, ADA, "b2", 0, "PAYMENT")

    journey = told.say(say.unblock(journey, ADA, "u", 0), ADA)
    assert journey.views == {"to_answer": 2}
    with pytest.raises(Conflict):
        say.unblock(journey, ADA, "u2", 0)


def test_what_was_on_its_way_when_the_order_was_cancelled_is_received():
    told = order()
    moved(told, "DISPATCHED", 60)
    journey = told.say(cancelled(told, 0), ADA)

    drafts = say.receipt(
        journey,
        ADA,
        "k",
        [say.Got(1, Decimal(60))],
        say.Arrival(TODAY),
        NOW,
        say.mine(told.said, ADA.org),
    )

    assert told.say(drafts, ADA).part(1, 1).fulfilled == 60


@pytest.mark.parametrize("act", ["cancel", "close", "reopen", "block", "unblock"])
def test_a_supplier_stops_nothing(act):
    told = order()
    args = {
        "cancel": (1, stamp(told), "DEMAND"),
        "close": (1, stamp(told), "DEMAND"),
        "reopen": (1, stamp(told)),
        "block": (1, "DEMAND"),
        "unblock": (1,),
    }

    with pytest.raises(NotAllowed):
        getattr(say, act)(told.journey, SAM, "k", *args[act])
