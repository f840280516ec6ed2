"""Two walls stand between tenants, and each holds with the other taken down.

The first is the scope's rule that the session adds to every query; the second is
row-level security in PostgreSQL. Every tenant table is asked as everybody, with both
walls, with the first alone and with the second alone: the answers must be the same.
"""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

import portal
from portal import clock
from portal.db import db, enter, keeper, tenants
from portal.journey import LineReading, OrderReading
from portal.ledger import Document, Draft, Event, EventDetail, Link, Party, Stream
from tests.conftest import MORNING, given
from tests.walls.town import NOTES, build
from tests.world import World

WHO = ("ada", "kim", "sam", "sue", "cam", "eve", "aud", "lea", "max", "una", "bob")
# A grant for one partner must ask who takes part, so the second wall shows the auditor the
# parties of the granted owner; the first does not. Both stay within that owner.
WIDER = {("party", "aud")}
# What is of an order, or of a shipment, in tables that do not call it so.
OF = {"stream": "id", "shipment_reading": "shipment", "link": "order"}
# The terms of the house, that there is business with it, and the company's own rows among the
# parties: ids, which every other rule asks first.
BESIDE = {"setting", "relation", "party"}


@pytest.fixture(scope="session")
def told(engine, cast, tmp_path_factory) -> dict:
    """Let the town be told once per engine; its database becomes a template."""
    urls = engine.fresh("world")
    made = portal.create_app(given(urls, tmp_path_factory.mktemp("town")))
    with made.app_context(), clock.held_at(MORNING):
        town = build(World(made, cast))
        db.session.remove()
        db.engine.dispose()
    engine.keep_as("town", urls)
    return town.known()


@pytest.fixture
def settings(engine, told, tmp_path) -> dict:
    """The settings of a portal on a copy of the town's database."""
    urls = engine.fresh("town")
    yield given(urls, tmp_path)
    engine.drop(urls)


@pytest.fixture
def town(app, told, at) -> World:
    """Orders of two owners with three partners, and everybody who sees a part of them."""
    at(MORNING)
    return World(app, told)


def seen(who, model, first_wall=True, column="") -> set:
    """Return the keys of the rows this person gets, and another column behind."""
    db.session.rollback()
    enter(who.scope)
    session = db.session()
    session.info["wall_down"] = not first_wall
    try:
        keys = [getattr(model, c.key) for c in sa.inspect(model).primary_key]
        keys += [getattr(model, column)] if column else []
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

    named = {orders[number] for number in ("PO-7", "SO-9", "PO-10", "PO-11")}
    assert {row[1] for row in seen(town.sam, model)} == named
    assert orders["SO-9"] not in {row[1] for row in seen(town.sue, model)}
    assert orders["PO-7"] in {row[1] for row in seen(town.sue, model)}


@pytest.mark.parametrize("wall", ["both", "first", "second"])
@pytest.mark.parametrize("note", NOTES, ids=lambda note: " ".join(note[:3]).strip())
def test_a_note_is_read_by_whom_it_is_for(town, app, engine, note, wall):
    writer, readers, org, read_by = note
    name = f"{writer} {readers} {org}"
    expected = {*read_by.split(), writer}
    if readers != "only_for" or org == "nordwind":
        expected |= {"ada", "kim"}
    if "sue" in expected:
        expected.add("una")  # she works for Calder too, and sees all of Nordwind's orders there
    if wall == "first" and engine.name == "postgresql":
        _second_wall_down(app)

    found = {who for who in WHO if name in _texts(getattr(town, who), wall != "second")}

    if wall == "second" and engine.name == "sqlite":
        assert found == set(WHO), "SQLite has the first wall only: without it, all is seen"
    else:
        assert found == expected


def _texts(who, first_wall) -> set:
    """Return the texts and names of files this person gets, where file, text and event agree."""
    places = [{row[:3] for row in _rows(who, model, first_wall)} for model in (Event, EventDetail)]
    with_file = {row[:3] for row in _rows(who, Document, first_wall)}
    names: dict[str, set] = {}
    for *place, name in _rows(who, EventDetail, first_wall):
        names.setdefault(name, set()).add(tuple(place))
    whole = places[0] & places[1]
    return {name for name, at in names.items() if at <= whole and at & with_file}


