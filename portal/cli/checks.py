"""Commands that check: the ledger, what is worked out from it, the files, the access log."""

import json
from datetime import date
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import select

from portal import desk, flow, journey, ledger, people, vault
from portal.cli.houses import group, owner_called, owners, ready
from portal.db import db, keeper
from portal.errors import NotFound

book = group("ledger", "Check the ledger, and what is worked out from it.")


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
    click.echo(_many(faults, "fault", "faults") if faults else "The ledger holds.")
    raise SystemExit(1 if faults else 0)


@book.command("rebuild")
@click.option("--check", is_flag=True, help="Compare only; exit 1 if anything differs.")
def rebuild(check):
    """Work out every reading again from the ledger."""
    different = 0
    for org in owners():
        for number, (kind, stream) in enumerate(_subjects(org.id), start=1):
            if check:
                different += _differs(org.id, kind, stream)
            elif kind == "shipment":
                flow.recheck_shipment(org.id, stream)
            else:
                flow.recheck(org.id, stream)
            if number % 100 == 0:
                click.echo(f"\r{org.name}: {number} orders and shipments", nl=False, err=True)
        click.echo("", err=True)
    if check:
        said = _many(different, "reading differs", "readings differ")
        click.echo(f"{said} from the ledger.")
    raise SystemExit(1 if different else 0)


def _differs(owner: int, kind: str, stream) -> int:
    with keeper(owner):
        if kind == "shipment":
            made = journey.fold_shipment(ledger.history(stream))
            key, wrong = made.number, journey.shipment_differences(stream, made)
        else:
            key = ledger.order_for(stream).key
            wrong = journey.differences(stream, journey.fold(ledger.told(stream)))
            wrong += desk.question_differences(stream, ledger.history(stream))
    for name in wrong:
        click.echo(f"{kind} {key}: {name} differs")
    return len(wrong)


@click.command("fsck")
@click.pass_context
def fsck(context):
    """Check everything: the ledger, the readings, the files."""
    ready()
    codes = [_code(context, verify, owner=None), _code(context, rebuild, check=True)]
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
    said = _many(faults, "day of the access log differs", "days of the access log differ")
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
    click.echo(f"{_many(faults, 'file is', 'files are')} missing or damaged.")
    return 1 if faults else 0


def _files(owner: int) -> list[bytes]:
    with keeper(owner):
        documents = select(ledger.Document.sha256).where(ledger.Document.gone_at.is_(None))
        found = set(db.session.scalars(documents))
        return sorted(found | set(db.session.scalars(select(ledger.Message.sha256))))


def _many(n: int, one: str, more: str) -> str:
    return f"{n} {one if n == 1 else more}"


def _code(context: click.Context, command: click.Command, **given) -> int:
    try:
        context.invoke(command, **given)
    except SystemExit as left:
        return int(left.code or 0)
    return 0


def _subjects(owner: int) -> list[tuple]:
    """Return (kind, id) of everything that has a stored reading, shipments last."""
    stream = ledger.Stream
    with keeper(owner):
        query = select(stream.kind, stream.id).where(stream.kind.in_(("order", "shipment")))
        return [tuple(row) for row in db.session.execute(query.order_by(stream.kind, stream.id))]
