"""The bell: what somebody was told in the portal, what of it is new, and that they read it."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import delete, select, tuple_, update

from portal import clock
from portal.db import current, db, insert_rows
from portal.desk.telling.told import Told
from portal.ledger import canonical
from portal.people import Tiding, choices

PAGE = 50
_FAMILY = UUID("d1c0a3b8-6c1e-5a53-8f4e-2f1f0d7f5c02")  # never change it: ids come from it
_CONVERSATION = frozenset({"message", "case_asked", "case_answered"})
_CHARGES = frozenset({"case_charged", "case_judged"})


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing somebody was told."""

    id: UUID
    owner: int
    template: str
    params: dict
    stream: UUID | None
    severity: int
    made_at: datetime
    read_at: datetime | None

    def path(self, of_owner: bool) -> str:
        """Return where the reader goes on. Pure.

        Args:
            of_owner: the reader is of the owner's people, who alone see the pages of cases.
        """
        event, case = self.params.get("event", ""), self.params.get("case", "")
        if "shipment" in self.params:
            return f"/shipments/{self.params['shipment']}"
        if self.template in _CONVERSATION:
            return f"/orders/{self.stream}/messages#m-{event}"
        if case and of_owner:
            return f"/exceptions/{case}"
        if self.template in _CHARGES:
            return f"/orders/{self.stream}/cases/{case}"
        return f"/orders/{self.stream}" + (f"#e-{event}" if event else "")


def ring(told: Sequence[Told], listeners: dict[UUID, choices.Listener]) -> list[Told]:
    """Write what people are told under their bell; return what is new to them. No commit.

    Two statements, however much is told. Who works here no more is told nothing.
    """
    rows: dict[UUID, tuple[Told, dict]] = {}
    for one in told:
        for org in _orgs(one, listeners):
            row = _row(one, org)
            rows.setdefault(row["id"], (one, row))
    known = _known(rows)
    new = [pair for ident, pair in rows.items() if ident not in known]
    insert_rows(Tiding, [row for _one, row in new])
    return list(dict.fromkeys(one for one, _row in new))


def heard(
    person: UUID, org: int, only_new: bool = False, after: UUID | None = None, most: int = PAGE
) -> list[Heard]:
    """Return what somebody was told, the newest first; `after` is the last of the page before."""
    query = select(Tiding).where(Tiding.person == person, Tiding.org == org)
    if only_new:
        query = query.where(Tiding.read_at.is_(None))
    if after is not None:
        place = select(Tiding.made_at, Tiding.id).where(Tiding.id == after)
        end = db.session.execute(place).one_or_none()
        if end is not None:
            query = query.where(tuple_(Tiding.made_at, Tiding.id) < tuple_(*end))
    rows = db.session.scalars(query.order_by(Tiding.made_at.desc(), Tiding.id.desc()).limit(most))
    return [_heard(row) for row in rows]


def heard_one(person: UUID, ident: UUID) -> Heard | None:
    """Return one thing this person was told."""
    row = db.session.scalar(select(Tiding).where(Tiding.id == ident, Tiding.person == person))
    return _heard(row) if row else None


def unread_owners(person: UUID, org: int, idents: Collection[UUID] = ()) -> list[int]:
    """Return whose news somebody has not read yet, all of it or among these."""
    query = select(Tiding.owner).where(*_mine(person, org, idents)).distinct()
    return sorted(db.session.scalars(query))


def mark_read(person: UUID, org: int, idents: Collection[UUID] = ()) -> int:
    """Note that somebody read these, or all, of the keeper's owner; return how many were new."""
    read = update(Tiding).where(Tiding.owner == current().org, *_mine(person, org, idents))
    read = read.values(read_at=clock.now()).execution_options(synchronize_session=False)
    return db.session.execute(read).rowcount


def forget_tidings(before: datetime) -> int:
    """Throw away what the keeper's owner's news told before that moment; return how many."""
    old = delete(Tiding).where(Tiding.owner == current().org, Tiding.made_at < before)
    return db.session.execute(old.execution_options(synchronize_session=False)).rowcount


def _mine(person: UUID, org: int, idents: Collection[UUID]) -> list:
    mine = [Tiding.person == person, Tiding.org == org, Tiding.read_at.is_(None)]
    return [*mine, Tiding.id.in_(idents)] if idents else mine


def _orgs(one: Told, listeners: dict[UUID, choices.Listener]) -> tuple[int, ...]:
    found = listeners.get(one.reader.person) if one.reader.person else None
    return found.orgs[:1] if found else ()


def _row(one: Told, org: int) -> dict:
    owner = current().org
    return {
        "owner": owner,
        "id": uuid5(_FAMILY, f"{owner}/{one.reader.person}/{org}/{one.about}"),
        "org": org,
        "person": one.reader.person,
        "template": one.template,
        "params": canonical(one.params | ({"rule": one.rule} if one.rule else {})),
        "stream": one.order,
        "about": one.about,
        "severity": one.severity,
        "made_at": clock.now(),
        "read_at": None,
    }


def _known(rows: Collection[UUID]) -> set[UUID]:
    if not rows:
        return set()
    query = select(Tiding.id).where(Tiding.owner == current().org, Tiding.id.in_(rows))
    return set(db.session.scalars(query))


def _heard(row: Tiding) -> Heard:
    return Heard(
        row.id,
        row.owner,
        row.template,
        json.loads(row.params),
        row.stream,
        row.severity,
        row.made_at,
        row.read_at,
    )
