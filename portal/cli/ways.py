"""Commands on the ways orders went: read them again, and what each milestone is worth."""

from datetime import datetime

import click

from portal import clock, jobs
from portal.cli.accuracy import forecasts as insight
from portal.cli.houses import owner_called, owners
from portal.db import keeper, transaction
from portal.insight import paths as ways

__all__ = ["insight"]


@insight.command("paths")
@click.option("--all", "everything", is_flag=True, help="Every order, not only what changed.")
def paths(everything):
    """Read the paths of orders from the ledger and count them."""
    done = jobs.trace(everything=everything, progress=_show)
    click.echo("", err=True)
    click.echo(f"read the paths of {done} orders")


@insight.command("milestones")
@click.option("--owner", help="Whose; everybody's otherwise.")
def milestones(owner):
    """Work out how much each milestone improves the forecast, and keep it."""
    for house in [owner_called(owner)] if owner else owners():
        with keeper(house.id), transaction():
            now = clock.now()
            for found in ways.earned():
                ways.keep_worth(found, now)
                _tell(found, now)


def _show(done: int) -> None:
    click.echo(f"\r{done} orders", nl=False, err=True)


def _tell(found: ways.Earned, now: datetime) -> None:
    when = f"cut {found.cut:%Y-%m-%d}" if found.cut else "not enough data"
    click.echo(f"{found.kind} {found.template}: {found.lines} finished lines, {when}")
    for code, worth in found.steps:
        if worth.with_mae is None:
            click.echo(f"  {code}: {worth.lines} lines, not enough data")
            continue
        earlier = "" if worth.earlier is None else f", delays {worth.earlier:+.2f} d earlier"
        click.echo(
            f"  {code}: {worth.lines} lines, off {worth.with_mae:.2f} d with, "
            f"{worth.without_mae:.2f} d without ({worth.low:+.2f} to {worth.high:+.2f})"
            f"{earlier} ({worth.late} late)"
        )
