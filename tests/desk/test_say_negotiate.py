"""Supplier and buyer come to terms: other items, prices and times, counters, second thoughts."""

from datetime import date
from decimal import Decimal

import pytest

from portal.desk import say
from portal.errors import Conflict, NotAllowed, NotUnderstood
from tests.desk.told import ADA, ASKED, SAM, TODAY, order
from tests.desk.told import EVE as STRANGER

LATER = date(2026, 4, 15)
SOONER = date(2026, 4, 8)


def offer(qty, day=ASKED, part=1, **more):
    return say.Offer(Decimal(qty), day, part, **more)


def answered(told, *offers, line=1, by=SAM, **note):
    found = told.journey.lines[line]
    key = f"k{len(told.said)}"
    return say.answer(told.journey, by, key, line, found.stamp, offers, TODAY, say.Note(**note))


def proposed(told, *offers, **note):
    """Let Sam propose it; return the proposal's ident."""
    told.say(answered(told, *offers, **note), SAM)
    return told.said[-1].ident


def countered(told, proposal, *offers, key="c", **note):
    told.say(say.counter(told.journey, ADA, key, proposal, offers, TODAY, say.Note(**note)), ADA)
    return told.said[-1].ident


def stamp(told, line=1):
    return told.journey.lines[line].stamp


def test_another_price_is_a_proposal():
    drafts = answered(order(), offer(100), price=Decimal("1.4"))

    assert drafts[0].body["answer"] == "change"
    assert (drafts[0].body["price"], drafts[0].body["per"]) == ("1.4", "1")


def test_the_price_that_holds_is_no_proposal():
    told = order()
    told.say(answered(told, offer(100), price=Decimal("1.4")), SAM)
    told.say(say.decide(told.journey, ADA, "d", told.said[-1].ident, "accepted"), ADA)

    drafts = answered(told, offer(100, LATER), price=Decimal("1.40"))

    assert "price" not in drafts[0].body


@pytest.mark.parametrize("price", ["0", "-1", "NaN", "1e20", "0.0000001"])
def test_a_price_that_cannot_be_meant_is_refused(price):
    with pytest.raises(NotUnderstood) as caught:
        answered(order(), offer(100), price=Decimal(price))

    assert caught.value.field == "price"


def test_another_item_is_a_substitute():
    drafts = answered(order(), offer(100), item={"code": " B-1 ", "name": "Bearing, sealed"})

    assert drafts[0].body["answer"] == "substitute"
    assert drafts[0].body["item"] == {"code": "B-1", "name": "Bearing, sealed"}


def test_the_item_that_was_asked_for_is_no_substitute():
    assert answered(order(), offer(100), item={"code": "A-1"})[0].body["answer"] == "accept"


def test_a_substitute_has_a_number():
    with pytest.raises(NotUnderstood) as caught:
        answered(order(), offer(100), item={"name": "Bearing, sealed"})

    assert caught.value.field == "item"


def test_what_comes_later_needs_no_day():
    told = order()

    journey = told.say(answered(told, offer(60), offer(40, None, part=0, later=True)), SAM)

    assert journey.lines[1].offer.answer == "backorder"
    assert (journey.part(1, 2).proposed_qty, journey.part(1, 2).proposed_day) == (40, None)


def test_what_is_missing_from_two_deliveries_follows_as_two():
    told = order(("50", "50"))

    drafts = answered(told, offer(40), offer(30, part=2), rest="open")

    later = [row for row in drafts[0].body["parts"] if row.get("later")]
    assert later == [
        {"part": 3, "qty": "10", "later": True, "from": 1},
        {"part": 4, "qty": "20", "later": True, "from": 2},
    ]


def test_a_part_number_is_never_given_twice():
    told = order()
    proposal = proposed(told, offer(60), offer(40, LATER, part=0))
    told.say(say.decide(told.journey, ADA, "d", proposal, "refused", text="No."), ADA)

    again = answered(told, offer(70), offer(30, LATER, part=0))

    assert [row["part"] for row in again[0].body["parts"]] == [1, 3]


def test_the_buyer_counters_and_the_supplier_accepts():
    told = order()
    counter = countered(told, proposed(told, offer(100, LATER)), offer(100, SOONER))

    journey = told.say(say.accept_line(told.journey, SAM, "a", 1, stamp(told)), SAM)

    assert told.said[-1].facts["body"]["counter"] == counter
    assert journey.part(1, 1).agreed_day == SOONER
    assert journey.unanswered == 0


def test_offering_just_what_was_countered_accepts_it():
    told = order()
    countered(told, proposed(told, offer(100, LATER)), offer(70), offer(30, SOONER, part=0))

    drafts = answered(told, offer(70), offer(30, SOONER, part=0))

    assert drafts[0].body["answer"] == "accept"
    parts = told.say(drafts, SAM).lines[1].parts
    assert [(p.ordered, p.agreed_day) for p in parts.values()] == [(70, ASKED), (30, SOONER)]


