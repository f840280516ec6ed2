"""What is said of a shipment on its way, by whom, and how it is taken back."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from portal.desk import say
from portal.errors import Conflict, NotAllowed, NotUnderstood
from portal.ledger import Doc
from portal.people import Actor
from tests.desk.afloat import put, sea
from tests.desk.told import ADA, CARL, NOW, SAM, TODAY, YESTERDAY

FILE = Doc(bytes(32), "application/pdf", 900, "note.pdf")
PAPER = UUID(int=44)
CAM = Actor(UUID(int=8), "Cam", 8, "Org 8", "customer", "customer", "session")


@pytest.fixture
def afloat():
    """A shipment of 60 that is to leave today."""
    there = sea()
    there.announce(put("60"), left=False)
    return there


def passed(there, by=SAM, key="p", **said):
    """Report a step of the shipment: delivered yesterday, unless it says else."""
    typed = say.Passage(**{"code": "DELIVERED", "on": YESTERDAY, **said})
    there.say(say.pass_step(there.freight(), by, key, typed, NOW), by)
    return there.freight().shipment


@pytest.mark.parametrize("by", [SAM, CARL, ADA])
def test_whoever_takes_part_says_that_it_is_there(afloat, by):
    assert passed(afloat, by).stage == "DELIVERED"
    assert afloat.journey().lines[1].moved("delivered") == 60


def test_a_customer_only_looks(afloat):
    with pytest.raises(NotAllowed):
        passed(afloat, CAM)


def test_a_new_word_on_the_arrival_makes_it_late(afloat):
    shipment = passed(afloat, CARL, klass="EST", on=TODAY + timedelta(days=2))

    assert shipment.late_from == TODAY + timedelta(days=3)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"code": "RECEIVED"}, "code"),
        ({"code": ""}, "code"),
        ({"on": None}, "day"),
        ({"on": TODAY + timedelta(days=1)}, "day"),
        ({"klass": "EST", "on": YESTERDAY}, "day"),
        ({"klass": "PLN"}, "klass"),
        ({"code": "DELIVERY_REFUSED", "klass": "EST", "on": TODAY, "reason": "ADDRESS"}, "klass"),
        ({"code": "DELIVERY_REFUSED"}, "reason"),
        ({"on": TODAY - timedelta(days=90)}, "day"),
    ],
)
def test_a_step_that_cannot_be_meant_is_asked_for_again(afloat, said, field):
    with pytest.raises(NotUnderstood) as caught:
        passed(afloat, **said)

    assert caught.value.field == field


def test_trouble_carries_its_reason(afloat):
    shipment = passed(afloat, CARL, code="DELIVERY_ATTEMPT_FAILED", reason="CUSTOMER_CLOSED")

    assert [(one.code, one.reason) for one in shipment.troubles] == [
        ("DELIVERY_ATTEMPT_FAILED", "CUSTOMER_CLOSED")
    ]


def test_nothing_is_said_of_a_shipment_that_was_cancelled(afloat):
    afloat.say(say.cancel_shipment(afloat.freight(), SAM, "c", "No truck."))

    with pytest.raises(NotAllowed):
        passed(afloat)


def test_a_step_is_taken_back_by_whom_it_is_from(afloat):
    passed(afloat, CARL)
    told = afloat.shipment.said[-1]

    assert not say.may_take_back(told, SAM, afloat.freight().shipment)
    with pytest.raises(NotAllowed):
        say.take_back(afloat.freight(), SAM, "v", told, "Wrong day.")
    with pytest.raises(NotUnderstood):
        say.take_back(afloat.freight(), CARL, "v", told, "")
    afloat.say(say.take_back(afloat.freight(), CARL, "v", told, "Wrong truck."), CARL)

    assert afloat.freight().shipment.stage == "ASN_ISSUED"
    assert afloat.journey().lines[1].moved("delivered") == 0
    with pytest.raises(Conflict):
        say.take_back(afloat.freight(), CARL, "v2", told, "Wrong truck.")


def test_the_announcement_itself_is_not_taken_back_but_cancelled(afloat):
    assert not say.may_take_back(afloat.shipment.said[0], SAM, afloat.freight().shipment)


def attached(there, by=SAM, type_="cmr"):
    """Attach a waybill."""
    there.say(say.attach_paper(there.freight(), by, "d", type_, FILE, PAPER), by)
    committed = {"docs": [{"c": "…", "media": FILE.media, "bytes": FILE.bytes}]}
    last = there.shipment.said[-1]
    there.shipment.said[-1] = replace(last, facts=last.facts | committed)


def test_a_paper_is_attached_and_judged(afloat):
    attached(afloat, CARL)

    with pytest.raises(NotAllowed):
        say.judge_paper(afloat.freight(), SAM, "j", PAPER, "accepted", "clean")
    with pytest.raises(NotUnderstood) as caught:
        say.judge_paper(afloat.freight(), ADA, "j", PAPER, "accepted")
    assert caught.value.field == "condition"
    afloat.say(say.judge_paper(afloat.freight(), ADA, "j", PAPER, "accepted", "clean"), ADA)

    (paper,) = afloat.freight().shipment.documents
    assert (paper.verdict, paper.condition) == ("accepted", "clean")
    assert not say.may_take_back(afloat.shipment.said[-2], CARL, afloat.freight().shipment)


def test_a_paper_of_no_kind_is_asked_for_again(afloat):
    with pytest.raises(NotUnderstood):
        attached(afloat, type_="poem")
