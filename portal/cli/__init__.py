"""Commands: `flask --app wsgi …`. They take the keeper's role, since whoever runs them may."""

import os
import sys
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask, current_app

from portal import demo, flow, jobs, loading, mailroom, people
from portal.cli.checks import book, fsck
from portal.cli.houses import founded, group, owner_called, ready
from portal.cli.watching import watching
from portal.cli.ways import insight
from portal.db import uuid7
from portal.errors import PortalError
from portal.intake import names as profiles
from portal.ledger import Draft

__all__ = ["init_app"]

intake = group("intake", "Read files into the ledger.")
folk = group("people", "Organisations and people.")
work = group("jobs", "The worker.")
post = group("mail", "Mails that come in.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in (intake, book, watching, insight, folk, work, post, demo_world, fsck):
        app.cli.add_command(command)


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
        org = owner_called(owner, make=True)
        click.echo(f"{arrival.name} for {org.name}")
        _, counts = loading.take_in(
            org.id, arrival, people.system(org.id), current_app.config, _show
        )
        click.echo("", err=True)
    click.echo(
        f"rows {counts.rows}: accepted {counts.accepted}, duplicate {counts.duplicate}, "
        f"quarantined {counts.quarantined}" + (f"; noted {counts.noted}" if counts.noted else "")
    )


def _show(counts: loading.Counts) -> None:
    click.echo(f"\r{counts.rows} rows", nl=False, err=True)


@folk.command("organisation")
@click.argument("name")
@click.option("--country", default="")
def add_organisation(name, country):
    """Add an organisation that owns orders."""
    click.echo(f"{founded(name, country).name} was added.")


@folk.command("invite")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(sorted(people.HOUSE_ROLES)))
@click.option("--owner", help="Which organisation; the first otherwise.")
def invite(email, role, owner):
    """Invite a person; print the link, which works once."""
    org = owner_called(owner)
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
    ready()
    demo.make(orders, click.echo)
