"""A portal on a fresh database, with the cast of the tests, in real time."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

import portal
from portal.db import db
from tests.conftest import given
from tests.world import World


@dataclass(frozen=True)
class Stage:
    """Where a goal works: the engine's name, the settings, the portal, who is there."""

    engine: str
    settings: dict
    app: Flask
    world: World


@contextmanager
def a_portal(engine) -> Iterator[Stage]:
    """Set up a portal on a database of its own; throw it away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        settings = given(engine.fresh(), Path(folder))
        app = portal.create_app(settings)
        portal.settle()  # as the web server does
        with app.app_context():
            yield Stage(engine.name, settings, app, World(app))
            db.session.remove()
            db.engine.dispose()
        engine.drop(settings)
