"""Commands on the ways orders went: read them again, and what each milestone is worth."""

import click

from portal import clock, flow, jobs
from portal.cli.accuracy import forecasts as insight
from portal.cli.houses import owner_called, owners
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
        click.echo(house.name)
        for found in flow.weigh(house.id, clock.now()):
            _tell(found)


def _show(done: int) -> None:
    click.echo(f"\r{done} orders", nl=False, err=True)


def _tell(found: ways.Earned) -> None:
    when = f"cut {found.cut:%Y-%m-%d}" if found.cut else "not enough data"
    click.echo(f"{found.kind} {found.template}: {found.lines} finished lines, {when}")
    for code, worth in found.steps:
        end = found.role(code) == ways.END
        click.echo(f"  {code}: {'what is foreseen' if end else _figures(worth)}")
    if found.spare:
        click.echo(f"  not missed, {', '.join(found.spare)}: {_figures(found.together)}")


def _figures(worth: ways.Worth) -> str:
    if worth.with_mae is None:
        return f"{worth.lines} lines, not enough data"
    told = (
        f"{ways.verdict(worth)}; {worth.lines} lines, off {worth.with_mae:.2f} d with, "
        f"{worth.without_mae:.2f} d without ({worth.low:+.2f} to {worth.high:+.2f})"
    )
    if worth.earlier is not None:
        told += f", {worth.late} delays {worth.earlier:+.2f} d earlier"
    if worth.alarms is not None:
        told += f", false alarms {worth.alarms:.2f} with, {worth.alarms_less:.2f} without"
    return told
