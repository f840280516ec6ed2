"""A supplier answers what it was asked."""

from datetime import date
from decimal import Decimal

import pytest

from portal.desk import say
from portal.errors import Conflict, NotAllowed, NotUnderstood
from portal.ledger import Draft
from tests.desk.told import ADA, ASKED, EVE, SAM, TODAY, line_body, order

LATER = date(2026, 4, 15)


def offer(qty, day=ASKED, part=1):
    return say.Offer(Decimal(qty), day, part)


def answered(told, *offers, line=1, by=SAM, **note):
    found = told.journey.lines[line]
    return say.answer(told.journey, by, "k", line, found.stamp, offers, TODAY, say.Note(**note))


def test_what_equals_the_question_is_an_acceptance():
    told = order()

    drafts = answered(told, offer(100), ref="SO-1")

    assert drafts[0].body["answer"] == "accept"
    assert drafts[0].refs == (("supplier_order", "SO-1"),)
    assert drafts[0].key == "k:1"
    journey = told.say(drafts, SAM)
    assert journey.lines[1].parts[1].agreed_day == ASKED
    assert journey.unanswered == 0


def accepted(told, *typed, **note):
    line = told.journey.lines[1]
    return say.accept_line(told.journey, SAM, "k", 1, line.stamp, say.Note(**note), typed)


@pytest.mark.parametrize("qty", [100, 60])
@pytest.mark.parametrize("price", [None, Decimal("9.50")])
def test_what_was_typed_beside_an_acceptance_is_not_lost(qty, price):
    told = order()

    if (qty, price) == (100, None):
        assert accepted(told, offer(qty))[0].body["answer"] == "accept"
    else:
        with pytest.raises(NotUnderstood, match="typed something else"):
            accepted(told, offer(qty), price=price)


def test_an_own_proposal_that_stands_on_the_form_is_nothing_typed():
    told = order()
    told.say(answered(told, offer(100, LATER)), SAM)
    told.say([Draft("line.changed", line=1, body=line_body(1, ("120",), revision=2))], ADA)
    line = told.journey.lines[1]

    stands = [say.Offer(Decimal(120), line.parts[1].want_day, 1)]
    assert accepted(told, *(say.standing(line) or stands))[0].body["answer"] == "accept"
    with pytest.raises(NotUnderstood, match="typed something else"):
        accepted(told, offer(77))


def test_all_lines_are_accepted_at_once():
    told = order(("100",), ("5", "7"))

    drafts = say.accept_all(told.journey, SAM, "k", say.asked_stamp(told.journey))

    assert [draft.key for draft in drafts] == ["k:1", "k:2"]
    assert told.say(drafts, SAM).unanswered == 0


def test_accepting_all_of_an_order_that_changed_meanwhile_is_a_conflict():
    told = order()
    stamp = say.asked_stamp(told.journey)
    body = line_body(1, ("120",), revision=2)
    journey = told.say([Draft("line.changed", line=1, body=body)], ADA)

    with pytest.raises(Conflict):
        say.accept_all(journey, SAM, "k", stamp)


def test_another_day_is_a_proposal_to_the_buyer():
    told = order()

    journey = told.say(answered(told, offer(100, LATER), reason="CAPACITY"), SAM)

    part = journey.lines[1].parts[1]
    assert (part.view, part.proposed_day, part.agreed_day) == ("ours", LATER, None)


def test_a_line_is_split_into_two_deliveries():
    told = order()

    journey = told.say(answered(told, offer(60), offer(40, LATER, part=0)), SAM)

    parts = journey.lines[1].parts
    assert [(p.proposed_qty, p.proposed_day, p.parent) for p in parts.values()] == [
        (60, ASKED, 0),
        (40, LATER, 1),
    ]


def test_the_second_of_two_deliveries_can_be_split():
    told = order(("50", "50"))

    drafts = answered(told, offer(50), offer(20, part=2), offer(30, LATER, part=0))

    assert drafts[0].body["parts"][2] == {
        "part": 3, "qty": "30", "day": "2026-04-15", "from": 2,
    }  # fmt: skip


def test_a_new_delivery_comes_from_one_other():
    told = order(("50", "50"))

    with pytest.raises(NotUnderstood) as caught:
        answered(told, offer(40), offer(40, part=2), offer(20, LATER, part=0))

    assert caught.value.field == "parts"


def test_more_than_was_ordered_is_refused():
    with pytest.raises(NotUnderstood, match="101 EA, more than the 100 ordered") as caught:
        answered(order(), offer(60), offer(41, LATER, part=0))

    assert caught.value.field == "parts"


