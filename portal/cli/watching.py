"""Commands on rules: look because time has passed, and judge a rule on history."""

import click

from portal import flow, jobs, watch
from portal.cli.houses import House, group, owner_called
from portal.cli.processes import fitting, workers
from portal.db import keeper
from portal.errors import PortalError
from portal.watch import AGAINST, PROMISED, Asked, Truth, Try

HEAD = ("", "flagged", "caught", "false", "missed", "precision", "recall", "in time", "days",
        "cases/week")  # fmt: skip

watching = group("watch", "Look at orders because time has passed; judge rules on history.")


@watching.command("sweep")
def sweep():
    """Look at every order whose time to be looked at has come."""
    click.echo(f"looked at {jobs.sweep()} orders")


@watching.command("backtest")
@click.argument("rule")
@click.option("--set", "figures", multiple=True, metavar="K=V", help="A figure of the rule.")
@click.option("--against", type=click.Choice(AGAINST), default=PROMISED, help="Late after which.")
@click.option("--grace", type=int, default=0, help="Days after that day which are not late yet.")
@click.option("--ahead", type=int, default=3, help="Days before it that are a warning in time.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Orders placed from then on.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Orders placed before.")
@click.option("--owner", help="Whose orders; the first organisation's otherwise.")
@click.option("--processes", type=click.IntRange(1), help="How many judge; all there are, else.")
@click.option("--go-on", is_flag=True, help="Go on with the last one that was broken off.")
def backtest(rule, figures, against, grace, ahead, since, until, owner, processes, go_on):
    """Judge RULE, or every rule by the word "all", on all history as it was known then.

    Killed, it is gone on with by --go-on. What was found is kept, and shown under "Rules".
    """
    org = owner_called(owner)
    truth = Truth(against, grace, ahead)
    span = {"since": since and since.date(), "until": until and until.date()}
    try:
        made = _unfinished(org, rule) if go_on else _asked(org, rule, figures, truth, span)
        _run(org, made, processes)
    except PortalError as error:
        raise click.ClickException(str(error)) from error
    for line in _told(org, made):
        click.echo(line)


def _asked(org: House, rule: str, figures, truth: Truth, span: dict):
    if rule == "all":
        asked = watch.every_rule(truth, **span)
    else:
        asked = Asked((Try(rule, dict(map(_figure, figures))),), truth, **span)
    return flow.within(org.id, lambda: flow.ask_backtest(asked, None, queue=False))


def _figure(text: str) -> tuple[str, int]:
    name, _, value = text.partition("=")
    try:
        return name.strip(), int(value)
    except ValueError as error:
        raise click.ClickException(f"--set wants a figure and a whole number: {text}") from error


def _unfinished(org: House, rule: str):
    with keeper(org.id):
        found = watch.backtests_of("" if rule == "all" else rule, 1)
    if not found or found[0].state == watch.DONE:
        raise click.ClickException("There is none that was broken off.")
    return found[0].id


def _run(org: House, made, processes: int | None) -> None:
    with keeper(org.id):
        total = watch.backtest_called(made).total
    with workers(processes or fitting(total)) as run:
        flow.run_backtest(org.id, made, lambda seen: _show(seen, total), run)
    click.echo("", err=True)


def _show(seen: int, total: int) -> None:
    click.echo(f"\r{seen} of {total} orders", nl=False, err=True)


def _told(org: House, made):
    with keeper(org.id):
        found = watch.result_of(watch.backtest_called(made))
    first, truth = found.figures[0], found.asked.truth
    yield (
        f"{org.name}: {first['orders']} orders, {first['judged']} judged, {first['late']} late "
        f"(more than {truth.grace} days after the {truth.against} day)"
    )
    if first["judged"] < watch.ENOUGH:
        yield f"not enough data: {first['judged']} orders can be judged, {watch.ENOUGH} are needed"
    rows = [_row(one, doc) for one, doc in zip(found.asked.tries, found.figures, strict=True)]
    yield from table(HEAD, rows)


def _row(one: Try, doc: dict) -> tuple[str, ...]:
    name = " ".join((one.rule, *(f"{key}={value}" for key, value in one.figures.items())))
    counts = (str(doc[key]) for key in ("flagged", "caught", "false", "missed"))
    shares = ("–" if doc[key] is None else f"{doc[key]:.2f}"
              for key in ("precision", "recall", "ahead", "warning", "weekly"))  # fmt: skip
    return (name, *counts, *shares)


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]):
    """Yield the lines of a table: the first column to the left, the others to the right."""
    widths = [max(len(row[nth]) for row in (head, *rows)) for nth in range(len(head))]
    for row in (head, *rows):
        rest = [text.rjust(wide) for text, wide in zip(row[1:], widths[1:], strict=True)]
        yield "  ".join((row[0].ljust(widths[0]), *rest)).rstrip()
