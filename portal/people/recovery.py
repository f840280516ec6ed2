"""A new password: by a link in a mail, or by knowing the old one."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select

from portal import clock
from portal.db import db
from portal.errors import N_, NotFound, NotUnderstood
from portal.people.actor import Actor
from portal.people.addresses import looked_up
from portal.people.links import GONE, Link, new_link, open_token, use_up
from portal.people.passwords import Hasher, check_password
from portal.people.roles import ROLES
from portal.people.sessions import end_all
from portal.people.tables import Membership, Organisation, Person


def forgot(email: str, lasts: timedelta) -> Link | None:
    """Make a link for a new password; None if nobody active has this address.

    The caller answers the same in both cases, and mails the link to its person.
    """
    person = db.session.scalar(
        select(Person).where(Person.email == looked_up(email), Person.deactivated_at.is_(None))
    )
    if person is None:
        return None
    return new_link("reset", person.email, clock.now(), lasts, person=person.id)


def house_of(person: UUID, org: int | None = None) -> int | None:
    """Return the owner who let a person in: to `org`, else to where they joined first.

    Their own mails are sent in its name, and what they change about themselves stands in
    its house, as their joining does.
    """
    query = _acting(select(Membership.given_by), person)
    return db.session.scalar(query if org is None else query.where(Membership.org == org))


def holder_of(secret: str) -> Actor:
    """Return who holds a link for a new password, acting for where they joined first.

    Raises:
        NotFound: the link is not, or no longer, good, or its person works nowhere any more.
    """
    person = open_token(secret, "reset", clock.now()).person
    about = select(Person.name, Membership.org, Organisation.name.label("company"), Membership.role)
    row = db.session.execute(_acting(about, person)).one_or_none()
    if row is None:
        raise NotFound(GONE)
    side = ROLES[row.role].side
    return Actor(person, row.name, row.org, row.company, side, row.role, auth="link")


def reset_of(secret: str, now: datetime) -> str:
    """Return the address a link for a new password is for.

    Raises:
        NotFound: there is no such link, or it was used or has expired.
    """
    return open_token(secret, "reset", now).email


def new_hash(secret: str, password: str, hasher: Hasher) -> str:
    """Return the hash of a good new password for the person of this link. Writes nothing.

    Raises:
        NotFound: the link is not, or no longer, good.
        NotUnderstood: the password is weak.
    """
    token = open_token(secret, "reset", clock.now())
    check_password(password, token.email, db.session.get_one(Person, token.person).name)
    return hasher.hash(password)


def reset(secret: str, hashed: str) -> UUID:
    """Keep the new password, use up every open link, end all sessions; return the person."""
    now = clock.now()
    token = open_token(secret, "reset", now)
    person = token.person
    db.session.get_one(Person, person).password_hash = hashed
    use_up(token, person, now)
    end_all(person, now)
    return person


def checked_change(person: UUID, old: str, new: str, hasher: Hasher) -> str:
    """Return the hash of a new password if the old one is right. Writes nothing.

    Raises:
        NotUnderstood: the old one is wrong, or the new one is weak or the same.
    """
    row = db.session.get_one(Person, person)
    if not hasher.matches(row.password_hash, old):
        raise NotUnderstood(N_("This is not your password of today."), field="old")
    if new == old:
        raise NotUnderstood(N_("The new password is the old one."), field="password")
    check_password(new, row.email, row.name)
    return hasher.hash(new)


def change_password(person: UUID, hashed: str, but: bytes) -> None:
    """Keep a new password and end the person's other sessions.

    Args:
        but: the token of the session that goes on.
    """
    db.session.get_one(Person, person).password_hash = hashed
    end_all(person, clock.now(), but=but)


def _acting(query: Select, person: UUID) -> Select:
    """Narrow a query to the organisation a person may act for, the first joined first."""
    return (
        query.select_from(Membership)
        .join(Person, Person.id == Membership.person)
        .join(Organisation, Organisation.id == Membership.org)
        .where(Membership.person == person, Membership.ended_at.is_(None))
        .order_by(Membership.since, Membership.org)
        .limit(1)
    )
