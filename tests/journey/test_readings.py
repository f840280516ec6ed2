"""Readings are what the ledger gives, written with the events and no more than changed."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from portal import flow, journey, ledger
from portal.db import db, keeper, transaction
from portal.errors import ScopeMissing
from portal.journey import LineReading, OrderReading
from portal.ledger import Draft
from tests.journey.saying import d
from tests.world import Line


@pytest.fixture
def order(world):
    """An order of two lines with Brenner."""
    return world.place("PO-7", Line(), Line(code="HX-M16", qty="40", ask="2026-04-20"))


def lines(world, who):
    """Return the line readings this person sees, in order."""
    with world.seen_by(who):
        query = select(LineReading).order_by(LineReading.line, LineReading.part)
        found = list(db.session.scalars(query))
        db.session.expunge_all()
    return found


def reading(world, who):
    """Return the only order reading this person sees."""
    with world.seen_by(who):
        found = db.session.scalar(select(OrderReading))
        db.session.expunge_all()
    return found


def split(world, order):
    """Let Sam offer to split the first line; return the proposal's ident."""
    parts = [
        {"part": 1, "qty": "60", "day": "2026-04-01"},
        {"part": 2, "qty": "40", "day": "2026-05-01", "from": 1},
    ]
    body = {"revision": 1, "answer": "change", "parts": parts}
    return world.tell(order, Draft("response", line=1, body=body), by=world.sam)[0].ident


def test_a_placed_order_can_be_listed(world, order):
    row = reading(world, world.ada)

    assert (row.number, row.kind, row.partner) == ("PO-7", "purchase", world.brenner)
    assert (row.open, row.unanswered, row.lines) == (True, 2, 2)
    assert row.value == 175
    assert row.late_from == d("04-02")
    assert [one.view for one in lines(world, world.ada)] == ["to_answer", "to_answer"]


def test_what_is_stored_is_what_the_ledger_gives(world, order):
    split(world, order)
    world.reach(order, "DISPATCHED", "25.5", by=world.sam)

    with world.seen_by(world.ada):
        assert journey.differences(order, journey.fold(ledger.history(order))) == []


def test_a_harmed_reading_shows_and_a_rebuild_mends_it(world, order):
    with keeper(world.nordwind), transaction():
        db.session.execute(update(LineReading).where(LineReading.line == 1).values(ordered=7))
        db.session.execute(update(OrderReading).values(stage="DELIVERED"))

    with world.seen_by(world.ada):
        wrong = journey.differences(order, journey.fold(ledger.history(order)))
    assert wrong == ["stage", "line 1/1 ordered"]

    flow.recheck(world.nordwind, order)

    with world.seen_by(world.ada):
        assert journey.differences(order, journey.fold(ledger.history(order))) == []


def test_parts_of_a_refused_split_are_deleted(world, order):
    proposal = split(world, order)
    assert len(lines(world, world.ada)) == 3

    body = {"revision": 1, "proposal": proposal, "verdict": "refused"}
    world.tell(order, Draft("decision", line=1, body=body), by=world.ada)

    assert [(one.line, one.part) for one in lines(world, world.ada)] == [(1, 1), (2, 1)]


def test_only_lines_that_changed_are_written(world, order, at):
    before = {one.line: one.changed_at for one in lines(world, world.ada)}
    at("2026-03-02T10:00")
    written = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def _note(_conn, _cursor, statement, given, _context, many):
        if statement.startswith("INSERT INTO line_reading"):
            written.extend(given if many else [given])

    world.reach(order, "PACKED", "10", by=world.sam)

    after = {one.line: one.changed_at for one in lines(world, world.ada)}
    assert len(written) == 1
    assert after[1] - before[1] == timedelta(hours=1)
    assert after[2] == before[2]


def test_the_supplier_sees_its_lines_and_a_stranger_none(world, order):
    assert len(lines(world, world.sam)) == 2
    assert lines(world, world.sue) == []
    assert lines(world, world.eve) == []


def test_the_auditor_sees_what_the_grant_covers(world, order):
    assert reading(world, world.aud).number == "PO-7"


def test_nobody_sees_readings_without_saying_for_whom(app):
    with pytest.raises(ScopeMissing):
        db.session.scalars(select(OrderReading))


def test_a_list_is_drawn_from_the_reading(world, order):
    world.reach(order, "DISPATCHED", "25", by=world.sam)

    assert reading(world, world.ada).fold == (
        '{"item":"Hex bolt M12","moved":{"dispatched":"25"},"ordered":"140","uom":"EA",'
        '"views":{"to_answer":2}}'
    )
