"""`flask evidence pack ORDER -o FILE`: a pack on the command line, for whoever runs the house."""

from pathlib import Path
from uuid import UUID

import click

from portal import flow, journey, ledger, people
from portal.errors import NotFound
from portal.web.evidence.door import bp
from portal.web.evidence.issuing import Wish, issue_for


@bp.cli.command("pack")
@click.argument("order")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--internal", is_flag=True, help="With what only the owner's people may read.")
def write_pack(order: str, output: Path, internal: bool):
    """Write the evidence of ORDER (its number or its id) to a file."""
    owner, found = _find(order)
    with output.open("w+b") as target:
        made = issue_for(owner, Wish(found, internal), people.system(owner), target)
    click.echo(f"{output}: {made.seq} events, {made.withheld} withheld, head {made.head.hex()}")


def _find(text: str) -> tuple[int, UUID]:
    """Return the owner and id of the one order that is called this."""
    hits = {
        (owner, order): number
        for owner in people.owners()
        for order, number in flow.within(owner, lambda: _called(text))
    }
    if len(hits) == 1:
        return next(iter(hits))
    raise click.ClickException(_why_not(text, hits))


def _called(text: str) -> list[tuple[UUID, str]]:
    """Return (id, number) of the orders with this id, or exactly this number."""
    exact = [found.order for found in journey.find(text) if found.why == "exact"]
    found = [(row.order, row.number) for row in exact]
    if found or not _is_id(text):
        return found
    try:
        stream = ledger.order_for(UUID(text))
    except NotFound:
        return []
    return [(stream.id, stream.key)]


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _why_not(text: str, hits: dict) -> str:
    if not hits:
        return f"There is no order {text}."
    named = ", ".join(f"{number} ({order})" for (_owner, order), number in sorted(hits.items()))
    return f"Several orders are called {text}; give the id of one: {named}."
