"""Cases: opened once, cleared when the trouble is over, closed only by people."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ledger import Draft
from portal.watch import (
    ANSWERED,
    CLEARED,
    DEFAULTS,
    HIGH,
    OPEN,
    RESOLVED,
    TAKEN,
    WAITING,
    case_id,
    merge,
    next_check,
    whispered,
)
from tests.watch.saying import (
    ADA,
    ALL_ON,
    BOB,
    OWNER,
    STREAM,
    SUPPLIER,
    Book,
    finding,
    hours,
)


@pytest.fixture
def book():
    """A book in which one case is open."""
    told = Book()
    told.sweep([finding()], at=1)
    return told


def act(kind, book, **body):
    return Draft(kind, line=1, part=1, key=f"form-{len(book.said)}",
                 body={"case": str(book.cases()[0].id), **body})  # fmt: skip


def resolve(book, at, cause="capacity"):
    draft = act("case.resolved", book, cause=cause, accountable="supplier")
    return book.write(draft, at, person=ADA)


def test_a_trouble_opens_a_case_when_its_time_has_come_and_not_before():
    told = Book()

    assert told.sweep([finding(since=2)], at=1.99) == ()
    assert told.sweep([finding(since=2)], at=2) != ()


def test_an_opened_case_says_what_it_is_about(book):
    case = book.case()

    assert case.id == case_id(STREAM, 1, 1, "overdue", 1)
    assert (case.state, case.nth, case.since, case.opened_at) == (OPEN, 1, hours(0), hours(1))
    assert case.due_at == hours(1) + timedelta(days=2)
    assert case.live


def test_a_serious_case_is_due_sooner():
    told = Book()
    told.sweep([finding(severity=HIGH)], at=1)

    assert told.case().due_at == hours(1) + timedelta(days=1)


def test_looking_again_opens_nothing_twice(book):
    assert book.sweep([finding()], at=2) == ()
    assert book.sweep([finding(since=1.5, evidence=())], at=3) == ()


def test_other_rules_and_parts_have_their_own_cases(book):
    book.sweep([finding(), finding(part=2), finding(rule="ship_date_missed")], at=2)

    assert len(book.cases()) == 3


def test_a_trouble_that_went_away_leaves_its_cause_owed(book):
    book.sweep([], at=2)
    assert book.case().state == CLEARED
    assert book.case().live

    assert book.sweep([], at=3) == ()


def test_a_trouble_that_moved_into_the_future_is_over_for_now(book):
    book.sweep([finding(since=9)], at=2)

    assert book.case().state == CLEARED


def test_a_cleared_case_is_reopened_and_cleared_as_often_as_it_takes(book):
    for at in (2, 4, 6):
        book.sweep([], at=at)
        assert book.case().state == CLEARED
        book.sweep([finding(since=at)], at=at + 1)
        assert book.case().state == OPEN
    assert book.case().since == hours(6)


def test_a_closed_case_stays_closed_while_the_same_trouble_lasts(book):
    resolve(book, 2)

    assert book.sweep([finding()], at=3) == ()
    assert book.case().state == RESOLVED


def test_a_trouble_that_begins_after_closing_opens_the_next_case(book):
    resolve(book, 2)
    assert book.sweep([finding(since=2)], at=3) == ()

    book.sweep([finding(since=2.5)], at=4)
    assert [case.nth for case in book.cases()] == [1, 2]
    assert len({case.id for case in book.cases()}) == 2


def test_a_trouble_learnt_of_after_closing_opens_the_next_case_though_it_is_older(book):
    resolve(book, 2)
    late = book.write(Draft("milestone", code="DELIVERY_REFUSED", line=1), 3)

    book.sweep([finding(since=1.5, evidence=(late,))], at=4)
    assert len(book.cases()) == 2


def test_a_rule_in_shadow_opens_nothing_but_whispers():
    told = Book()
    found = [finding(), finding(since=9, part=2)]

    assert told.sweep(found, at=1, settings=DEFAULTS) == ()
    assert whispered(found, DEFAULTS, hours(1)) == (found[0],)
    assert whispered(found, ALL_ON, hours(1)) == ()


def test_a_case_of_a_rule_put_in_shadow_is_still_cleared(book):
    book.sweep([], at=2, settings=DEFAULTS)

    assert book.case().state == CLEARED


def test_a_case_of_a_rule_switched_off_is_left_to_people(book):
    off = merge(DEFAULTS, {"rules": {"overdue": {"mode": "off"}}})

    assert book.sweep([], at=2, settings=off) == ()


def test_the_next_look_is_at_the_first_trouble_ahead():
    found = [finding(since=5), finding(since=3, part=2), finding(since=1, part=3)]

    assert next_check(found, hours(1)) == hours(3)
    assert next_check(found, hours(5)) is None


def test_who_takes_a_case_has_it(book):
    book.write(act("case.taken", book, person=str(ADA)), 2, person=ADA)
    assert (book.case().state, book.case().person) == (TAKEN, ADA)

    book.write(act("case.taken", book, person=str(BOB)), 3, person=ADA)
    assert book.case().person == BOB


def test_a_question_waits_until_it_is_answered(book):
    book.write(act("case.asked", book, rule="overdue", to=SUPPLIER), 2, person=ADA)
    case = book.case()
    assert (case.state, case.asked_to, case.asked_at) == (WAITING, SUPPLIER, hours(2))

    book.write(act("case.answered", book), 3, org=SUPPLIER)
    assert (book.case().state, book.case().answered_at) == (ANSWERED, hours(3))

    book.write(act("case.asked", book, rule="overdue", to=SUPPLIER), 4, person=ADA)
    assert (book.case().state, book.case().answered_at) == (WAITING, None)


def test_notes_change_nothing_but_are_kept(book):
    book.write(act("case.commented", book), 2, person=ADA)

    assert book.case().state == OPEN
    assert [step.kind for step in book.case().history] == ["case.opened", "case.commented"]
    assert book.case().changed_at == hours(2)


def test_an_answer_to_a_cleared_case_leaves_its_cause_owed(book):
    book.write(act("case.asked", book, rule="overdue", to=SUPPLIER), 2, person=ADA)
    book.sweep([], at=3)
    book.write(act("case.answered", book), 4, org=SUPPLIER)

    assert (book.case().state, book.case().answered_at) == (CLEARED, hours(4))


def test_closing_keeps_cause_and_who_answers_for_it(book):
    resolve(book, 2)
    case = book.case()

    assert (case.cause, case.accountable, case.resolved_at) == ("capacity", "supplier", hours(2))
    assert not case.live


def test_a_reopened_case_owes_its_cause_again(book):
    book.write(act("case.taken", book, person=str(ADA)), 2, person=ADA)
    resolve(book, 3)
    book.write(act("case.reopened", book), 4, person=ADA)

    assert (book.case().state, book.case().cause, book.case().person) == (TAKEN, "", ADA)


def test_what_is_said_of_a_case_nobody_opened_changes_nothing():
    told = Book()
    told.write(Draft("case.taken", body={"case": str(ADA)}), 1)

    assert told.cases() == ()


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("sweep"), st.lists(st.tuples(st.integers(0, 20), st.integers(1, 2)))),
        st.tuples(st.sampled_from(["resolve", "reopen", "ask", "answer"]), st.integers(0, 3)),
    ),
    max_size=14,
)


@given(ACTS)
def test_there_is_never_more_than_one_live_case_of_a_subject(acts):
    told = Book()
    for at, (what, given_) in enumerate(acts, start=1):
        _act(told, what, given_, at)
        _check_one_live(told)


@given(ACTS)
def test_deciding_twice_decides_nothing_more(acts):
    told = Book()
    for at, (what, given_) in enumerate(acts, start=1):
        _act(told, what, given_, at)
        if what == "sweep":
            assert told.sweep(_findings(given_), at) == ()


@given(ACTS)
def test_a_live_trouble_has_a_live_case_or_a_person_closed_it_knowing(acts):
    told = Book()
    for at, (what, given_) in enumerate(acts, start=1):
        _act(told, what, given_, at)
        if what != "sweep":
            continue
        for one in _findings(given_):
            same = [case for case in told.cases() if case.subject == one.subject]
            if one.since <= hours(at):
                open_ = any(case.live and case.state != CLEARED for case in same)
                assert open_ or max(case.resolved_at for case in same) >= one.since


def _findings(pairs):
    """One finding for each part, as a rule gives them."""
    return [finding(since=since, part=part) for part, since in {p: s for s, p in pairs}.items()]


def _act(told, what, given_, at):
    if what == "sweep":
        told.sweep(_findings(given_), at)
        return
    cases = told.cases()
    if given_ >= len(cases):
        return
    case = cases[given_]
    newer = any(other.live and other.subject == case.subject for other in cases)
    kind = {"resolve": "case.resolved", "reopen": "case.reopened", "ask": "case.asked",
            "answer": "case.answered"}[what]  # fmt: skip
    if (what == "resolve" and not case.live) or (what == "reopen" and (case.live or newer)):
        return
    body = {"case": str(case.id), "cause": "other", "rule": case.rule, "to": SUPPLIER}
    told.write(Draft(kind, line=case.line, part=case.part, key=f"k{at}", body=body), at, OWNER)


def _check_one_live(told):
    live = [case.subject for case in told.cases() if case.live]
    assert len(live) == len(set(live))
    ids = [case.id for case in told.cases()]
    assert len(ids) == len(set(ids))
