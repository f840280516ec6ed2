"""A changed byte in any column of the ledger is found, and the event is named."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from portal.db import Id, Moment, db, keeper
from portal.ledger import Event
from tests.ledger.conftest import attached, dispatched

TABLE = Event.__table__


@pytest.fixture
def harm(app):
    """Run SQL that no role of the portal may run, with the guards taken away."""

    def run(*statements):
        db.session.remove()
        bind = sa.create_engine(app.config["MIGRATION_URL"], poolclass=sa.pool.NullPool)
        with bind.begin() as connection:
            for guard in list(_guards_off(connection)):
                connection.execute(sa.text(guard))
            for statement in statements:
                connection.execute(statement)
        bind.dispose()

    return run


def _guards_off(connection):
    if connection.dialect.name == "postgresql":
        yield "SET session_replication_role = replica"
        return
    yield "PRAGMA foreign_keys=OFF"
    for row in connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type='trigger'")):
        yield f"DROP TRIGGER {row.name}"


def _other(value, column):
    """Return a value of the column's type that differs a little."""
    if isinstance(column.type, Id):
        return uuid4()
    if isinstance(column.type, Moment):
        return (value or datetime(2026, 1, 1, tzinfo=UTC)) + timedelta(microseconds=1)
    if isinstance(column.type, sa.Integer):
        return (value or 0) + 77
    if isinstance(column.type, sa.LargeBinary):
        return bytes([value[0] ^ 1]) + value[1:]
    return f"{value}x"


@pytest.mark.parametrize("column", [column.name for column in TABLE.columns])
def test_a_change_in_any_column_shows(book, harm, column):
    book.say(dispatched("a"), dispatched("b", details={"recipient": "M. Braun"}))
    assert book.verify() == []
    new = _other(_value(book, column), TABLE.c[column])

    where = (TABLE.c.stream == book.order) & (TABLE.c.seq == 3)
    harm(sa.update(TABLE).where(where).values({TABLE.c[column]: new}))

    faults = book.verify()
    assert any("#3" in fault.where + fault.why for fault in faults), f"{column} went unseen"


def _value(book, column):
    with keeper(book.owner):
        query = sa.select(Event).where(Event.stream == book.order, Event.seq == 3)
        return getattr(db.session.scalar(query), "klass" if column == "class" else column)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM event_detail WHERE seq = 3",
        "DELETE FROM event WHERE seq = 3",
        "DELETE FROM event WHERE seq = 4",
        "UPDATE event_detail SET text = 'M. Brown'",
        "UPDATE document SET media = 'image/png'",
        "UPDATE document SET bytes = bytes + 1",
        "DELETE FROM document",
        "DELETE FROM party WHERE role = 'supplier'",
        "UPDATE ref SET norm = 'PO8' WHERE norm = 'PO7'",
        "UPDATE stream SET seq = seq + 1",
    ],
)
def test_harm_beside_the_events_shows(book, harm, statement):
    book.say(dispatched("a", details={"recipient": "M. Braun"}), attached())

    harm(sa.text(statement))

    erased = statement.startswith("DELETE FROM event_detail")
    assert bool(book.verify()) != erased, "an erased detail is no fault; anything else is"
