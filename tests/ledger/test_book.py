"""What is said is written once, in order, and read back as it was said."""

from datetime import date

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from portal import ledger
from portal.db import Scope, db, enter, keeper, transaction
from portal.errors import NotAllowed, NotFound, NotUnderstood
from portal.ledger import Draft, Event, day
from portal.people import Actor
from tests.ledger.conftest import dispatched


def test_the_history_is_what_was_said(book):
    book.say(dispatched())

    enter(Scope("own", org=book.owner))
    kinds = [said.facts["kind"] for said in ledger.history(book.order)]
    assert kinds == ["order.placed", "line.placed", "milestone"]


def test_the_same_thing_said_again_is_one_event(book):
    assert len(book.say(dispatched("a"), dispatched("a"))) == 1
    assert book.say(dispatched("a")) == []
    assert len(book.say(dispatched("b"))) == 1


def test_line_numbers_are_given_once(book):
    with keeper(book.owner):
        (held,) = ledger.hold([book.order])

    assert [held.line_of("10"), held.line_of("20"), held.line_of("20")] == [1, 2, 2]


def test_a_supplier_may_not_place_an_order(book):
    sam = Actor(None, "Sam", book.supplier, "Brenner", "supplier", "supplier", "session")
    with keeper(book.owner), transaction(), pytest.raises(NotAllowed):
        (held,) = ledger.hold([book.order])
        ledger.record(held, [Draft("order.cancelled", reason="OTHER")], sam)


@pytest.mark.parametrize(
    "draft", [Draft("milestone"), Draft("nonsense"), Draft("pack.issued", body={"order": "x"})]
)
def test_what_cannot_be_said_here_is_refused(book, draft):
    with pytest.raises(NotUnderstood):
        book.say(draft)


def test_a_year_beyond_reason_is_refused():
    with pytest.raises(NotUnderstood, match="9999"):
        day(date(9999, 1, 1))


def test_a_stranger_s_order_and_no_order_are_one_answer(book):
    for scope in (Scope("own", org=book.stranger), Scope("partner", org=book.stranger)):
        enter(scope)
        with pytest.raises(NotFound):
            ledger.order_for(book.order)
        assert ledger.history(book.order) == []
    enter(None)


def test_a_private_note_stays_with_its_side(book):
    book.say(dispatched("x", only_for=book.owner, details={"text": "hush"}))

    enter(Scope("partner", org=book.supplier))
    assert len(ledger.history(book.order)) == 2
    assert db.session.query(ledger.EventDetail.text).all() == [("Mind the thread.",)]
    enter(Scope("own", org=book.owner))
    assert len(ledger.history(book.order)) == 3
    enter(None)


@pytest.mark.parametrize("harm", [update(Event).values(line=9), delete(Event)])
def test_the_database_refuses_to_change_what_was_said(book, harm):
    with keeper(book.owner), pytest.raises(DBAPIError), transaction():
        db.session.execute(harm.execution_options(synchronize_session=False))


def test_a_fault_inside_leaves_no_trace(book):
    with pytest.raises(NotUnderstood):
        book.say(dispatched("y"), Draft("nonsense"))

    enter(Scope("own", org=book.owner))
    assert len(ledger.history(book.order)) == 2
    enter(None)


@pytest.mark.sqlite
def test_replacing_a_row_is_refused_too(book):
    with keeper(book.owner), pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.connection().execute(text("INSERT OR REPLACE INTO event SELECT * FROM event"))


def test_saying_nothing_new_moves_no_time(book, at):
    book.say(dispatched("a"))

    at("2026-03-09T09:00")
    book.say(dispatched("a"))

    assert book.verify() == []
