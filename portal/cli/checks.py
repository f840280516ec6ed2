"""Commands that check: the ledger, what is worked out from it, the files, the access log."""

import json
from datetime import date
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import select

from portal import ledger, people, vault
from portal.cli.houses import group, many, owner_called, owners, ready
from portal.cli.rebuilding import COMPARE, rebuild
from portal.db import db, keeper
from portal.errors import NotFound

book = group("ledger", "Check the ledger, and what is worked out from it.")
book.add_command(rebuild)


@book.command("verify")
@click.option("--owner", help="Only this organisation's ledger.")
def verify(owner):
    """Check every event, column and link; exit 1 and name what does not hold."""
    faults = 0
    for org in [owner_called(owner)] if owner else owners():
        with keeper(org.id):
            for fault in ledger.verify(lambda n: click.echo(f"\r{n} streams", nl=False, err=True)):
                faults += 1
                click.echo(f"{org.name}: {fault.where}: {fault.why}")
        click.echo("", err=True)
    click.echo(many(faults, "fault", "faults") if faults else "The ledger holds.")
    raise SystemExit(1 if faults else 0)


@click.command("fsck")
@click.pass_context
def fsck(context):
    """Check everything: the ledger, the readings, the files."""
    ready()
    codes = [_code(context, verify, owner=None), _code(context, rebuild, **COMPARE)]
    raise SystemExit(max(*codes, _check_files(), _check_looks()))


def _check_looks() -> int:
    """Compare each sealed day of the access log with its digest."""
    faults = 0
    for org in owners():
        with keeper(org.id):
            for said in _digests():
                body = said["body"]
                found = people.digest_of_day(date.fromisoformat(body["day"]))
                if found != (body["sha256"], body["rows"]):
                    faults += 1
                    click.echo(f"{org.name}: the access log of {body['day']} was changed")
    said = many(faults, "day of the access log differs", "days of the access log differ")
    click.echo(f"{said} from what was sealed.")
    return 1 if faults else 0


def _digests() -> list[dict]:
    query = select(ledger.Event.facts).where(ledger.Event.kind == "access.digest")
    return [json.loads(facts) for facts in db.session.scalars(query)]


def _check_files() -> int:
    """Read every file the ledger names, and say which is missing or damaged."""
    root, faults = Path(current_app.config["VAULT_DIR"]), 0
    for org in owners():
        for sha256 in _files(org.id):
            try:
                vault.read(root, org.id, sha256)
            except (NotFound, vault.Damaged) as error:
                faults += 1
                click.echo(f"{org.name}: file {sha256.hex()}: {error}")
    click.echo(f"{many(faults, 'file is', 'files are')} missing or damaged.")
    return 1 if faults else 0


def _files(owner: int) -> list[bytes]:
    with keeper(owner):
        documents = select(ledger.Document.sha256).where(ledger.Document.gone_at.is_(None))
        found = set(db.session.scalars(documents))
        return sorted(found | set(db.session.scalars(select(ledger.Message.sha256))))


def _code(context: click.Context, command: click.Command, **given) -> int:
    try:
        context.invoke(command, **given)
    except SystemExit as left:
        return int(left.code or 0)
    return 0
