"""A trouble that is found again is one case; a rule may let it close without a cause."""

import pytest

from portal.watch import GONE, OPEN, RESOLVED, merge
from tests.watch.saying import ALL_ON, Book, finding, hours
from tests.watch.test_cases import resolve


@pytest.fixture
def book():
    """A book in which one case is open."""
    told = Book()
    told.sweep([finding()], at=1)
    return told


def test_what_is_found_once_more_is_counted_and_nothing_else_moves(book):
    before = book.case()
    book.sweep([finding(evidence=("aa",))], at=3)
    again = finding(evidence=("aa", "bb"), words={"days": "9"})

    (draft,) = book.sweep([again], at=5)

    assert draft.kind == "case.repeated"
    case = book.case()
    assert (case.seen, case.seen_at, case.evidence) == (3, hours(5), ("aa", "bb"))
    assert (case.state, case.moves, case.words) == (before.state, before.moves, {"days": "9"})
    assert book.sweep([again], at=6) == ()


def test_a_rule_may_let_its_cases_close_without_a_cause(book):
    closing = merge(ALL_ON, {"rules": {"overdue": {"closes": True}}})

    book.sweep([], at=2, settings=closing)

    case = book.case()
    assert (case.state, case.reason, case.cause) == (RESOLVED, GONE, "")
    assert case.resolved_at == hours(2)


def test_what_closed_by_itself_comes_back_into_the_same_case(book):
    closing = merge(ALL_ON, {"rules": {"overdue": {"closes": True}}})
    book.sweep([], at=2, settings=closing)

    book.sweep([finding()], at=3, settings=closing)

    case = book.case()
    assert (case.state, case.nth, case.seen) == (OPEN, 1, 2)


def test_what_a_person_closed_does_not_come_back_because_its_rule_needs_no_cause(book):
    closing = merge(ALL_ON, {"rules": {"overdue": {"closes": True}}})
    resolve(book, at=2)

    assert book.sweep([finding()], at=3, settings=closing) == ()
