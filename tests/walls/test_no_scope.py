"""Where nobody said for whom is asked, nothing is seen."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from portal.db import Scope, db, enter, tenants
from portal.errors import ScopeMissing
from portal.ledger import Event


@pytest.fixture
def town(world):
    """A house with an order."""
    world.place("PO-7")
    return world


def test_without_a_scope_nothing_is_asked(town):
    for model in tenants().values():
        with pytest.raises(ScopeMissing):
            db.session.execute(sa.select(model))


def test_a_table_cannot_be_asked_past_its_model(town):
    enter(Scope("own", org=town.nordwind))
    with pytest.raises(ScopeMissing):
        db.session.execute(sa.select(Event.__table__))
    enter(None)


@pytest.mark.parametrize("kind", ["own", "partner", "lens", "worker", "door", "nonsense"])
def test_nobody_in_particular_sees_no_event(town, engine, kind):
    if kind == "nonsense" and engine.name == "postgresql":
        kind = "door"
    enter(Scope(kind))
    try:
        assert db.session.execute(sa.select(Event.seq)).all() == []
    except ProgrammingError as error:
        assert "permission denied" in str(error)
    finally:
        db.session.rollback()
        enter(None)
