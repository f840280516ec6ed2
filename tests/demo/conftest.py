"""A small demo world, made once per engine, and ways to look into it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

import portal
from portal import clock, demo, people
from portal.db import db, door, keeper
from portal.ledger import Event, Stream
from tests.conftest import given
from tests.pages import Visitor

TODAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
ORDERS = 32
UUIDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
APART = ("act", "details")  # salted, or new every time


@contextmanager
def house(engine, folder) -> Iterator:
    """Open a portal on a fresh database, at eight in the morning of a Monday."""
    urls = engine.fresh()
    app = portal.create_app(given(urls, folder))
    app.test_client_class = Visitor
    with app.app_context(), clock.held_at(TODAY):
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
    engine.drop(urls)


@pytest.fixture(scope="module")
def made(engine, tmp_path_factory):
    """A portal with a small demo world; `made.said` is what the command printed."""
    with house(engine, tmp_path_factory.mktemp("demo")) as app:
        app.said = []
        demo.make(ORDERS, app.said.append)
        yield app


def owners() -> list[int]:
    """Return the owners there are, whoever asked last in this thread."""
    with door():
        return people.owners()


def heads() -> dict:
    """Return the end of every stream of every owner."""
    found = {}
    for owner in owners():
        with keeper(owner):
            rows = db.session.execute(select(Stream.id, Stream.seq, Stream.head)).all()
        found |= {row.id: (row.seq, bytes(row.head)) for row in rows}
    return found


def content() -> dict:
    """Return what was said in every stream, by its name, without what is new every time."""
    found = {}
    for owner in owners():
        with keeper(owner):
            query = (
                select(Stream.key, Event.facts)
                .join(Event, (Event.owner == Stream.owner) & (Event.stream == Stream.id))
                .order_by(Stream.key, Event.seq)
            )
            for key, facts in db.session.execute(query):
                found.setdefault((owner, key), []).append(_plain(facts))
    return found


def _plain(facts: str) -> str:
    said = {name: value for name, value in json.loads(facts).items() if name not in APART}
    said["docs"] = [doc["bytes"] for doc in said.get("docs", ())]
    return UUIDS.sub("…", json.dumps(said, sort_keys=True))
