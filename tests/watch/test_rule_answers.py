"""Answers that differ, and answers we owe."""

from datetime import date, timedelta

import pytest

from portal.journey import Calendar
from portal.watch.usual import Usual
from tests.journey.visiting import Visiting
from tests.watch.troubles import agreed, asked, found, offered, one


def test_a_proposal_is_found_until_somebody_decides():
    told = asked()
    assert found(told, "answer_differs") == []

    proposal = told.offer((1, "100", "05-05"))
    finding = one(told, "answer_differs")
    assert (finding.line, finding.part, finding.since) == (1, 0, told.at)
    assert finding.evidence == (proposal,) and finding.words["qty"] == "100"

    told.decide(proposal)
    assert found(told, "answer_differs") == []


def test_a_refusal_differs_as_well():
    told = asked()
    refusal = told.reject()

    assert one(told, "answer_differs").evidence == (refusal,)


def test_what_was_accepted_as_asked_differs_in_nothing():
    assert found(agreed(), "answer_differs") == []


def test_our_word_is_due_two_working_days_after_the_first_thing_that_waits_for_it():
    told = offered()
    first = told.at
    told.line(("5", "04-20"), line=2)
    told.offer((1, "5", "05-09"), line=2)

    finding = one(told, "reply_owed")
    assert finding.since == first + timedelta(days=2)
    assert finding.words["matters"] == "2"


def test_a_question_the_supplier_asked_counts_too():
    told = agreed()
    assert found(told, "reply_owed") == []

    usual = Usual(questions=((told.at, "q"),))
    assert one(told, "reply_owed", usual=usual).evidence == ("q",)


def test_a_visit_that_was_proposed_waits_for_our_word():
    told = Visiting().begin()
    visit = told.plan("03-18", (1, "3"))
    assert one(told, "reply_owed").evidence == (visit,)

    told.confirm(visit)
    assert found(told, "reply_owed") == []


@pytest.mark.parametrize("rule", ["not_acknowledged", "reply_owed"])
def test_working_days_are_those_of_the_place(rule):
    told = offered() if rule == "reply_owed" else asked()
    usual = one(told, rule).since
    closed = Calendar(off=frozenset({usual.date(), date(2026, 3, 5)}))

    assert one(told, rule, calendar=closed).since == usual + timedelta(days=2)
