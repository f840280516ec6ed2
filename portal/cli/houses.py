"""Whose portal it is, and whether its database is ready, as every command asks."""

from dataclasses import dataclass

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from portal import people
from portal.db import TablesMissing, check_tables, transaction


@dataclass(frozen=True)
class House:
    """An owner, as the commands name it."""

    id: int
    name: str


def owners() -> list[House]:
    """Return everybody who owns orders here."""
    numbers = people.owners()
    names = people.names(numbers)
    return [House(number, names[number]) for number in numbers]


def owner_called(name: str | None, make: bool = False) -> House:
    """Return the owner called `name`, or the first there is, or a new one."""
    known = owners()
    if name:
        found = [org for org in known if org.name == name]
        if not found:
            raise click.ClickException(f"There is no organisation called {name}.")
        return found[0]
    if known:
        return known[0]
    if not make:
        raise click.ClickException("There is no organisation yet: flask people organisation NAME")
    return founded("Our company", "")


def founded(name: str, country: str) -> House:
    """Add an organisation that owns orders."""
    with transaction():
        made = people.found_house(name, country, str(current_app.config["LOG_HOST"]))
        return House(made.id, made.name)


def ready() -> None:
    """Say so, and go no further, if the database has no tables."""
    try:
        check_tables()
    except TablesMissing as error:
        raise click.ClickException(str(error)) from error


def group(name: str, words: str) -> AppGroup:
    """Return a group of commands that need the tables."""
    return AppGroup(name, help=words, callback=with_appcontext(ready))


def many(n: int, one: str, more: str) -> str:
    """Return a number with its word."""
    return f"{n} {one if n == 1 else more}"
