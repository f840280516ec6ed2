"""The real purchase-order file, from its bytes to readings that hold.

The longest tests of all; on PostgreSQL they take the first 1,500 rows.
"""

import io

import pytest
import sqlalchemy as sa

from portal import journey, ledger, loading, people
from portal.db import db, keeper
from tests.loading.conftest import heads


@pytest.fixture
def scms(shared, engine) -> bytes:
    """The file, or as much of it as this engine gets."""
    whole = (shared / "data" / "scms.csv").read_bytes()
    return whole if engine.name == "sqlite" else b"".join(whole.splitlines(keepends=True)[:1501])


def test_the_real_file_is_taken_in_once_and_holds(world, app, scms):
    owner, rows = world.nordwind, scms.count(b"\n") - 1

    first, again = (_take_in(owner, app, scms) for _ in range(2))
    after = heads(owner)

    assert first.rows == again.rows == rows
    assert first.accepted + first.quarantined == rows
    assert (again.accepted, again.quarantined) == (0, first.quarantined)
    assert len(after) > 500
    with keeper(owner):
        assert list(ledger.verify()) == []
    assert _differing(owner) == []


def _take_in(owner, app, content) -> loading.Counts:
    arrival = loading.Arrival(io.BytesIO(content), "scms.csv", "scms")
    _, counts = loading.take_in(owner, arrival, people.system(owner), app.config)
    return counts


def _differing(owner) -> list:
    """Return where a stored reading is not what the ledger gives."""
    with keeper(owner):
        query = sa.select(ledger.Stream.id).where(ledger.Stream.kind == "order")
        return [
            (order, wrong)
            for order in db.session.scalars(query.order_by(ledger.Stream.id)).all()
            if (wrong := journey.differences(order, journey.fold(ledger.history(order))))
        ]
