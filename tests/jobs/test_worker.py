"""The worker as a thread: starts with the first request, survives faults, stops cleanly."""

import logging
import time

import pytest

import portal
from portal import desk, jobs
from portal.db import keeper, transaction


def until(true, patience=10.0):
    """Wait until something is true."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


@pytest.fixture
def handled(monkeypatch):
    """Jobs of the kind “note”, done by remembering them."""
    seen = []

    def note(job):
        seen.append(job.args)
        return lambda: None

    monkeypatch.setitem(jobs.HANDLERS, "note", note)
    return seen


def put(kind, key):
    with keeper(1), transaction():
        desk.enqueue(kind, key, {"n": key})


def test_a_worker_does_what_waits_and_stops_when_told(app, handled):
    put("note", "a")
    worker = jobs.start(app)
    until(lambda: handled)
    put("note", "b")
    until(lambda: len(handled) == 2)
    worker.stop()

    assert not worker.thread.is_alive()
    assert handled == ['{"n":"a"}', '{"n":"b"}']


def test_one_round_does_everything_that_waits(app, handled):
    for number in range(25):
        put("note", f"{number}")
    jobs.run(app, once=True)

    assert len(handled) == 25
    with keeper(1):
        assert desk.waiting() == {"waiting": 0, "dead": 0}


def test_a_job_that_fails_is_written_down_and_stops_no_other(app, handled, caplog):
    put("unheard of", "a")
    put("note", "b")
    with caplog.at_level(logging.ERROR):
        jobs.run(app, once=True)

    assert handled == ['{"n":"b"}']
    assert "unheard of" in caplog.text
    with keeper(1):
        assert desk.waiting() == {"waiting": 1, "dead": 0}


def test_a_round_that_fails_ends_only_itself(app, handled, monkeypatch, caplog):
    def broken(now=None):
        raise RuntimeError("no database")

    monkeypatch.setattr(jobs, "sweep", broken)
    put("note", "a")
    jobs.run(app, once=True)

    assert handled == ['{"n":"a"}']
    assert "no database" in caplog.text


def test_effects_of_a_lapsed_job_are_not_kept(app, monkeypatch, caplog):
    def slow(job):
        with keeper(1), transaction():
            desk.fail(job, "taken away meanwhile")
        return lambda: desk.enqueue("effect", "a", {})

    monkeypatch.setitem(jobs.HANDLERS, "slow", slow)
    put("slow", "a")
    jobs.run(app, once=True)

    with keeper(1):
        assert desk.waiting() == {"waiting": 1, "dead": 0}
    assert "lapsed" in caplog.text


def test_the_worker_starts_with_the_first_request_and_only_once(settings, handled):
    app = portal.create_app({**settings, "WORKER_IN_WEB": "1"})
    assert "worker" not in app.extensions
    client = app.test_client()
    for _ in range(3):
        client.get("/healthz")
    worker = app.extensions["worker"]
    with app.app_context():
        put("note", "a")
    until(lambda: handled)
    worker.stop()

    assert not worker.thread.is_alive()


def test_nothing_old_is_kept(app, handled, at):
    at("2026-03-02T12:00")
    put("note", "a")
    jobs.run(app, once=True)
    assert jobs.clean() == 0

    at("2026-03-09T12:00:01")
    assert jobs.clean() == 1


@pytest.mark.parametrize("round_", [jobs.foresee, jobs.retrace])
def test_what_somebody_waits_for_passes_a_round(world, monkeypatch, round_):
    world.place("PO-1")
    did = []
    monkeypatch.setitem(jobs.HANDLERS, "wanted", lambda job: lambda: did.append(job.args))
    with keeper(world.nordwind), transaction():
        desk.enqueue("wanted", "1", {"n": 1}, desk.WATCHED)
        desk.enqueue("wanted", "2", {"n": 2})

    assert round_() == 1
    assert did == ['{"n":1}'], "what nobody waits for has its turn later"
