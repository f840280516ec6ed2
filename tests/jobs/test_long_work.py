"""A long file is a job: it holds its lease, lets mails pass, and survives a worker that dies."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock, desk, jobs, loading
from portal.db import Scope, db, taken, transaction, worker
from tests.loading.conftest import HEADER, heads, message_of


@pytest.fixture
def queued(world, app):
    """A file of 130 orders on Brenner, in line to be taken in."""
    rows = [f"77{n:04},10,M-1,Bolt,5,PCS,2026-12-01,V-1001,Brenner,Ada" for n in range(130)]
    content = "\n".join((HEADER, *rows, "")).encode()
    arrival = loading.Arrival(io.BytesIO(content), "long.csv", "orders")
    message, _ = loading.receive(world.nordwind, arrival, world.ada.actor, app.config)
    assert loading.confirm(world.nordwind, message, "form")
    return message


def test_mails_pass_a_long_file(world, app, queued):
    assert jobs.work() == 1

    assert message_of(world.ada, queued).state == loading.DONE
    with taken(Scope("keeper", org=world.nordwind)):
        left = set(db.session.scalars(select(desk.Notice.state)))
    assert desk.WAITING not in left, "the worker saw to them while the file was read"
    jobs.run(app, once=True)
    sent = list(app.config["MAIL_DIR"].glob("*.eml"))
    assert len(sent) in (1, 2), "a digest for each window at most, not 130 mails"


def test_a_worker_that_died_leaves_the_file_to_the_next(world, app, queued, at):
    with worker(), transaction():
        (held,) = desk.claim()
    at(clock.now() + timedelta(minutes=11))

    jobs.work()

    assert message_of(world.ada, queued).state == loading.DONE
    with taken(world.ada.scope):
        assert desk.waiting()["dead"] == 0
    assert held.tries == 1


def test_what_a_lapsed_worker_still_says_is_said_once(world, app, queued):
    jobs.work()
    before = [row for row in heads(world.nordwind) if row[0].startswith("purchase")]

    task = loading.Task(world.nordwind, queued, world.ada.actor)
    counts = loading.load(task, app.config)

    assert counts.duplicate == 130
    after = [row for row in heads(world.nordwind) if row[0].startswith("purchase")]
    assert after == before
