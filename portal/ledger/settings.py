"""The settings of an owner: the newest version of each, and every version of one."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from portal.db import db
from portal.ledger.tables import Event, Setting
from portal.people import Person

AT_ONCE = 500  # keys asked for in one statement


@dataclass(frozen=True, slots=True)
class Made:
    """One version of a setting: what it says, when it was made, and by whom."""

    version: int
    doc: dict
    at: datetime
    person: UUID | None
    name: str


def settings_of(prefix: str = "") -> dict[str, tuple[int, dict]]:
    """Return key → (version, doc) for the newest version of each setting.

    Args:
        prefix: only keys that start with it, as "rule.".
    """
    return _read(_newest(_within(prefix)))


def settings_called(keys: Collection[str]) -> dict[str, tuple[int, dict]]:
    """Return key → (version, doc) for the newest version of these settings, of those there are."""
    wanted, found = sorted(set(keys)), {}
    for first in range(0, len(wanted), AT_ONCE):
        found |= _read(_newest(Setting.key.in_(wanted[first : first + AT_ONCE])))
    return found


def settings_page(prefix: str, after: str, most: int) -> dict[str, tuple[int, dict]]:
    """Return up to `most` settings whose keys start with `prefix` and come after one, by key."""
    query = _newest((Setting.key > after) & _within(prefix)).order_by(Setting.key).limit(most)
    return _read(query)


def versions_of(key: str, most: int) -> list[Made]:
    """Return the versions of a setting, the newest first."""
    query = (
        select(Setting.version, Setting.doc, Event.recorded_at, Event.by_person, Person.name)
        .join(
            Event,
            (Event.owner == Setting.owner)
            & (Event.stream == Setting.stream)
            & (Event.seq == Setting.seq),
        )
        .outerjoin(Person, Person.id == Event.by_person)
        .where(Setting.key == key)
        .order_by(Setting.version.desc())
        .limit(most)
    )
    return [
        Made(version, json.loads(doc), at, person, name or "")
        for version, doc, at, person, name in db.session.execute(query)
    ]


def versions_within(prefix: str, most: int) -> list[tuple[str, int, dict]]:
    """Return (key, version, doc) of every version of settings, by key, the newest first.

    Args:
        prefix: what their keys start with.
    """
    query = select(Setting.key, Setting.version, Setting.doc).where(_within(prefix))
    rows = db.session.execute(query.order_by(Setting.key, Setting.version.desc()).limit(most))
    return [(key, version, json.loads(doc)) for key, version, doc in rows]


def _within(prefix: str) -> ColumnElement[bool]:
    """Return the rule that a key starts with `prefix`, as a range that its index knows."""
    return (Setting.key >= prefix) & (Setting.key < prefix + "\U0010ffff")


def _newest(among: ColumnElement[bool]) -> Select:
    newest = (
        select(Setting.key, func.max(Setting.version).label("version"))
        .where(among)
        .group_by(Setting.owner, Setting.key)
        .subquery()
    )
    return select(Setting).join(
        newest, (Setting.key == newest.c.key) & (Setting.version == newest.c.version)
    )


def _read(query: Select) -> dict[str, tuple[int, dict]]:
    return {row.key: (row.version, json.loads(row.doc)) for row in db.session.scalars(query)}
