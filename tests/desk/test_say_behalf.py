"""The buyer enters what its supplier told it, and the supplier confirms or corrects it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.desk import say
from portal.errors import Conflict, NotAllowed, NotUnderstood
from tests.desk.told import ADA, ASKED, EVE, NOW, SAM, SUPPLIER, TODAY, order

PHONE = say.Heard("phone", "Mr Brenner", TODAY)


def entered(told, heard=PHONE, by=ADA):
    """Let Ada enter that the supplier accepts the first line."""
    line = told.journey.lines[1]
    stand_in = say.stand_in(told.journey, by)
    drafts = say.accept_line(told.journey, stand_in, "e", 1, line.stamp)
    return say.entered(told.journey, by, drafts, heard, TODAY)


def test_an_answer_by_telephone_counts_and_waits_for_the_supplier():
    told = order()

    journey = told.say(entered(told), ADA)

    facts = told.said[-1].facts
    assert (facts["by"]["org"], facts["by"]["for"]) == (ADA.org, SUPPLIER)
    assert (facts["body"]["heard"], facts["body"]["heard_on"]) == ("phone", TODAY.isoformat())
    assert "told_by" in facts["details"]
    assert (journey.part(1, 1).agreed_day, journey.part(1, 1).view) == (ASKED, "to_confirm")


def test_the_supplier_confirms_it_once():
    told = order()
    told.say(entered(told), ADA)
    idents = [one.ident for one in told.journey.entered]

    with pytest.raises(NotAllowed):
        say.confirm(told.journey, EVE, "k", idents)
    journey = told.say(say.confirm(told.journey, SAM, "k", idents), SAM)

    assert journey.part(1, 1).view == "due"
    with pytest.raises(Conflict):
        say.confirm(journey, SAM, "k2", idents)


def test_the_supplier_corrects_it_by_striking_it_out():
    told = order()
    told.say(entered(told), ADA)
    first = told.said[-1]

    assert say.may_correct(first, SAM, told.journey)
    journey = told.say(say.void(told.journey, SAM, "v", first, "We never said so."), SAM)

    assert journey.part(1, 1).view == "to_answer"
    assert journey.entered == []


def test_what_was_confirmed_is_not_struck_out():
    told = order()
    told.say(entered(told), ADA)
    first = told.said[-1]
    told.say(say.confirm(told.journey, SAM, "k", [first.ident]), SAM)

    assert not say.may_correct(first, SAM, told.journey)


def test_a_step_is_entered_as_the_suppliers_own_count():
    told = order()
    told.say(entered(told), ADA)
    stand_in = say.stand_in(told.journey, ADA)
    report = say.Report("PACKED", TODAY, line=1, qty=Decimal(60))
    own = say.mine(told.said, stand_in.org)
    drafts = say.report(told.journey, stand_in, "s", report, NOW, own)
    told.say(say.entered(told.journey, ADA, drafts, PHONE, TODAY), ADA)

    result = say.result(say.mine(told.said, SUPPLIER), "PACKED", 1, Decimal(40), "add")

    assert (result.before, result.after) == (60, 100)


@pytest.mark.parametrize(
    ("heard", "field"),
    [
        (say.Heard("dream"), "how"),
        (say.Heard("phone", on=TODAY + timedelta(days=1)), "heard_on"),
        (say.Heard("phone", "x" * 5000), "who"),
    ],
)
def test_how_it_was_learnt_has_to_be_said(heard, field):
    with pytest.raises(NotUnderstood) as caught:
        entered(order(), heard)

    assert caught.value.field == field


def test_only_the_buyers_people_enter_for_the_supplier():
    with pytest.raises(NotAllowed):
        entered(order(), by=SAM)


def test_nobody_is_entered_for_a_customer():
    told = order(kind="sales")

    with pytest.raises(NotAllowed):
        say.stand_in(told.journey, ADA)


def test_an_old_call_keeps_its_day():
    told = order()
    told.say(entered(told, say.Heard("phone", on=date(2026, 3, 5))), ADA)

    assert told.said[-1].facts["body"]["heard_on"] == "2026-03-05"