def _rows(who, model, first_wall) -> set:
    db.session.rollback()
    enter(who.scope)
    session = db.session()
    session.info["wall_down"] = not first_wall
    try:
        columns = [model.owner, model.stream, model.seq]
        columns += [model.text] if model is EventDetail else []
        return {tuple(row) for row in session.execute(sa.select(*columns))}
    finally:
        session.info["wall_down"] = False
        db.session.rollback()
        enter(None)


def test_a_shipment_is_seen_by_those_it_is_for(town):
    with keeper(town.nordwind):
        links = db.session.execute(
            sa.select(Link.shipment, OrderReading.number).join(
                OrderReading, OrderReading.order == Link.order
            )
        ).all()
    named = dict(links)

    seen_by = {
        name: {named[key[1]] for key in seen(getattr(town, name), Stream) if key[1] in named}
        for name in WHO
    }

    all_of_them = {"PO-7", "PO-8", "SO-9", "PO-10", "PO-11"}
    assert seen_by["ada"] == seen_by["kim"] == seen_by["aud"] == all_of_them
    assert seen_by["sam"] == {"PO-7", "PO-10", "PO-11"}
    assert seen_by["lea"] == seen_by["bob"] == {"PO-10"}, "what carries goods of their order"
    assert seen_by["una"] == {"PO-8"}
    assert seen_by["sue"] == {"PO-8"}
    assert seen_by["eve"] == seen_by["cam"] == set()


@pytest.mark.parametrize(
    "extent",
    [
        {"order": 1},
        {"partner": 1},
        {"until": MORNING + timedelta(days=1)},
        {"since": MORNING + timedelta(days=1)},
    ],
)
def test_a_grant_covers_the_shipments_of_its_orders(town, extent):
    with town.seen_by(town.ada):
        orders = dict(db.session.execute(sa.select(OrderReading.number, OrderReading.order)).all())
        links = dict(db.session.execute(sa.select(Link.order, Link.shipment)).all())
    if "order" in extent:
        extent = {"order": orders["PO-7"], "partner": town.brenner}
    if "partner" in extent:
        extent = {"partner": town.calder}

    town.aud = town.grant(town.aud, **extent)

    covered = {key[1] for key in seen(town.aud, Stream)}
    for order, shipment in links.items():
        assert (order in covered) == (shipment in covered)
    assert {key[1] for key in seen(town.aud, Event)} == covered


@pytest.mark.parametrize("model", [OrderReading, LineReading])
def test_who_is_narrow_sees_a_part(town, model):
    with town.seen_by(town.ada):
        orders = dict(db.session.execute(sa.select(OrderReading.number, OrderReading.order)).all())

    assert {row[1] for row in seen(town.lea, model)} == {orders["PO-10"]}
    assert {row[1] for row in seen(town.bob, model)} == {orders["PO-10"]}
    assert seen(town.max, model) == set()
    found = seen(town.una, model)
    assert orders["PO-8"] in {row[1] for row in found}
    assert {row[0] for row in found} == {town.nordwind}, "not Westhaven's"


def test_what_is_no_more_ones_own_is_seen_no_more(town):
    (mine,) = {row[1] for row in seen(town.lea, OrderReading)}
    town.tell(mine, Draft("order.assigned", body={"ended": [str(town.lea.id)]}), by=town.sam)

    assert seen(town.lea, OrderReading) == seen(town.lea, Event) == set()


def test_nobody_learns_who_else_takes_part(town):
    for name in ("sam", "sue", "cam"):
        who = getattr(town, name)
        assert {row[2] for row in seen(who, Party)} == {who.org}


@pytest.mark.parametrize("table", sorted(tenants()))
def test_by_a_link_there_is_one_order_and_nothing_else(town, table):
    model, only = tenants()[table], town.bob.scope.only
    links = {key[2] for key in seen(town.bob, Link)}
    assert len(links) == 1, "the shipment that carries its goods"

    of = OF.get(table) or next((c for c in ("stream", "order") if c in model.__table__.c), "")
    keys = seen(town.bob, model, column=of)

    allowed = {only, *links} if of else set()
    assert {key[-1] for key in keys} <= allowed or table in BESIDE, f"a link shows {table}"


def _second_wall_down(app):
    bind = sa.create_engine(app.config["MIGRATION_URL"], poolclass=sa.pool.NullPool)
    with bind.begin() as connection:
        for table in tenants():
            connection.execute(sa.text(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"))
    bind.dispose()
