"""Imports go down a floor, rooms are entered by their door, Flask stays at the doors."""

import ast

import pytest

from tests.house.plan import (
    BESIDE,
    DOORS,
    FLOOR,
    HANDLE,
    MODULES,
    PORTAL,
    WEB_LIBRARIES,
    exported,
    rel,
    room_of,
)


def imports(tree):
    """Yield (line, dotted module, names) of every import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ()
        elif isinstance(node, ast.ImportFrom):
            dots = "." * node.level
            yield node.lineno, dots + (node.module or ""), tuple(a.name for a in node.names)


def rooms_entered(tree):
    """Yield (line, room, rest of the path, names) of every import of a room."""
    for line, module, names in imports(tree):
        if module == "portal":
            yield from ((line, name, "", ()) for name in names)
        elif module.startswith("portal."):
            _, room, *rest = module.split(".")
            yield line, room, ".".join(rest), names


def floor_faults(room, tree):
    """Return what is imported from the same floor or from above."""
    if room not in FLOOR:
        return [f"line 1: the room {room!r} has no floor; give it one in tests/house/plan.py"]
    return [
        f"line {line}: {room or 'portal'} (floor {FLOOR[room]}) may not import {other}"
        for line, other, _, _ in rooms_entered(tree)
        if other in FLOOR and other != room and not _below(room, other)
    ]


def _below(room, other):
    return FLOOR[other] < FLOOR[room] or (room, other) in BESIDE


def door_faults(room, tree):
    """Return where another room is entered by a window."""
    if room == "":  # puts the house together, so it may look into every room
        return []
    faults = [
        f"line {node.lineno}: say the module's full name, `from portal.{room} import …`"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    for line, other, rest, names in rooms_entered(tree):
        offered = exported(other)
        if other == room or offered is None:
            continue
        if rest:
            faults.append(f"line {line}: enter portal.{other} by its door, not by {rest}")
        faults += [
            f"line {line}: portal.{other} does not offer {name} in its __all__"
            for name in names
            if not rest and name not in offered
        ]
    return faults + _reached_through(room, tree)


def _reached_through(room, tree):
    known = {other for _, other, rest, names in rooms_entered(tree) if not rest and not names}
    doors = {other: exported(other) for other in known if other != room}
    return [
        f"line {node.lineno}: portal.{node.value.id} does not offer {node.attr} in its __all__"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and doors.get(node.value.id) is not None
        and node.attr not in doors[node.value.id]
    ]


def flask_faults(room, tree):
    """Return web libraries imported away from the doors."""
    if room in DOORS:
        return []
    allowed = HANDLE if room == "db" else set()
    return [
        f"line {line}: {module} belongs to the doors"
        for line, module, _ in imports(tree)
        if (top := module.split(".")[0]) not in allowed
        and (top in WEB_LIBRARIES or top.startswith("flask_"))
    ]


@pytest.mark.parametrize("path", MODULES, ids=rel)
def test_imports_go_down_and_through_doors(path):
    tree, room = ast.parse(path.read_text()), room_of(path)

    faults = floor_faults(room, tree) + door_faults(room, tree) + flask_faults(room, tree)

    assert faults == []


def test_every_room_says_what_it_offers():
    rooms = [path.parent.name for path in PORTAL.glob("*/__init__.py")]
    rooms = [room for room in rooms if FLOOR[room] < FLOOR["demo"]]

    assert [room for room in rooms if not exported(room)] == []


@pytest.mark.parametrize(
    ("check", "room", "planted"),
    [
        (floor_faults, "ledger", "from portal import journey"),
        (floor_faults, "ledger", "from portal.flow import tell"),
        (floor_faults, "intake", "from portal import journey"),
        (floor_faults, "web", "from portal import cli"),
        (floor_faults, "attic", ""),
        (door_faults, "flow", "from portal.db.scope import keeper"),
        (door_faults, "flow", "from portal.db import _cache"),
        (door_faults, "flow", "from portal import db\ndb.handle.db"),
        (door_faults, "db", "from .scope import keeper"),
        (flask_faults, "desk", "from flask import g"),
        (flask_faults, "people", "import flask_login"),
        (flask_faults, "db", "import werkzeug.security"),
    ],
)
def test_a_wrong_import_is_found(check, room, planted):
    assert check(room, ast.parse(planted))


@pytest.mark.parametrize(
    ("room", "allowed"),
    [
        ("flow", "from portal import db, ledger, clock\ndb.keeper(1)"),
        ("db", "from portal.db.handle import db\nfrom flask_sqlalchemy import SQLAlchemy"),
        ("web", "from flask import request\nfrom portal.errors import NotFound"),
    ],
)
def test_a_right_import_passes(room, allowed):
    tree = ast.parse(allowed)

    assert floor_faults(room, tree) + door_faults(room, tree) + flask_faults(room, tree) == []
