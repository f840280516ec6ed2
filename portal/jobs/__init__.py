"""The worker: what is done after the news is kept. Mails, due checks, forecasts, cleaning.

    claim ─▶ do ─▶ result and acknowledgement in one transaction, by the same lease

Nothing is sent while a transaction is open. A worker that dies leaves its jobs to the
next one when the lease lapses; a mail carries the same id at every try.
"""

import atexit
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask, current_app

from portal import bundles, clock, desk, flow, loading, people, watch
from portal.db import keeper, moment_of, transaction, worker
from portal.desk import Claimed
from portal.errors import PortalError
from portal.jobs.cleaning import clean
from portal.jobs.fetching import fetch
from portal.jobs.foreseeing import foresee_again, learn_again, measure_again, rank
from portal.jobs.mailing import Effects, digest, mail, nothing
from portal.jobs.tracing import trace, weigh

__all__ = [
    "HANDLERS",
    "Worker",
    "clean",
    "fetch",
    "foresee",
    "init_app",
    "learn",
    "measure",
    "rank",
    "retrace",
    "run",
    "start",
    "sweep",
    "trace",
    "work",
]

log = logging.getLogger(__name__)

IDLE = 1.0  # seconds between looks at an empty queue
SWEEP_EVERY = timedelta(minutes=1)
CLEAN_EVERY = timedelta(hours=1)
FETCH_EVERY = timedelta(seconds=10)
FORESEE_EVERY = timedelta(seconds=5)
LEARN_EVERY = timedelta(minutes=10)  # only looks whether there is enough that is new
TRACE_EVERY = timedelta(minutes=10)
RANK_EVERY = timedelta(hours=1)
MEASURE_EVERY = timedelta(minutes=30)  # only looks whether a day has passed
AT_ONCE = 10  # jobs claimed together
LOOKED_AT = 20  # orders looked at in one transaction


class Lapsed(Exception):
    """The lease ran out while the job was done; another worker has it now."""


@dataclass
class Worker:
    """A worker that runs as a thread. `stop` lets it finish what it holds."""

    thread: threading.Thread
    stopping: threading.Event

    def stop(self, patience: float = 10) -> None:
        """Ask it to stop and wait for it."""
        self.stopping.set()
        self.thread.join(patience)


def init_app(app: Flask) -> None:
    """Start the worker with the first request, in the process that serves, if it is wanted.

    Not before: commands load the application too, and a thread does not survive a fork.
    """
    if str(app.config["WORKER_IN_WEB"]) != "1":
        return
    once = threading.Lock()

    @app.before_request
    def _start() -> None:
        if once.acquire(blocking=False):
            start(app)


def start(app: Flask) -> Worker:
    """Run the worker beside the web server; it ends with the process."""
    stopping = threading.Event()
    thread = threading.Thread(target=run, args=(app, False, stopping), name="worker", daemon=True)
    app.extensions["worker"] = Worker(thread, stopping)
    thread.start()
    atexit.register(app.extensions["worker"].stop)  # what it holds is finished first
    return app.extensions["worker"]


def run(app: Flask, once: bool = False, stopping: threading.Event | None = None) -> None:
    """Do the work that is waiting, and, unless `once`, whatever comes, until told to stop."""
    stopping = stopping or threading.Event()
    rounds = {
        sweep: SWEEP_EVERY,
        clean: CLEAN_EVERY,
        fetch: FETCH_EVERY,
        foresee: FORESEE_EVERY,
        learn: LEARN_EVERY,
        retrace: TRACE_EVERY,
        measure: MEASURE_EVERY,
        rank: RANK_EVERY,
    }
    due = dict.fromkeys(rounds, clock.now())
    while not stopping.is_set():
        for task, every in rounds.items():
            if clock.now() >= due[task]:
                due[task] = clock.now() + every
                _guarded(app, _first_things)
                _guarded(app, task)
        did = _guarded(app, work)
        if once and not did:
            return
        if not did:
            stopping.wait(IDLE)


def work(lane: int = desk.BULK) -> int:
    """Claim some jobs, of no later lane than this, and do each; return how many there were."""
    with worker(), transaction():
        claimed = desk.claim(AT_ONCE, lane=lane)
    for job in claimed:
        _do(job)
    return len(claimed)


def sweep(now: datetime | None = None) -> int:
    """Look at every order whose time has come, owner by owner; return how many."""
    now = now or clock.now()
    with worker():
        owners = watch.owners_due(now)
    return sum(_sweep_owner(owner, now) for owner in owners)


def foresee(now: datetime | None = None) -> int:
    """Work out outlooks that are out of date; what somebody waits for goes first."""
    return foresee_again(_first_things, now)


def learn(now: datetime | None = None) -> int:
    """Learn anew from the orders of every owner of whom enough came; mails need not wait."""
    return learn_again(lambda _: work(desk.MAIL), now)


