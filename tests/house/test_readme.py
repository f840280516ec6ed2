"""The README names what people count on: kinds of events, settings, commands, rooms."""

import re

import click
import pytest

from portal import config
from portal.ledger import KINDS
from tests.house.plan import FLOORS, ROOT

FLASKS_OWN = {"run", "shell", "routes", "db"}  # described where they come from


def missing(readme, names):
    """Return the names the README does not say, as words of their own."""
    return [name for name in names if not re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", readme)]


def commands(group, before=""):
    """Yield every command of ours by its full name."""
    for name, command in group.commands.items():
        if not before and name in FLASKS_OWN:
            continue
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name


@pytest.fixture(scope="module")
def readme():
    """The text of the README."""
    return (ROOT / "README.md").read_text()


def test_every_kind_of_event_is_named(readme):
    assert missing(readme, KINDS) == []


def test_every_setting_is_named(readme):
    assert missing(readme, config.DEFAULTS) == []


@pytest.mark.sqlite
def test_every_command_is_named(readme, app):
    assert missing(readme, commands(app.cli)) == []


def test_every_task_of_the_script_is_named(readme):
    script = (ROOT / "run.sh").read_text()
    tasks = re.findall(r"^#   (\./run\.sh \w+)", script, re.MULTILINE)

    assert tasks
    assert missing(readme, tasks) == []


def test_every_room_is_named(readme):
    assert missing(readme, sorted(room for floor in FLOORS for room in floor if room)) == []


def test_what_is_not_named_is_found():
    assert missing("It says `order.placed` and ./run.sh test.", ["order.placed"]) == []
    assert missing("It says `order.placed`.", ["placed", "order.place", "./run.sh test"]) == [
        "placed",
        "order.place",
        "./run.sh test",
    ]


def test_commands_are_found_in_their_groups():
    inner = click.Group("ledger", {"verify": click.Command("verify")})
    outer = click.Group("flask", {"ledger": inner, "run": click.Command("run")})

    assert list(commands(outer)) == ["ledger verify"]
