"""The house's own stream: who changed settings, accounts, grants and rules, the newest first."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select, tuple_

from portal.db import db
from portal.ledger import Event, Setting, Stream
from portal.people import Organisation, Person

MOST = 50


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that was changed in the house. `before` is what a setting said until then."""

    seq: int
    at: datetime
    kind: str
    by: Mapping
    body: Mapping
    before: Mapping | None = None


@dataclass(frozen=True, slots=True)
class HousePage:
    """A page of it, the newest first, with the names of whom it speaks of."""

    rows: list[Happened]
    people: dict[UUID, str]
    orgs: dict[int, str]
    older: int | None = None


def house_page(
    kinds: Collection[str] = (), person: UUID | None = None, before: int | None = None
) -> HousePage:
    """Return what happened in the house. Owner's scope; at most four statements.

    Args:
        kinds: only events of these kinds; none is all.
        person: only what this person did.
        before: only what came before this place in the stream.
    """
    query = _events(kinds, person, before)
    read = [
        (seq, at, kind, json.loads(facts))
        for seq, at, kind, facts in db.session.execute(query.limit(MOST + 1))
    ]
    shown = read[:MOST]
    earlier = _earlier(facts["body"] for _s, _a, kind, facts in shown if kind == "setting.made")
    rows = [
        Happened(seq, at, kind, facts["by"], facts.get("body", {}), _before(kind, facts, earlier))
        for seq, at, kind, facts in shown
    ]
    older = shown[-1][0] if len(read) > MOST else None
    return HousePage(rows, _people(rows), _orgs(rows), older)


def _events(kinds: Collection[str], person: UUID | None, before: int | None) -> Select:
    query = (
        select(Event.seq, Event.recorded_at, Event.kind, Event.facts)
        .join(Stream, (Stream.owner == Event.owner) & (Stream.id == Event.stream))
        .where(Stream.kind == "house")
        .order_by(Event.seq.desc())
    )
    if kinds:
        query = query.where(Event.kind.in_(sorted(kinds)))
    if person:
        query = query.where(Event.by_person == person)
    return query.where(Event.seq < before) if before else query


def _earlier(bodies: Iterable[Mapping]) -> dict[tuple[str, int], dict]:
    """Return what settings said in the version before, by key and that version."""
    wanted = {(body["key"], body["version"] - 1) for body in bodies if body["version"] > 1}
    if not wanted:
        return {}
    query = select(Setting.key, Setting.version, Setting.doc).where(
        tuple_(Setting.key, Setting.version).in_(sorted(wanted))
    )
    return {(key, version): json.loads(doc) for key, version, doc in db.session.execute(query)}


def _before(kind: str, facts: dict, earlier: dict) -> dict | None:
    if kind != "setting.made":
        return None
    return earlier.get((facts["body"]["key"], facts["body"]["version"] - 1), {})


def _people(rows: Iterable[Happened]) -> dict[UUID, str]:
    named = {one for row in rows for one in (row.by.get("person"), row.body.get("person")) if one}
    if not named:
        return {}
    query = select(Person.id, Person.name).where(Person.id.in_(sorted(map(UUID, named))))
    return {person: name for person, name in db.session.execute(query)}


def _orgs(rows: Iterable[Happened]) -> dict[int, str]:
    named = {row.by["org"] for row in rows}
    named |= {row.body[name] for row in rows for name in ("organisation", "partner")
              if isinstance(row.body.get(name), int)}  # fmt: skip
    if not named:
        return {}
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(sorted(named)))
    return {org: name for org, name in db.session.execute(query)}