def test_less_than_was_ordered_needs_a_word_on_the_rest():
    told = order()

    with pytest.raises(NotUnderstood, match="40 EA") as caught:
        answered(told, offer(60))

    assert caught.value.field == "rest"
    body = answered(told, offer(60), rest="open")[0].body
    assert body["answer"] == "backorder"
    assert body["parts"][1] == {"part": 2, "qty": "40", "later": True, "from": 1}
    assert answered(told, offer(60), rest="none")[0].body["rest"] == "none"


@pytest.mark.parametrize(
    ("day", "field"),
    [
        (date(2026, 3, 1), "parts-0-day"),
        (date(2026, 3, 9), "parts-0-day"),
        (date(20013 - 18000, 3, 1), "parts-0-day"),
        (date(2041, 1, 1), "parts-0-day"),
    ],
)
def test_a_day_that_cannot_be_meant_is_refused(day, field):
    with pytest.raises(NotUnderstood) as caught:
        answered(order(), offer(100, day))

    assert caught.value.field == field


@pytest.mark.parametrize("qty", ["0", "-5", "1e12", "0.0000001", "NaN"])
def test_a_quantity_that_cannot_be_meant_is_refused(qty):
    with pytest.raises(NotUnderstood) as caught:
        answered(order(), offer(qty))

    assert caught.value.field == "parts-0-qty"


def test_an_answer_to_a_changed_line_is_a_conflict():
    told = order()
    stamp = told.journey.lines[1].stamp
    body = line_body(1, ("120",), revision=2)
    journey = told.say([Draft("line.changed", line=1, body=body)], ADA)

    with pytest.raises(Conflict, match="000010"):
        say.answer(journey, SAM, "k", 1, stamp, [offer(100)], TODAY)


def test_a_refusal_needs_a_reason():
    told = order()
    stamp = told.journey.lines[1].stamp

    with pytest.raises(NotUnderstood) as caught:
        say.reject(told.journey, SAM, "k", 1, stamp, say.Note())

    assert caught.value.field == "reason"
    drafts = say.reject(told.journey, SAM, "k", 1, stamp, say.Note(reason="STOCKOUT"))
    assert told.say(drafts, SAM).lines[1].parts[1].view == "rejected"


def test_what_was_agreed_cannot_be_refused_or_accepted_again():
    told = order()
    journey = told.say(answered(told, offer(100)), SAM)
    stamp = journey.lines[1].stamp

    with pytest.raises(NotAllowed):
        say.reject(journey, SAM, "k2", 1, stamp, say.Note(reason="STOCKOUT"))
    with pytest.raises(NotAllowed):
        answered(told, offer(100))
    assert answered(told, offer(100, LATER))[0].body["answer"] == "change"


def test_another_supplier_cannot_answer():
    with pytest.raises(NotAllowed):
        answered(order(), offer(100), by=EVE)


def test_the_buyer_accepts_or_refuses_a_proposal_once():
    told = order()
    journey = told.say(answered(told, offer(100, LATER)), SAM)
    proposal = journey.lines[1].parts[1].proposal

    with pytest.raises(NotUnderstood) as caught:
        say.decide(journey, ADA, "d", proposal, "refused")
    journey = told.say(say.decide(journey, ADA, "d", proposal, "accepted"), ADA)

    assert caught.value.field == "text"
    assert journey.lines[1].parts[1].agreed_day == LATER
    with pytest.raises(Conflict):
        say.decide(journey, ADA, "d2", proposal, "refused", text="By 1 April.")


def test_a_supplier_decides_nothing():
    told = order()
    journey = told.say(answered(told, offer(100, LATER)), SAM)

    with pytest.raises(NotAllowed):
        say.decide(journey, SAM, "d", journey.lines[1].parts[1].proposal, "accepted")


@pytest.mark.parametrize("parts", [[offer(100, LATER)], [offer(60), offer(40, LATER, 0)]])
def test_what_was_offered_stands_and_is_not_offered_twice(parts):
    told = order()
    told.say(answered(told, *parts), SAM)

    assert say.standing(told.journey.lines[1]) == parts
    with pytest.raises(NotAllowed, match="offered for line 000010 already"):
        answered(told, *parts)
    assert answered(told, *parts, text="We asked the foundry."), "with a word it is something new"
    assert answered(told, offer(100, LATER.replace(day=16)))
    assert answered(told, offer(100))[0].body["answer"] == "accept"


def test_nothing_stands_before_it_is_offered_and_after_it_is_decided():
    told = order()
    assert say.standing(told.journey.lines[1]) == []
    (draft,) = answered(told, offer(100, LATER))
    told.say([draft], SAM)

    proposal = told.journey.lines[1].parts[1].proposal
    told.say(say.decide(told.journey, ADA, "k", proposal, "accepted"), ADA)

    assert say.standing(told.journey.lines[1]) == []
