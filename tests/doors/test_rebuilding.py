"""Working out every reading again: in one process and in several, killed, and compared."""

import hashlib

import pytest
import sqlalchemy as sa

from portal import clock, flow, journey, ledger
from portal.db import db, keeper, transaction
from portal.desk import Question
from portal.flow import rebuilding
from portal.ledger import Draft
from portal.watch import CaseReading
from tests.world import Line

READINGS = (
    journey.OrderReading, journey.LineReading, journey.ShipmentReading, journey.ContentReading,
    CaseReading, Question,
)  # fmt: skip


@pytest.fixture
def run(world):
    """Run `flask ledger rebuild` on the world's database; return its result."""
    runner = world.app.test_cli_runner()

    def call(*words):
        db.session.remove()
        return runner.invoke(args=["ledger", "rebuild", *words])

    return call


@pytest.fixture
def orders(world):
    """Five orders: one with goods on the way, one with a case."""
    rules = {"rules": {"overdue": {"mode": "on"}}}
    body = {"key": "watch.rules", "version": 1, "doc": rules}
    flow.house(world.nordwind, [Draft("setting.made", key="on", body=body)], world.kim.actor)
    late = Line(ask="2026-02-01", agreed="2026-02-01")
    told = [world.place(f"PO-{n}", late if n == 3 else Line()) for n in range(1, 6)]
    world.ship("DN-1", told[0])
    return sorted(told)


def harm(app, *statements):
    """Change the database behind everybody's back, as a broken disk would."""
    db.session.remove()
    bind = sa.create_engine(app.config["MIGRATION_URL"], poolclass=sa.pool.NullPool)
    with bind.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SET session_replication_role = replica"))
        else:
            connection.execute(sa.text("DROP TRIGGER IF EXISTS event_no_update"))
        for statement, values in statements:
            connection.execute(sa.text(statement), values)
    bind.dispose()


def columns(model):
    """Return every column of a model."""
    return [getattr(model, column.key) for column in model.__mapper__.column_attrs]


def state(world):
    """Return a digest of every stored reading of Nordwind."""
    with keeper(world.nordwind):
        rows = [
            sorted(map(repr, db.session.execute(sa.select(*columns(model))).all()))
            for model in READINGS
        ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


WIPE = [(f"DELETE FROM {model.__tablename__}", {}) for model in READINGS]


@pytest.mark.parametrize("processes", ["1", "2"])
def test_what_was_lost_is_there_again_byte_for_byte(run, world, app, orders, processes):
    before = state(world)
    harm(app, *WIPE)
    assert state(world) != before

    said = run("--processes", processes, "--at-once", "2")

    assert said.exit_code == 0, said.output
    assert "6 of 6 orders and shipments" in said.output
    assert state(world) == before
    assert run("--check", "--processes", processes, "--at-once", "2").exit_code == 0


def test_what_differs_is_named(run, world, app, orders):
    harm(
        app,
        ("UPDATE line_reading SET agreed_day = '2026-05-05' WHERE line = 1", {}),
        ("UPDATE case_reading SET severity = 9", {}),
    )

    said = run("--check")

    assert said.exit_code == 1
    assert "Nordwind: order purchase:PO-5: line 1/1 agreed_day differs" in said.output
    assert "Nordwind: order purchase:PO-3: case overdue #1 differs" in said.output


def _facts(order):
    return sa.select(ledger.Event.facts).where(
        ledger.Event.stream == order, ledger.Event.kind == "line.placed"
    )


def test_broken_off_it_goes_on_where_it_was(run, world, app, orders):
    with keeper(world.nordwind):
        sound = db.session.scalar(_facts(orders[2]))
    third = {"order": orders[2].bytes if db.engine.dialect.name == "sqlite" else orders[2]}
    change = "UPDATE event SET facts = :facts WHERE stream = :order AND kind = 'line.placed'"
    harm(app, (change, {"facts": "{", **third}))
    assert run("--at-once", "1").exit_code == 1, "the third order cannot be read"
    harm(app, (change, {"facts": sound, **third}), ("UPDATE order_reading SET stage = 'X'", {}))

    said = run("--at-once", "1")

    assert said.exit_code == 0, said.output
    assert "Nordwind: goes on after 2" in said.output
    assert run("--check").output.count("stage differs") == 2, "those two were done before"
    assert "goes on" not in run().output, "it came to its end"
    assert run("--check").exit_code == 0


def test_one_that_was_broken_off_can_begin_anew(run, world, app, orders):
    with keeper(world.nordwind), transaction():
        journey.begin(clock.now())
        journey.advance("order", orders[3], 4)
    harm(app, *WIPE)

    said = run("--again")

    assert said.exit_code == 0
    assert run("--check").exit_code == 0


def test_what_is_said_while_others_fold_is_not_lost(world, orders):
    batch = rebuilding.Batch(world.nordwind, "order", tuple(orders))
    apart = rebuilding.fold_apart(batch)
    world.tell(orders[1], Draft("milestone", code="PACKED", line=1, key="later"), by=world.sam)

    rebuilding.keep_apart(apart)

    assert rebuilding.check(batch) == []
