"""Commands: `flask --app wsgi …`. They take the keeper's role, since whoever runs them may."""

import json
import os
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from portal import demo, desk, flow, jobs, journey, ledger, loading, mailroom, people, vault
from portal.db import TablesMissing, check_tables, db, keeper, transaction, uuid7
from portal.errors import NotFound, PortalError
from portal.intake import names as profiles
from portal.ledger import Draft


def _ready() -> None:
    try:
        check_tables()
    except TablesMissing as error:
        raise click.ClickException(str(error)) from error


def _group(name: str, words: str) -> AppGroup:
    return AppGroup(name, help=words, callback=with_appcontext(_ready))


intake = _group("intake", "Read files into the ledger.")
book = _group("ledger", "Check the ledger, and what is worked out from it.")
watching = _group("watch", "Look at orders because time has passed.")
folk = _group("people", "Organisations and people.")
work = _group("jobs", "The worker.")
post = _group("mail", "Mails that come in.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    for group in (intake, book, watching, folk, work, post):
        app.cli.add_command(group)
    app.cli.add_command(demo_world)
    app.cli.add_command(fsck)


@intake.command("load")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--profile", type=click.Choice(sorted(profiles())), default="orders")
@click.option("--as", "source", help="What the sender is called; the profile says it otherwise.")
@click.option("--owner", help="Whose orders they are; the first organisation otherwise.")
@click.option("--dry-run", is_flag=True, help="Read and count only.")
def load(files, profile, source, owner, dry_run):
    """Read FILES; print how many rows were accepted, known before, or quarantined."""
    for path in files:
        arrival = loading.Arrival(path, path.name, profile, source)
        try:
            _load(arrival, owner, dry_run)
        except PortalError as error:
            raise click.ClickException(f"{path.name}: {error}") from error


def _load(arrival: loading.Arrival, owner: str | None, dry_run: bool) -> None:
    if dry_run:
        limit = int(current_app.config["MAX_INTAKE_MB"]) << 20
        counts, problems = loading.dry_run(arrival, limit)
        for problem in problems[:20]:
            click.echo(f"row {problem.row}, {problem.column or 'whole row'}: {problem.words}")
    else:
        org = _owner(owner, make=True)
        click.echo(f"{arrival.name} for {org.name}")
        _, counts = loading.take_in(
            org.id, arrival, people.system(org.id), current_app.config, _show
        )
        click.echo("", err=True)
    click.echo(
        f"rows {counts.rows}: accepted {counts.accepted}, duplicate {counts.duplicate}, "
        f"quarantined {counts.quarantined}"
    )


def _show(counts: loading.Counts) -> None:
    click.echo(f"\r{counts.rows} rows", nl=False, err=True)


@book.command("verify")
@click.option("--owner", help="Only this organisation's ledger.")
def verify(owner):
    """Check every event, column and link; exit 1 and name what does not hold."""
    faults = 0
    for org in [_owner(owner)] if owner else _owners():
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
    for org in _owners():
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


@watching.command("sweep")
def sweep():
    """Look at every order whose time to be looked at has come."""
    click.echo(f"looked at {jobs.sweep()} orders")


@folk.command("organisation")
@click.argument("name")
@click.option("--country", default="")
def add_organisation(name, country):
    """Add an organisation that owns orders."""
    click.echo(f"{_found(name, country).name} was added.")


@folk.command("invite")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(sorted(people.HOUSE_ROLES)))
@click.option("--owner", help="Which organisation; the first otherwise.")
def invite(email, role, owner):
    """Invite a person; print the link, which works once."""
    org = _owner(owner)
    by = people.system(org.id)
    lasts = timedelta(hours=int(current_app.config["INVITE_HOURS"]))
    said = Draft("person.invited", key=f"invite:{uuid7()}", body={"role": role})
    secret = flow.manage(org.id, by, lambda: (people.invite(by, email, role, lasts), [said]))
    click.echo(f"{current_app.config['PUBLIC_URL']}/join/{secret}")


@post.command("take")
def take():
    """Take one mail from standard input, as a mail server's pipe delivers it.

    Exits 67 (no such address) or 65 (no mail), so that the server sends it back.
    """
    try:
        found = mailroom.take(sys.stdin.buffer.read(), current_app.config)
    except PortalError as error:
        click.echo(str(error), err=True)
        raise SystemExit(os.EX_DATAERR) from error
    click.echo(f"{found.state} {found.reason}".strip())
    if found.state == "unknown":
        raise SystemExit(os.EX_NOUSER)


@work.command("run")
@click.option("--once", is_flag=True, help="Do what is waiting, then stop.")
def run(once):
    """Do the work that is waiting: mails, checks, cleaning."""
    jobs.run(current_app._get_current_object(), once=once)


@click.command("demo")
@click.option("--orders", default=600, help="Open orders; the history behind grows with them.")
def demo_world(orders):
    """Make a believable world to look at. The same again changes nothing."""
    _ready()
    demo.make(orders, click.echo)


@click.command("fsck")
@click.pass_context
def fsck(context):
    """Check everything: the ledger, the readings, the files."""
    _ready()
    codes = [_code(context, verify, owner=None), _code(context, rebuild, check=True)]
    raise SystemExit(max(*codes, _check_files(), _check_looks()))


def _check_looks() -> int:
    """Compare each sealed day of the access log with its digest."""
    faults = 0
    for org in _owners():
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
    for org in _owners():
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


@dataclass(frozen=True)
class _House:
    """An owner, as the commands name it."""

    id: int
    name: str


def _owners() -> list[_House]:
    numbers = people.owners()
    names = people.names(numbers)
    return [_House(number, names[number]) for number in numbers]


def _owner(name: str | None, make: bool = False) -> _House:
    """Return the owner called `name`, or the first there is."""
    owners = _owners()
    if name:
        found = [org for org in owners if org.name == name]
        if not found:
            raise click.ClickException(f"There is no organisation called {name}.")
        return found[0]
    if owners:
        return owners[0]
    if not make:
        raise click.ClickException("There is no organisation yet: flask people organisation NAME")
    return _found("Our company", "")


def _found(name: str, country: str) -> _House:
    with transaction():
        made = people.found_house(name, country, str(current_app.config["LOG_HOST"]))
        return _House(made.id, made.name)


def _subjects(owner: int) -> list[tuple]:
    """Return (kind, id) of everything that has a stored reading, shipments last."""
    stream = ledger.Stream
    with keeper(owner):
        query = select(stream.kind, stream.id).where(stream.kind.in_(("order", "shipment")))
        return [tuple(row) for row in db.session.execute(query.order_by(stream.kind, stream.id))]
