"""The buyer changes a line, adds one, changes the terms."""

from datetime import date
from decimal import Decimal

import pytest

from portal.desk import say
from portal.errors import Conflict, NotAllowed, NotUnderstood
from portal.ledger import Draft, Qty
from tests.desk.told import ADA, ASKED, SAM, TODAY, order

LATER = date(2026, 4, 15)


def wanted(*rows, **more):
    """Return line terms; rows are (quantity, day[, part])."""
    filled = [
        say.Wanted(Decimal(qty), day, *part, place=n) for n, (qty, day, *part) in enumerate(rows)
    ]
    return say.LineTerms(filled, **more)


def changed(told, *rows, line=1, by=ADA, **more):
    stamp = told.journey.lines[line].stamp
    return say.change_line(told.journey, by, "k", line, stamp, wanted(*rows, **more), TODAY)


def accepted(told):
    return told.say(say.accept_all(told.journey, SAM, "a", say.asked_stamp(told.journey)), SAM)


def sent(told, n):
    """Let some of the first line leave."""
    draft = Draft(
        "milestone", code="DISPATCHED", line=1, qty=(Qty(Decimal(n), "EA", "dispatched"),)
    )
    return told.say([draft], SAM)


def test_another_day_is_asked_anew_under_the_next_revision():
    told = order()
    accepted(told)

    journey = told.say(changed(told, ("100", LATER, 1)), ADA)

    part = journey.part(1, 1)
    assert (journey.revision, journey.lines[1].revision) == (2, 2)
    assert (part.view, part.ask_day, part.agreed_day) == ("to_answer", LATER, ASKED)


def test_only_the_delivery_that_changed_is_asked_anew():
    told = order(("60", "40"))
    accepted(told)

    journey = told.say(changed(told, ("60", ASKED, 1), ("50", ASKED, 2)), ADA)

    assert (journey.part(1, 1).view, journey.part(1, 2).view) == ("due", "to_answer")
    assert journey.lines[1].ordered == 110


def test_a_delivery_is_added_and_one_is_left_out():
    told = order(("60", "40"))

    journey = told.say(changed(told, ("60", ASKED, 1), ("40", LATER)), ADA)

    assert {n: part.ask_day for n, part in journey.lines[1].parts.items()} == {1: ASKED, 3: LATER}


def test_a_split_of_the_supplier_is_changed_on_its_own():
    told = order()
    offers = [say.Offer(Decimal(60), ASKED, 1), say.Offer(Decimal(40), LATER)]
    stamp = told.journey.lines[1].stamp
    told.say(say.answer(told.journey, SAM, "s", 1, stamp, offers, TODAY), SAM)
    told.say(say.decide(told.journey, ADA, "d", told.said[-1].ident, "accepted"), ADA)

    journey = told.say(changed(told, ("60", ASKED, 1), ("55", ASKED, 2)), ADA)

    assert (journey.part(1, 1).view, journey.part(1, 1).ordered) == ("due", 60)
    assert (journey.part(1, 2).view, journey.part(1, 2).ordered) == ("to_answer", 55)
    assert journey.part(1, 2).agreed_day == LATER


def test_item_and_price_ask_for_the_whole_line():
    told = order(("60", "40"))
    accepted(told)
    item = {"code": "A-1", "name": "Bearing, sealed"}

    drafts = changed(told, ("60", ASKED, 1), ("40", ASKED, 2), item=item, price=Decimal("3"))

    assert drafts[0].body["item"] == item
    assert drafts[0].body["price"] == "3"
    assert told.say(drafts, ADA).views == {"to_answer": 2}


def test_nothing_different_is_no_change():
    with pytest.raises(NotUnderstood, match="different"):
        changed(order(), ("100", ASKED, 1), item={"code": "A-1", "name": "Bearing"})


