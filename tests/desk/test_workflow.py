"""What people do on a case: who may, what must be said, and what is recorded."""

import pytest

from portal import desk
from portal.desk import CAUSES, PARTIES
from portal.desk.cases import Closing
from portal.errors import NotAllowed, NotUnderstood
from portal.people import Actor, system
from tests.watch.saying import ADA, BOB, OWNER, SUPPLIER, Book, finding

ada = Actor(ADA, "Ada", OWNER, "Nordwind", "owner", "buyer", "session")
sam = Actor(BOB, "Sam", SUPPLIER, "Brenner", "supplier", "supplier", "session")
aud = Actor(BOB, "Aud", OWNER, "Nordwind", "auditor", "auditor", "session")


@pytest.fixture
def book():
    told = Book()
    told.sweep([finding()], at=1)
    return told


def say(book, draft, by=ada, at=2.0):
    """Record a draft; return the case after it."""
    book.write(draft, at, by.org, by.id)
    return book.cases()[0]


def test_taking_a_case_makes_it_mine(book):
    draft = desk.take(book.case(), ada, key="k1")

    assert (draft.kind, draft.line, draft.part, draft.key) == ("case.taken", 1, 1, "k1")
    assert draft.only_for == OWNER
    assert say(book, draft).person == ADA


def test_what_is_mine_cannot_be_taken_again(book):
    mine = say(book, desk.take(book.case(), ada))

    with pytest.raises(NotAllowed):
        desk.take(mine, ada)


def test_a_case_can_be_handed_over(book):
    assert say(book, desk.hand_over(book.case(), ada, BOB)).person == BOB


def test_a_note_stays_inside_and_its_text_is_erasable(book):
    draft = desk.comment(book.case(), ada, "  Called, nobody there. ", key="k")

    assert draft.only_for == OWNER
    assert draft.details == {"text": "Called, nobody there."}
    assert "text" not in draft.body


def test_a_question_goes_to_the_supplier_with_the_rule_it_is_about(book):
    draft = desk.ask(book.case(), ada, "Where is it?", SUPPLIER)

    assert draft.only_for is None
    assert draft.body["to"] == SUPPLIER
    assert draft.body["rule"] == "overdue"
    assert say(book, draft).state == "waiting"


def test_an_order_without_a_supplier_cannot_be_asked(book):
    with pytest.raises(NotAllowed):
        desk.ask(book.case(), ada, "Where is it?", 0)


def test_the_same_note_may_be_said_twice_on_purpose(book):
    say(book, desk.comment(book.case(), ada, "Called again.", key="a"))
    case = say(book, desk.comment(book.case(), ada, "Called again.", key="b"))
    assert len(case.history) == 3

    case = say(book, desk.comment(case, ada, "Called again.", key="b"))
    assert len(case.history) == 3


@pytest.mark.parametrize("verb", [desk.comment, lambda *a: desk.ask(*a, SUPPLIER)])
@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_nothing_and_too_much_are_refused_in_place(book, verb, text):
    with pytest.raises(NotUnderstood) as caught:
        verb(book.case(), ada, text)
    assert caught.value.field == "text"


@pytest.mark.parametrize(
    ("reason", "cause", "accountable", "field"),
    [
        ("", "capacity", "supplier", "reason"),
        ("tired", "capacity", "supplier", "reason"),
        ("came", "", "supplier", "cause"),
        ("came", "laziness", "supplier", "cause"),
        ("came", "capacity", "", "accountable"),
    ],
)
def test_no_case_closes_without_reason_cause_and_party(book, reason, cause, accountable, field):
    with pytest.raises(NotUnderstood) as caught:
        desk.resolve(book.case(), ada, Closing(reason, cause, accountable))
    assert caught.value.field == field


def test_a_resolved_case_is_closed_to_everything_but_reopening(book):
    case = say(
        book,
        desk.resolve(
            book.case(), ada, Closing("came", "capacity", "supplier", "Will move shifts.")
        ),
    )
    assert not case.live

    for act in (
        lambda: desk.take(case, ada),
        lambda: desk.ask(case, ada, "Why?", SUPPLIER),
        lambda: desk.resolve(case, ada, Closing("came", "other", "nobody")),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert desk.comment(case, ada, "For the file.")
    assert say(book, desk.reopen(case, ada, "It is not.", book.cases()), at=3).live


def test_an_open_case_cannot_be_reopened(book):
    with pytest.raises(NotAllowed):
        desk.reopen(book.case(), ada, "Again", book.cases())


def test_an_old_case_is_not_reopened_beside_a_newer_one(book):
    old = say(book, desk.resolve(book.case(), ada, Closing("came", "capacity", "supplier")))
    book.sweep([finding(since=3)], at=4)

    with pytest.raises(NotAllowed):
        desk.reopen(old, ada, "It is not.", book.cases())


@pytest.mark.parametrize("somebody", [sam, aud, system(OWNER)])
def test_only_the_buyers_people_work_on_cases(book, somebody):
    case = book.case()
    for act in (
        lambda: desk.take(case, somebody),
        lambda: desk.comment(case, somebody, "x"),
        lambda: desk.ask(case, somebody, "x", SUPPLIER),
        lambda: desk.resolve(case, somebody, Closing("came", "other", "nobody")),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_supplier_answers_what_it_was_asked(book):
    asked = say(book, desk.ask(book.case(), ada, "Where is it?", SUPPLIER))

    draft = desk.answer(asked, sam, "On the ship.", key="k")
    assert (draft.kind, draft.only_for, draft.shared_with) == ("case.answered", None, SUPPLIER)
    assert say(book, draft, by=sam, at=3).state == "answered"


@pytest.mark.parametrize("somebody", [ada, Actor(BOB, "Sue", 3, "Calder", "supplier", "", "")])
def test_nobody_else_answers(book, somebody):
    asked = say(book, desk.ask(book.case(), ada, "Where is it?", SUPPLIER))

    with pytest.raises(NotAllowed):
        desk.answer(asked, somebody, "On the ship.")


def test_an_answered_question_waits_for_the_next_one(book):
    asked = say(book, desk.ask(book.case(), ada, "Where is it?", SUPPLIER))
    told = say(book, desk.answer(asked, sam, "On the ship."), by=sam, at=3)

    with pytest.raises(NotAllowed):
        desk.answer(told, sam, "On the ship.")


def test_every_cause_names_a_party_that_exists():
    assert {cause.usually for cause in CAUSES.values()} <= set(PARTIES)
    assert all(cause.says for cause in CAUSES.values())
