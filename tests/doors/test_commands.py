"""What the commands say, and how they exit."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal import clock, flow
from portal.db import db
from tests.conftest import ROOT

ORDERS = """Order,Line,Item,Quantity,Unit,Requested date,Supplier
PO-71,10,AX-1,5,EA,2026-04-01,Brenner
PO-71,20,AX-2,x,EA,2026-04-01,Brenner
"""


@pytest.fixture
def run(world):
    """Run a command on the world's database; return its result."""
    runner = world.app.test_cli_runner()

    def call(*words):
        db.session.remove()
        return runner.invoke(args=list(words))

    return call


@pytest.fixture
def orders(tmp_path):
    """A file of two rows, one of which cannot be understood."""
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS)
    return str(path)


@pytest.mark.parametrize("words", [("intake", "load"), ("ledger", "verify"), ("demo",), ("fsck",)])
def test_a_database_without_tables_says_what_to_do(engine, tmp_path, orders, words):
    settings = engine.empty()
    env = {**os.environ, **settings, "SECRET_KEY": "only for the tests"}
    words = (*words, orders) if words[-1] == "load" else words

    said = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=ROOT, env=env, capture_output=True, text=True,
    )  # fmt: skip

    engine.drop(settings)
    assert said.returncode == 1
    assert said.stderr.startswith("Error: The database has no tables yet. Run: flask --app wsgi")


def test_loading_counts_every_row_once(run, orders):
    first = run("intake", "load", orders)
    again = run("intake", "load", orders)

    assert "rows 2: accepted 1, duplicate 0, quarantined 1" in first.output, first.output
    assert "rows 2: accepted 0, duplicate 1, quarantined 1" in again.output


def test_a_dry_run_keeps_nothing_and_says_what_is_wrong(run, orders):
    said = run("intake", "load", orders, "--dry-run")

    assert "accepted 1" in said.output
    assert "row 3, Quantity" in said.output
    assert "accepted 1" in run("intake", "load", orders).output


def test_an_unknown_owner_is_named(run, orders):
    said = run("intake", "load", orders, "--owner", "Nobody")

    assert said.exit_code == 1
    assert "no organisation called Nobody" in said.output


def test_a_sound_ledger_exits_with_0(run, world):
    world.ship("DN-1", world.place())

    assert run("ledger", "verify").exit_code == 0
    assert run("ledger", "rebuild", "--check").exit_code == 0
    assert run("ledger", "rebuild").exit_code == 0
    assert run("fsck").exit_code == 0


def test_a_harmed_ledger_exits_with_1_and_names_the_event(run, world, app):
    world.place()
    _do(app, "UPDATE event SET code = 'SHIPPED' WHERE seq = 2 AND kind = 'line.placed'")

    said = run("ledger", "verify")

    assert said.exit_code == 1
    assert "PO-7" in said.output
    assert "#2" in said.output


def test_a_reading_that_is_not_what_the_ledger_gives_is_found_and_mended(run, world, app):
    world.place()
    _do(app, "UPDATE order_reading SET stage = 'DELIVERED'")

    check = run("ledger", "rebuild", "--check")
    assert check.exit_code == 1
    assert "stage differs" in check.output
    assert run("ledger", "rebuild").exit_code == 0
    assert run("ledger", "rebuild", "--check").exit_code == 0


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        ("UPDATE shipment_reading SET stage = 'DELIVERED'", "shipment DN-1: stage differs"),
        ("UPDATE content_reading SET quantity = 1", "goods of line 1/1"),
        ("DELETE FROM shipment_reading", "shipment DN-1: shipment differs"),
    ],
)
def test_readings_of_shipments_are_compared_and_mended_too(run, world, app, harm, named):
    world.ship("DN-1", world.place())
    _do(app, harm)

    check = run("fsck")

    assert check.exit_code == 1
    assert named in check.output
    assert run("ledger", "rebuild").exit_code == 0
    assert run("fsck").exit_code == 0


def test_an_invitation_is_a_link_that_works_once(run, client):
    said = run("people", "invite", "new@nordwind.example", "--role", "buyer")

    link = said.output.strip().splitlines()[-1]
    assert client.get(link[link.index("/join/") :]).status_code == 200


def test_a_new_house_can_be_founded(run):
    assert "Ostwind was added" in run("people", "organisation", "Ostwind").output


def test_a_sweep_says_how_many_orders_it_looked_at(run):
    assert "looked at 0 orders" in run("watch", "sweep").output


def _do(app, statement, table="event"):
    db.session.remove()
    bind = sa.create_engine(app.config["MIGRATION_URL"], poolclass=sa.pool.NullPool)
    with bind.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SET session_replication_role = replica"))
        else:
            connection.execute(sa.text(f"DROP TRIGGER {table}_no_update"))
        connection.execute(sa.text(statement))
    bind.dispose()


def test_a_file_that_is_gone_is_found(run, orders, app):
    run("intake", "load", orders)
    assert run("fsck").exit_code == 0
    (kept,) = [path for path in app.config["VAULT_DIR"].rglob("*") if path.is_file()]

    kept.unlink()

    said = run("fsck")
    assert said.exit_code == 1
    assert kept.name[:16] in said.output


def test_a_changed_access_log_is_found(run, world, app):
    order = world.place()
    flow.looked(world.nordwind, world.aud.actor, "order", order)
    assert flow.seal_looks(world.nordwind, clock.now().date() + timedelta(days=1)) == 1
    assert flow.seal_looks(world.nordwind, clock.now().date() + timedelta(days=1)) == 0
    assert run("fsck").exit_code == 0

    _do(app, "UPDATE access SET what = 'nothing'", table="access")

    said = run("fsck")
    assert said.exit_code == 1
    assert "access log of 2026-03-02 was changed" in said.output