def test_what_was_cancelled_stays_beside_what_is_wanted():
    told = order()
    stamp = told.journey.lines[1].stamp
    told.say(say.cancel(told.journey, ADA, "c", 1, stamp, "DEMAND", qty=Decimal(30)), ADA)

    journey = told.say(changed(told, ("80", ASKED, 1)), ADA)

    part = journey.part(1, 1)
    assert (part.ordered, part.open_qty, part.cancelled) == (110, 80, 30)


def test_no_less_is_wanted_than_has_left():
    told = order(("60", "40"))
    sent(told, 50)

    with pytest.raises(NotUnderstood, match="50 EA") as caught:
        changed(told, ("40", ASKED, 1), ("40", ASKED, 2))
    with pytest.raises(NotUnderstood) as left_out:
        changed(told, ("40", ASKED, 2))

    assert caught.value.field == "parts-0-qty"
    assert left_out.value.field == "parts"


@pytest.mark.parametrize(
    ("qty", "day", "field"),
    [
        ("0", ASKED, "parts-0-qty"),
        ("100", None, "parts-0-day"),
        ("100", date(2026, 3, 9), "parts-0-day"),
        ("100", date(2041, 1, 1), "parts-0-day"),
    ],
)
def test_what_cannot_be_meant_is_refused(qty, day, field):
    told = order()

    with pytest.raises(NotUnderstood) as caught:
        changed(told, (qty, day))

    assert caught.value.field == field


def test_a_change_of_what_the_supplier_answered_meanwhile_is_a_conflict():
    told = order()
    stamp = told.journey.lines[1].stamp
    journey = accepted(told)

    with pytest.raises(Conflict, match="000010"):
        say.change_line(journey, ADA, "k", 1, stamp, wanted(("90", ASKED, 1)), TODAY)


def test_a_supplier_changes_no_order():
    with pytest.raises(NotAllowed):
        changed(order(), ("90", ASKED, 1), by=SAM)


def test_a_line_is_added_under_the_next_number():
    told = order(("100",), ("5",))
    terms = wanted(("7", LATER), item={"code": "C-9", "name": "Seal"}, uom="EA", price=Decimal(2))

    journey = told.say(say.add_line(told.journey, ADA, "k", "1", terms, TODAY), ADA)

    line = journey.lines[3]
    assert (line.no, line.item["code"], line.revision, line.value) == ("000030", "C-9", 2, 14)
    assert line.parts[1].view == "to_answer"


@pytest.mark.parametrize("terms", [{"item": {}, "uom": "EA"}, {"item": {"code": "C"}, "uom": ""}])
def test_a_new_line_needs_an_item_and_a_unit(terms):
    told = order()

    with pytest.raises(NotUnderstood):
        say.add_line(told.journey, ADA, "k", "1", wanted(("7", LATER), **terms), TODAY)


def test_terms_that_were_agreed_to_ask_for_every_line_anew():
    told = order(("100",), ("5",))
    accepted(told)

    drafts = say.change_terms(told.journey, ADA, "k", "1", {"incoterm": "FCA", "terms": "Graz"})

    assert drafts[0].body == {"revision": 2, "incoterm": "FCA", "terms": "Graz"}
    assert told.say(drafts, ADA).unanswered == 2


def test_terms_changed_by_a_colleague_are_a_conflict():
    told = order()
    told.say(say.change_terms(told.journey, ADA, "k", "1", {"mode": "rail"}), ADA)

    with pytest.raises(Conflict):
        say.change_terms(told.journey, ADA, "k2", "1", {"mode": "road"})


def test_where_it_goes_is_changed_field_by_field():
    told = order(to={"name": "Works", "country": "DE", "city": "Ulm"})

    drafts = say.change_terms(told.journey, ADA, "k", "1", {}, place={"city": "Bonn"})

    assert drafts[0].body["to"] == {"name": "Works", "country": "DE", "city": "Bonn"}
    with pytest.raises(NotUnderstood):
        say.change_terms(told.journey, ADA, "k", "1", {}, place={"city": "Ulm"})
