"""`flask ledger rebuild`: every reading worked out again, in as many processes as there are.

    subjects ─▶ batches ─▶ workers fold ─▶ kept in their order, and the mark moves on

PostgreSQL lets each worker keep what it folds; SQLite has one writer, so there the workers
fold and this process keeps. The mark says how far all is kept: who starts again after a kill
goes on from it.
"""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from multiprocessing import get_all_start_methods, get_context

import click

from portal import clock, journey
from portal.cli.houses import House, many, owners
from portal.db import db, keeper, one_writer, transaction
from portal.flow import rebuilding
from portal.journey import Mark

AT_ONCE = 100  # subjects in one transaction
AHEAD = 3  # batches a worker may be ahead of whoever keeps them
FEW = 1_000  # subjects for which starting processes takes longer than folding

COMPARE = {"check": True, "again": False, "processes": None, "at_once": AT_ONCE}
Run = Callable[[Callable, Iterable[rebuilding.Batch]], Iterator]


@click.command("rebuild")
@click.option("--check", is_flag=True, help="Compare only; exit 1 if anything differs.")
@click.option("--again", is_flag=True, help="Begin at the beginning, also if one was broken off.")
@click.option("--processes", type=click.IntRange(1), help="How many fold; all there are, else.")
@click.option("--at-once", type=click.IntRange(1), default=AT_ONCE, help="Subjects in a batch.")
def rebuild(check, again, processes, at_once):
    """Work out every reading again from the ledger. Killed, it goes on when started again."""
    different = 0
    for org in owners():
        subjects = rebuilding.subjects(org.id)
        with _workers(processes or _fitting(len(subjects))) as run:
            if check:
                different += _check(org, subjects, run, at_once)
            else:
                _rebuild(org, subjects, run, at_once, again)
    if check:
        said = many(different, "reading differs", "readings differ")
        click.echo(f"{said} from the ledger.")
    raise SystemExit(1 if different else 0)


def _check(org: House, subjects: Sequence[tuple], run: Run, at_once: int) -> int:
    """Compare everything of an owner; name what differs, and return how much does."""
    different, done = 0, 0
    batches = _batches(org.id, subjects, at_once)
    for batch, wrong in zip(batches, run(rebuilding.check, batches), strict=True):
        for which, what in wrong:
            click.echo(f"{org.name}: {which}: {what} differs")
        different += len(wrong)
        done += len(batch.ids)
        _show(org, done, len(subjects))
    click.echo("", err=True)
    return different


def _rebuild(org: House, subjects: Sequence[tuple], run: Run, at_once: int, again: bool) -> None:
    mark = _begin(org.id, again)
    if mark.done:
        click.echo(
            f"{org.name}: goes on after {mark.done}, begun {mark.begun_at:%Y-%m-%d %H:%M} UTC; "
            "--again begins anew"
        )
    left = [one for one in subjects if mark.last is None or one > (mark.kind, mark.last)]
    fold, keep = _ways()
    done = len(subjects) - len(left)
    for result in run(fold, _batches(org.id, left, at_once)):
        done += len(keep(result).ids)
        _show(org, done, len(subjects))
    click.echo("", err=True)
    with keeper(org.id), transaction():
        journey.finish()


def _begin(owner: int, again: bool) -> Mark:
    with keeper(owner), transaction():
        broken_off = None if again else journey.unfinished()
        return broken_off or journey.begin(clock.now())


def _ways() -> tuple[Callable, Callable]:
    """Return what workers do with a batch, and what is done here with what they give."""
    if one_writer():
        return rebuilding.fold_apart, rebuilding.keep_apart
    return rebuilding.rebuild, rebuilding.mark


def _batches(owner: int, subjects: Sequence[tuple], at_once: int) -> list[rebuilding.Batch]:
    """Return the subjects in batches, each of one kind."""
    found: list[rebuilding.Batch] = []
    for kind in sorted({kind for kind, _ in subjects}):
        ids = [one for what, one in subjects if what == kind]
        starts = range(0, len(ids), at_once)
        found += [rebuilding.Batch(owner, kind, tuple(ids[at : at + at_once])) for at in starts]
    return found


def _show(org: House, done: int, of: int) -> None:
    click.echo(f"\r{org.name}: {done} of {of} orders and shipments", nl=False, err=True)


def _fitting(subjects: int) -> int:
    """Return how many processes are worth it."""
    return 1 if subjects < FEW else len(os.sched_getaffinity(0))


@contextmanager
def _workers(processes: int) -> Iterator[Run]:
    """Give what runs a task over batches and yields the results in their order."""
    if processes == 1 or "fork" not in get_all_start_methods():
        yield map
        return
    begin = partial(_end_with, os.getpid())
    with ProcessPoolExecutor(processes, get_context("fork"), begin) as pool:
        db.session.remove()
        db.engine.dispose()  # no connection is carried into another process
        pool.submit(os.getpid).result()  # all of them start with the first task
        yield lambda task, batches: _in_order(pool, task, batches, processes * AHEAD)


def _end_with(parent: int) -> None:
    """Let a worker end as soon as whoever started it is gone, even if that was killed."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, name="orphan", daemon=True).start()


def _in_order(
    pool: ProcessPoolExecutor, task, batches: Iterable[rebuilding.Batch], ahead: int
) -> Iterator:
    """Yield the results in the order of the batches, with only so many under way."""
    waiting: deque[Future] = deque()
    coming = iter(batches)
    waiting.extend(pool.submit(task, batch) for batch in islice(coming, ahead))
    while waiting:
        yield waiting.popleft().result()
        waiting.extend(pool.submit(task, batch) for batch in islice(coming, 1))
