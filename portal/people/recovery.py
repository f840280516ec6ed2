"""A new password: by a link in a mail, or by knowing the old one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from portal import clock
from portal.db import db
from portal.errors import N_, NotUnderstood
from portal.people.addresses import looked_up
from portal.people.invites import open_token
from portal.people.passwords import Hasher, check_password
from portal.people.secret import digest, new_secret
from portal.people.sessions import end_all
from portal.people.tables import Person, Token


@dataclass(frozen=True)
class Letter:
    """A mail to write: to whom, in which language, with which link. Never stored."""

    person: UUID
    email: str
    name: str
    locale: str
    secret: str


def forgot(email: str, lasts: timedelta) -> Letter | None:
    """Make a link for a new password; None if nobody active has this address.

    The caller answers the same in both cases.
    """
    person = db.session.scalar(
        select(Person).where(Person.email == looked_up(email), Person.deactivated_at.is_(None))
    )
    if person is None:
        return None
    secret, now = new_secret(), clock.now()
    db.session.add(
        Token(
            token=digest(secret),
            purpose="reset",
            email=person.email,
            org=None,
            role=None,
            person=person.id,
            by_org=None,
            made_by=None,
            made_at=now,
            expires_at=now + lasts,
            used_at=None,
        )
    )
    return Letter(person.id, person.email, person.name, person.locale, secret)


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
    person = open_token(secret, "reset", now).person
    db.session.get_one(Person, person).password_hash = hashed
    db.session.execute(
        update(Token)
        .where(Token.person == person, Token.purpose == "reset", Token.used_at.is_(None))
        .values(used_at=now)
    )
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