def measure(now: datetime | None = None) -> int:
    """Look back once a day on how right forecasts were; mails need not wait."""
    return measure_again(lambda _: work(desk.MAIL), now)


def retrace() -> int:
    """Read the paths of orders that changed, weigh milestones; who waits goes first."""
    return trace(progress=_first_things) + weigh(_first_things)


def _first_things(_seen: int = 0) -> int:
    """Do what somebody waits for before a page."""
    return work(desk.WATCHED)


def _guarded(app: Flask, task: Callable[[], int]) -> int:
    """Do a task with its own session; a fault is written down and ends only this round."""
    with app.app_context():
        try:
            return task()
        except Exception:
            log.exception("%s failed; it is tried again", task.__name__)
            return 0


def _do(job: Claimed) -> None:
    try:
        with keeper(job.owner):
            effects = HANDLERS[job.kind](job)
            with transaction():
                if not desk.done(job):
                    raise Lapsed(f"job {job.id}")
                effects()
    except Lapsed:
        log.warning("job %s lapsed: another worker has it", job.id)
    except Exception as error:
        log.exception("job %s (%s) failed at try %s", job.id, job.kind, job.tries)
        with keeper(job.owner), transaction():
            desk.fail(job, f"{type(error).__name__}: {error}")


def _sweep_owner(owner: int, now: datetime) -> int:
    looked: set[UUID] = set()
    while True:
        with keeper(owner):
            found = [stream for stream in watch.due(now) if stream not in looked]
        if not found:
            return len(looked)
        for first in range(0, len(found), LOOKED_AT):
            _look(owner, found[first : first + LOOKED_AT])
            _first_things()
        looked.update(found)


def _look(owner: int, streams: list[UUID]) -> None:
    """Look at some orders together; if that fails, one by one, so that one stops only itself."""
    try:
        flow.look(owner, streams)
    except Exception:
        log.exception("looking at %s orders of %s failed", len(streams), owner)
        for stream in streams if len(streams) > 1 else ():
            _look(owner, [stream])


def _take_in(job: Claimed) -> Effects:
    """Take a file in that somebody confirmed. If it cannot be read, its message says why."""
    task = loading.Task(job.owner, UUID(json.loads(job.args)["message"]), people.system(job.owner))
    try:
        loading.load(task, current_app.config, _holding(job))
    except PortalError as error:
        log.warning("%s was refused: %s", task.message, error)
    return nothing


def _work_on(job: Claimed) -> Effects:
    """Read the file of a bundle, or tell what it says; the bundle shows how far it is."""
    bundle = UUID(json.loads(job.args)["bundle"])
    bundles.work(job.kind, job.owner, bundle, current_app.config, lambda _: _extend(job))
    return nothing


def _holding(job: Claimed) -> Callable[[object], None]:
    """Return what holds the lease of a long job, and lets waiting mails pass."""

    def hold(_seen: object) -> None:
        _extend(job)
        work(desk.MAIL)

    return hold


def _extend(job: Claimed) -> None:
    """Hold the lease of a long job on."""
    with keeper(job.owner), transaction():
        if not desk.extend(job):
            raise Lapsed(f"job {job.id}")


def _try(job: Claimed) -> Effects:
    """Try a tolerance on past answers."""
    flow.try_out(job.owner, UUID(json.loads(job.args)["trial"]), _holding(job))
    return nothing


def _backtest(job: Claimed) -> Effects:
    """Judge rules on history; broken off, the next try goes on where this one was."""
    flow.run_backtest(job.owner, UUID(json.loads(job.args)["backtest"]), _holding(job))
    return nothing


def _look_at_more(job: Claimed) -> Effects:
    """Let the sweep look at the open orders that a change of rules is about, some at a time."""
    asked = json.loads(job.args)
    about, after = (asked["scope"], asked["subject"]), UUID(asked["after"])
    flow.mark_open(job.owner, moment_of(asked["at"]), about, after, _holding(job))
    return nothing


def _move(job: Claimed) -> Effects:
    """Move orders to another journey, as the person who asked for it, if they still work here."""
    asked = json.loads(job.args)
    who = flow.within(job.owner, lambda: people.by_mail(UUID(asked["by"]), [job.owner]))
    if who is None:
        log.warning("job %s: who asked for it does not work here any more", job.id)
        return nothing
    by = replace(who.actor, auth="session")  # they asked for it in the browser
    flow.move_orders(job.owner, asked["from"], asked["to"], by, job.id.hex, _holding(job))
    return nothing


HANDLERS: dict[str, Callable[[Claimed], Effects]] = {
    desk.MAIL_JOB: mail,
    desk.outgoing.DIGEST_JOB: digest,
    loading.JOB: _take_in,
    **dict.fromkeys(bundles.JOBS, _work_on),
    desk.journeys.JOB: _move,
    desk.trials.JOB: _try,
    flow.BACKTEST: _backtest,
    desk.LOOK_JOB: _look_at_more,
}
