"""A changed byte in any column of the ledger is found, and the event is named."""

import sqlalchemy as sa
import pytest

from portal.db import db
from portal.ledger import Event
from tests.ledger.conftest import attached, dispatched

COLUMNS = [column.name for column in Event.__table__.columns]


@pytest.fixture
def harm(app, engine):
    """Run SQL that no role of the portal may run, with the guards taken away."""
    url = app.config["MIGRATION_URL"]

    def run(*statements):
        db.session.remove()
        bind = sa.create_engine(url, poolclass=sa.pool.NullPool)
        with bind.begin() as connection:
            for statement in _guards_off(connection):
                connection.execute(sa.text(statement))
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


def other_value(value, column):
    """Return a value of the same type that differs a little."""
    kind = column.type.__class__.__name__
    if kind in ("Id",):
        return __import__("uuid").uuid4()
    if kind in ("LargeBinary",):
        return bytes([value[0] ^ 1]) + value[1:]
    if kind == "Moment":
        from datetime import UTC, datetime, timedelta

        return (value or datetime(2026, 1, 1, tzinfo=UTC)) + timedelta(microseconds=1)
    if isinstance(value, int) or kind == "Integer":
        return (value or 0) + 77
    return f"{value}x"


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_in_any_column_shows(book, harm, column):
    book.say(dispatched("a"), dispatched("b", details={"recipient": "M. Braun"}))
    assert book.verify() == []
    table = Event.__table__
    row = (table.c.stream == book.order) & (table.c.seq == 3)
    with db.engine.connect() as connection:
        pass
    new = other_value(_value(book, column), table.c[column])

    harm(sa.update(table).where(row).values({table.c[column]: new}))

    faults = book.verify()
    assert faults, f"a change of {column} went unseen"
    assert any("#3" in fault.where or "#3" in fault.why for fault in faults)


def _value(book, column):
    from portal.db import keeper

    with keeper(book.owner):
        event = db.session.scalar(
            sa.select(Event).where(Event.stream == book.order, Event.seq == 3)
        )
        return getattr(event, "klass" if column == "class" else column)


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
