"""Two walls stand between tenants, and each holds with the other taken down.

The first is the scope's rule that the session adds to every query; the second is
row-level security in PostgreSQL. Every tenant table is asked as everybody, with both
walls, with the first alone and with the second alone: the answers must be the same.
"""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from portal.db import Scope, db, enter, tenants
from portal.errors import ScopeMissing
from portal.journey import LineReading, OrderReading
from portal.ledger import Event, Party
from tests.world import Line

WHO = ("ada", "kim", "sam", "sue", "cam", "eve", "aud")
# A grant for one partner must ask who takes part, so the second wall shows the auditor the
# parties of the granted owner; the first does not. Both stay within that owner.
WIDER = {("party", "aud")}


@pytest.fixture
def town(world):
    """Orders of two owners with three partners, with a private note in each."""
    world.place("PO-7")
    world.place("PO-8", Line(agreed="2026-05-01"), to=world.calder)
    seller = {"org": world.brenner, "role": "seller"}
    world.place("SO-9", to=world.lindqvist, type="sales", parties=[seller])
    world.place("W-1", to=world.calder, owner=world.westhaven)
    return world


def seen(who, model, first_wall=True) -> set:
    """Return the keys of the rows this person gets."""
    db.session.rollback()
    enter(who.scope)
    session = db.session()
    session.info["wall_down"] = not first_wall
    try:
        keys = [getattr(model, c.key) for c in sa.inspect(model).primary_key]
        return {tuple(row) for row in session.execute(sa.select(*keys))}
    except ProgrammingError as error:
        assert "permission denied" in str(error)
        return set()
    finally:
        session.info["wall_down"] = False
        db.session.rollback()
        enter(None)


@pytest.mark.parametrize("table", sorted(tenants()))
def test_the_first_wall_stands_alone(town, app, engine, table):
    model = tenants()[table]
    both = {name: seen(getattr(town, name), model) for name in WHO}
    if engine.name == "postgresql":
        _second_wall_down(app)

    assert {name: seen(getattr(town, name), model) for name in WHO} == both


@pytest.mark.postgresql
@pytest.mark.parametrize("table", sorted(tenants()))
def test_the_second_wall_stands_alone(town, table):
    model = tenants()[table]
    for name in WHO:
        who = getattr(town, name)
        both, alone = seen(who, model), seen(who, model, first_wall=False)
        assert both <= alone
        assert alone == both or (table, name) in WIDER, f"{name} sees too much of {table}"


def test_the_walls_let_each_see_what_is_theirs(town):
    owners = {name: {row[0] for row in seen(getattr(town, name), Event)} for name in WHO}

    nordwind, westhaven = {town.nordwind}, {town.westhaven}
    assert owners["ada"] == owners["sam"] == owners["cam"] == owners["aud"] == nordwind
    assert owners["eve"] == westhaven
    assert owners["sue"] == nordwind | westhaven


@pytest.mark.parametrize("model", [OrderReading, LineReading])
def test_who_is_named_in_an_order_sees_how_it_stands(town, model):
    with town.seen_by(town.ada):
        orders = dict(db.session.execute(sa.select(OrderReading.number, OrderReading.order)).all())

    assert {row[1] for row in seen(town.sam, model)} == {orders["PO-7"], orders["SO-9"]}
    assert orders["SO-9"] not in {row[1] for row in seen(town.sue, model)}


def test_nobody_learns_who_else_takes_part(town):
    for name in ("sam", "sue", "cam"):
        who = getattr(town, name)
        assert {row[2] for row in seen(who, Party)} == {who.org}


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


def _second_wall_down(app):
    bind = sa.create_engine(app.config["MIGRATION_URL"], poolclass=sa.pool.NullPool)
    with bind.begin() as connection:
        for table in tenants():
            connection.execute(sa.text(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"))
    bind.dispose()