def test_accepting_everything_accepts_what_was_countered():
    told = order(("100",), ("5",))
    countered(told, proposed(told, offer(100, LATER)), offer(100, SOONER))

    journey = told.say(say.accept_all(told.journey, SAM, "a", say.asked_stamp(told.journey)), SAM)

    assert (journey.part(1, 1).agreed_day, journey.part(2, 1).agreed_day) == (SOONER, ASKED)


def test_a_counter_that_is_the_proposal_is_no_counter():
    told = order()
    proposal = proposed(told, offer(100, LATER))

    with pytest.raises(NotUnderstood) as caught:
        countered(told, proposal, offer(100, LATER))

    assert caught.value.field == "parts"


def test_a_counter_for_less_says_that_the_rest_is_not_wanted():
    told = order()
    proposal = proposed(told, offer(60), rest="none")

    with pytest.raises(NotUnderstood) as caught:
        countered(told, proposal, offer(80))
    countered(told, proposal, offer(80), rest="none")

    assert caught.value.field == "rest"
    journey = told.say(say.accept_line(told.journey, SAM, "a", 1, stamp(told)), SAM)
    assert (journey.part(1, 1).open_qty, journey.part(1, 1).cancelled) == (80, 20)


def test_a_price_that_was_proposed_is_countered_by_another_or_by_the_one_that_holds():
    told = order()
    told.journey.lines[1].price = None
    proposal = proposed(told, offer(100), price=Decimal("1.5"))
    countered(told, proposal, offer(100), price=Decimal("1.3"))

    journey = told.say(say.accept_line(told.journey, SAM, "a", 1, stamp(told)), SAM)

    assert journey.lines[1].agreed_price == Decimal("1.3")


def test_a_countered_price_counts_for_as_many_as_the_agreed_one():
    told = order()
    proposal = proposed(told, offer(100), price=Decimal("120"), per=Decimal(100))
    told.say(say.decide(told.journey, ADA, "y", proposal, "accepted"), ADA)

    proposal = proposed(told, offer(90), rest="open")
    countered(told, proposal, offer(100), price=Decimal("110"))

    assert told.journey.lines[1].counter.per == 100


def test_a_countered_substitute_stays_the_item():
    told = order()
    proposal = proposed(told, offer(100, LATER), item={"code": "B-1"})
    countered(told, proposal, offer(100, SOONER))

    journey = told.say(say.accept_line(told.journey, SAM, "a", 1, stamp(told)), SAM)

    assert journey.lines[1].substitute == {"code": "B-1"}


def test_a_counter_to_what_the_supplier_answered_anew_is_a_conflict():
    told = order()
    proposal = proposed(told, offer(100, LATER))
    proposed(told, offer(100, SOONER))

    with pytest.raises(Conflict):
        countered(told, proposal, offer(100))


def test_only_the_buyer_counters():
    told = order()
    proposal = proposed(told, offer(100, LATER))

    with pytest.raises(NotAllowed):
        say.counter(told.journey, SAM, "c", proposal, [offer(100)], TODAY)


def test_a_proposal_is_withdrawn_once_and_by_its_own_side():
    told = order()
    proposal = proposed(told, offer(100, LATER))

    with pytest.raises(NotAllowed):
        say.withdraw(told.journey, STRANGER, "w", proposal)
    journey = told.say(say.withdraw(told.journey, SAM, "w", proposal), SAM)

    assert journey.part(1, 1).view == "to_answer"
    with pytest.raises(Conflict):
        say.withdraw(journey, SAM, "w2", proposal)


def forgone(told, less=None, reason="CAPACITY"):
    note = say.Note(reason=reason)
    return say.forgo(told.journey, SAM, "f", 1, stamp(told), less or {}, note)


def test_the_supplier_asks_to_give_up_what_was_agreed():
    told = order()
    told.say(answered(told, offer(100)), SAM)

    journey = told.say(forgone(told, {1: Decimal(30)}), SAM)

    assert journey.part(1, 1).view == "ours"
    journey = told.say(say.decide(journey, ADA, "d", told.said[-1].ident, "accepted"), ADA)
    assert (journey.part(1, 1).open_qty, journey.part(1, 1).cancelled) == (70, 30)


def test_giving_up_needs_a_reason_and_an_agreement():
    told = order()

    with pytest.raises(NotAllowed):
        forgone(told)
    told.say(answered(told, offer(100)), SAM)
    with pytest.raises(NotUnderstood) as caught:
        forgone(told, reason="")

    assert caught.value.field == "reason"


def test_no_more_is_given_up_than_has_not_left():
    told = order()
    told.say(answered(told, offer(100)), SAM)

    with pytest.raises(NotUnderstood, match="100 EA") as caught:
        forgone(told, {1: Decimal(101)})

    assert caught.value.field == "qty"
