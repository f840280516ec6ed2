"""The queue: each job once, lost workers survived, hopeless jobs left for people."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock, desk
from portal.db import db, keeper, transaction, worker
from portal.desk import MOST_TRIES, Job

OWNER, OTHER = 1, 2
NOON = "2026-03-02T12:00"


@pytest.fixture(autouse=True)
def noon(app, at):
    """Begin at noon, on a portal without jobs."""
    return at(NOON)


def put(*keys, owner=OWNER, **more):
    with keeper(owner), transaction():
        return [desk.enqueue("test", key, {"n": key}, **more) for key in keys]


def take(most=10, lease=timedelta(minutes=10)):
    with worker(), transaction():
        return desk.claim(most, lease)


def finish(job):
    with keeper(job.owner), transaction():
        return desk.done(job)


def break_(job, error="no answer"):
    with keeper(job.owner), transaction():
        return desk.fail(job, error)


def rows(owner=OWNER):
    with keeper(owner):
        found = select(Job.key, Job.id, Job.done_at, Job.run_at, Job.error)
        return {row.key: row for row in db.session.execute(found)}


def test_the_same_work_is_queued_once_for_each_owner():
    assert put("a", "b", "a") == [True, True, False]
    assert put("a", owner=OTHER) == [True]
    assert len(take()) == 3


def test_work_of_a_transaction_that_failed_is_not_there():
    with pytest.raises(ZeroDivisionError), keeper(OWNER), transaction():
        desk.enqueue("test", "a", {})
        raise ZeroDivisionError

    assert take() == []


def test_a_claimed_job_is_nobody_elses_and_a_done_one_is_over():
    put("a")
    (job,) = take()
    assert (job.owner, job.kind, job.args, job.tries) == (OWNER, "test", '{"n":"a"}', 1)
    assert take() == []

    assert finish(job)
    assert rows()["a"].done_at == clock.now()
    assert take() == []


def test_mails_come_before_the_rest_and_the_oldest_before_the_newer(at):
    put("bulk", lane=desk.BULK)
    put("first")
    at("2026-03-02T12:01")
    put("second")
    put("mail", lane=desk.MAIL)

    assert [job.args for job in take()] == [f'{{"n":"{k}"}}' for k in
                                            ("mail", "first", "second", "bulk")]  # fmt: skip


def test_a_job_for_later_waits_for_its_time(at):
    put("a", run_at=clock.now() + timedelta(minutes=5))
    assert take() == []

    at("2026-03-02T12:05")
    assert len(take()) == 1


def test_a_lost_workers_job_is_done_by_the_next_and_its_late_result_is_refused(at):
    put("a")
    (lost,) = take(lease=timedelta(minutes=10))
    at("2026-03-02T12:09")
    assert take() == []

    at("2026-03-02T12:10")
    (again,) = take()
    assert again.tries == 2
    assert not finish(lost)
    assert not break_(lost)
    assert finish(again)


def test_a_failed_job_comes_back_later_with_its_error(noon, at):
    put("a")
    (job,) = take()
    assert break_(job, "the server is down" * 100)

    row = rows()["a"]
    assert noon < row.run_at <= noon + timedelta(seconds=20)
    assert row.error.startswith("the server is down") and len(row.error) == 500
    at(row.run_at)
    assert len(take()) == 1


def _fail_until_dead(at):
    put("a")
    for _ in range(MOST_TRIES):
        at(max(rows()["a"].run_at, clock.now()))
        (job,) = take()
        break_(job)
    at(clock.now() + timedelta(days=2))


def test_after_ten_tries_a_job_is_dead_and_visible(at):
    _fail_until_dead(at)

    assert take() == []
    with keeper(OWNER):
        assert [job.key for job in db.session.scalars(desk.dead())] == ["a"]
        assert desk.waiting() == {"waiting": 0, "dead": 1}


def test_a_dead_job_can_be_given_another_chance(at):
    _fail_until_dead(at)
    with keeper(OWNER), transaction():
        desk.retry(rows()["a"].id)

    assert len(take()) == 1


def test_a_job_that_kills_its_worker_ends_as_dead(at):
    put("a")
    for _ in range(MOST_TRIES):
        assert len(take()) == 1
        at(clock.now() + timedelta(minutes=10))

    assert take() == []


def test_done_jobs_go_and_dead_ones_stay(at):
    _fail_until_dead(at)
    put("b")
    finish(take()[0])
    at(clock.now() + desk.KEPT + timedelta(seconds=1))

    with worker():
        assert desk.owners_done(clock.now() - desk.KEPT) == [OWNER]
    with keeper(OWNER), transaction():
        assert desk.clean(clock.now() - desk.KEPT) == 1
    assert set(rows()) == {"a"}


def test_workers_at_once_share_the_jobs_and_none_is_done_twice(app):
    put(*(f"job-{number}" for number in range(60)))
    got, start = [], threading.Barrier(4)

    def labour():
        with app.app_context():
            start.wait()
            while claimed := take(most=3):
                got.extend(claimed)
                assert all(finish(job) for job in claimed)

    threads = [threading.Thread(target=labour) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(got) == 60
    assert len({job.id for job in got}) == 60
    assert all(job.done_at for job in rows().values())


def test_the_worker_sees_jobs_and_whose_turn_it_is_but_nothing_else():
    from portal.desk import Notice

    put("a")
    with worker():
        assert len(db.session.scalars(select(Job)).all()) == 1
        if db.engine.dialect.name == "sqlite":  # elsewhere the database itself says no
            assert db.session.scalars(select(Notice)).all() == []
