"""Commands on forecasts."""

from datetime import UTC

import click

from portal import clock, flow
from portal.cli.houses import group, owner_called
from portal.insight import LEAST, STEPS

insight = group("insight", "Expected delivery.")


@insight.command("fit")
@click.option("--owner", help="Whose orders; the first organisation's otherwise.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Use what was known by that day.")
def fit(owner, as_of):
    """Learn from finished orders, keep the models, and foresee every open order anew."""
    org, now = owner_called(owner), clock.now()
    cut = as_of.replace(tzinfo=UTC) if as_of else now
    click.echo(f"{org.name}: what was known by {cut:%Y-%m-%d %H:%M} UTC")
    for learnt, version in flow.learn(org.id, now, cut, _show("lines read")):
        click.echo("", err=True)
        click.echo(_words(learnt, version))
    flow.foresee_all(org.id, now)
    count, show = 0, _show("orders foreseen")
    while some := flow.foresee(org.id, now):
        count += some
        show(count)
    click.echo("", err=True)
    click.echo(f"{count} orders foreseen")


def _words(learnt, version: int) -> str:
    if not version:
        return f"{learnt.kind}: {learnt.finished} finished lines, {LEAST} are needed"
    steps = ", ".join(step for step in STEPS if step in learnt.models)
    return f"{learnt.kind}: version {version} from {learnt.finished} finished lines; {steps}"


def _show(what: str):
    return lambda count: click.echo(f"\r{count} {what}", nl=False, err=True)
