"""A file, and how to take it in: `take_in("a;b\\n1;2\\n")`."""

import io
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal import journey, ledger, loading, people
from portal.db import db, keeper, taken

SAMPLE = Path(__file__).parents[1] / "intake" / "samples" / "orders.csv"
HEADER = (
    "order,line,item,description,quantity,unit,requested date,supplier number,supplier name,buyer"
)


@pytest.fixture
def sample() -> bytes:
    """The sample of the template for uploads: two orders, three lines."""
    return SAMPLE.read_bytes()


@pytest.fixture
def take_in(world, app):
    """Take a file in for Nordwind, or for `owner`; return its message and its counts."""

    def take_in(content, owner: int = 0, name: str = "orders.csv", profile: str = "orders"):
        raw = content.encode() if isinstance(content, str) else content
        arrival = loading.Arrival(io.BytesIO(raw), name, profile)
        owner = owner or world.nordwind
        return loading.take_in(owner, arrival, people.system(owner), app.config)

    return take_in


OURS = {"owner", "order", "line", "partner", "seq", "changed_at", "stamp", "found", "fold"}


def state_of(owner: int) -> dict:
    """Return every reading by business keys: no ids, sequence numbers or recording times."""
    with keeper(owner):
        names = {one.org: one.name for one in people.partners()}
        orders = {
            one.order: (one.kind, one.number, names.get(one.partner), _plain(one))
            for one in db.session.scalars(sa.select(journey.OrderReading))
        }
        lines = [
            (orders[one.order][:2], one.no, one.part, _plain(one))
            for one in db.session.scalars(sa.select(journey.LineReading))
        ]
    return {"orders": sorted(orders.values(), key=str), "lines": sorted(lines, key=str)}


def _plain(reading) -> dict:
    columns = {column.key for column in sa.inspect(type(reading)).column_attrs} - OURS
    return {name: getattr(reading, name) for name in sorted(columns)}


def heads(owner: int) -> list:
    """Return where each stream of an owner stands."""
    with keeper(owner):
        rows = db.session.execute(
            sa.select(ledger.Stream.key, ledger.Stream.seq, ledger.Stream.head)
        )
        return sorted(tuple(row) for row in rows)


def message_of(who, message):
    """Return a message as somebody of the cast sees it."""
    with taken(who.scope):
        found, _ = ledger.message_for(message)
        db.session.expunge(found)
        return found


def problems_of(who, message) -> list:
    """Return the quarantined rows of a message as somebody of the cast sees them."""
    with taken(who.scope):
        found = ledger.problems(message)
        db.session.expunge_all()
        return found
