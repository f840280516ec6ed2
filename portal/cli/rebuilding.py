"""`flask ledger rebuild`: every reading worked out again, in as many processes as there are.

    subjects ─▶ batches ─▶ workers fold ─▶ kept in their order, and the mark moves on

PostgreSQL lets each worker keep what it folds; SQLite has one writer, so there the workers
fold and this process keeps. The mark says how far all is kept: who starts again after a kill
goes on from it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import click

from portal import clock, journey
from portal.cli.houses import House, many, owners
from portal.cli.processes import fitting, workers
from portal.db import keeper, one_writer, transaction
from portal.flow import rebuilding
from portal.journey import Mark

AT_ONCE = 100  # subjects in one transaction

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
        with workers(processes or fitting(len(subjects))) as run:
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
