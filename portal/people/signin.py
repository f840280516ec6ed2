"""Signing in: is it this person, and for which organisation."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.people.addresses import looked_up
from portal.people.passwords import Hasher
from portal.people.tables import Membership, Organisation, Person


@dataclass(frozen=True)
class Place:
    """One organisation a person may act for; `ref` is what it is called outside."""

    org: int
    ref: UUID
    name: str
    role: str


@dataclass(frozen=True)
class Known:
    """Somebody whose password was right. `places` is where they may act, oldest first.

    `better_hash` is set when the kept one was made with other settings; keep it.
    """

    person: UUID
    name: str
    places: tuple[Place, ...]
    better_hash: str | None = None


def recognise(email: str, password: str, hasher: Hasher) -> Known | None:
    """Return who this is; None if address or password is wrong, or nothing is open to them.

    Known and unknown addresses cost the same work.
    """
    person = db.session.scalar(select(Person).where(Person.email == looked_up(email)))
    right = hasher.matches(person.password_hash if person else None, password)
    if person is None or not right or person.deactivated_at is not None:
        return None
    found = places(person.id)
    if not found:
        return None
    old = hasher.outdated(person.password_hash)
    return Known(person.id, person.name, found, hasher.hash(password) if old else None)


def keep_hash(person: UUID, better: str) -> None:
    """Keep a password's hash made with today's settings."""
    db.session.get_one(Person, person).password_hash = better


def places(person: UUID) -> tuple[Place, ...]:
    """Return the organisations a person may act for, the first joined first."""
    rows = db.session.execute(
        select(Membership.org, Organisation.public_id, Organisation.name, Membership.role)
        .join(Organisation, Organisation.id == Membership.org)
        .where(Membership.person == person, Membership.ended_at.is_(None))
        .order_by(Membership.since, Membership.org)
    )
    return tuple(Place(*row) for row in rows)
