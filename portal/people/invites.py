"""Invitations: a link by mail that lets one person join one organisation in one role."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from portal import clock
from portal.db import db, uuid7
from portal.errors import N_, Conflict, NotUnderstood
from portal.people.actor import Actor
from portal.people.addresses import address
from portal.people.links import new_link, open_token, use_up
from portal.people.paging import having, part_of
from portal.people.partners import organisation, partner
from portal.people.passwords import Hasher, check_password
from portal.people.permits import buyers_of, let_in, set_rights
from portal.people.rights import EVERY_BUYER, FULL, all_read
from portal.people.roles import HOUSE_ROLES, PARTNER_ROLES, ROLES
from portal.people.tables import Membership, Organisation, Person, Token
from portal.people.team.mates import managers


@dataclass(frozen=True)
class Invitation:
    """What an open invitation says. `known`: the address already has an account."""

    email: str
    org: int
    org_name: str
    role: str
    by_org: int
    known: bool


@dataclass(frozen=True)
class Invited:
    """An invitation nobody has accepted yet, as its administrator sees it."""

    email: str
    org_name: str
    role: str
    expires_at: datetime


@dataclass(frozen=True)
class Joined:
    """Somebody joined. `by_org` is the owner in whose house stream it is recorded."""

    person: UUID
    name: str
    org: int
    role: str
    by_org: int


@dataclass(frozen=True)
class Acceptance:
    """What somebody chose when joining. No hash: they have an account and proved it."""

    name: str
    password_hash: str | None


def invite(by: Actor, email: str, role: str, lasts: timedelta, org: int | None = None) -> str:
    """Invite somebody; return the link's secret, which is shown this once.

    Args:
        org: a partner of the inviter's organisation; None is the inviter's own.

    Raises:
        NotFound: no such partner.
        NotUnderstood: the address is none, or the role does not fit the organisation.
        Conflict: this person is already there.
    """
    to = address(email)
    _check_role(by.org, org, role)
    target = org or by.org
    _check_not_there(to, target, by.org)
    about = {"org": target, "role": role, "by_org": by.org, "made_by": by.id}
    return new_link("invite", to, clock.now(), lasts, **about).secret


def invitation(secret: str, now: datetime) -> Invitation:
    """Return what a link is for.

    Raises:
        NotFound: there is no such link, or it was used or has expired; one answer for all.
    """
    token = open_token(secret, "invite", now)
    known = db.session.scalar(select(Person.id).where(Person.email == token.email))
    return Invitation(
        token.email,
        token.org,
        organisation(token.org).name,
        token.role,
        token.by_org,
        known is not None,
    )


def invitations_page(
    by_org: int, now: datetime, words: str, start: int, most: int
) -> tuple[list[Invited], int]:
    """Return up to `most` open invitations of an owner, the newest first, and how many there are.

    One for each mailbox and role, from the `start`th on.

    Args:
        words: part of an address or of the organisation's name; empty for all of them.
    """
    query = (
        select(Token.email, Organisation.name, Token.role, func.max(Token.expires_at))
        .join(Organisation, Organisation.id == Token.org)
        .where(
            Token.by_org == by_org,
            Token.purpose == "invite",
            Token.used_at.is_(None),
            Token.expires_at > now,
            having(words, Token.email, Organisation.name),
        )
        .group_by(Token.email, Organisation.name, Token.role)
        .order_by(func.max(Token.made_at).desc(), Token.email, Organisation.name, Token.role)
    )
    rows, many = part_of(query, start, most)
    return [Invited(*row) for row in rows], many


def accept(secret: str, name: str, password: str, hasher: Hasher) -> Acceptance:
    """Check what somebody typed to join; return what to keep. Writes nothing, hashes here.

    Who has an account proves it with its password; others choose a name and a password.

    Raises:
        NotFound: the link is not, or no longer, good.
        NotUnderstood: the name is missing, the password weak, or not the account's.
    """
    token = open_token(secret, "invite", clock.now())
    person = db.session.scalar(select(Person).where(Person.email == token.email))
    if person is None:
        if not name:
            raise NotUnderstood(N_("Give your name, as others should see it."), field="name")
        check_password(password, token.email, name, organisation(token.org).name)
        return Acceptance(name, hasher.hash(password))
    if not hasher.matches(person.password_hash, password) or person.deactivated_at:
        raise NotUnderstood(
            N_("This is not the password of your account. Try again or ask for a new one."),
            field="password",
        )
    return Acceptance(person.name, None)


def join(secret: str, accepted: Acceptance, locale: str = "en", zone: str = "UTC") -> Joined:
    """Let somebody in who accepted; the link is used up.

    Raises:
        NotFound: the link is not, or no longer, good.
        Conflict: an account with this address was made a moment earlier.
    """
    now = clock.now()
    token = open_token(secret, "invite", now)
    person = db.session.scalar(select(Person).where(Person.email == token.email))
    if (person is None) != bool(accepted.password_hash):
        raise Conflict(N_("Somebody else changed this first. Reload and try again."))
    if person is None:
        person = _new_person(token.email, accepted, locale, zone)
    use_up(token, person.id, now)
    _give(token, person.id, now)
    db.session.flush()
    return Joined(person.id, person.name, token.org, token.role, token.by_org)


def _check_role(house: int, org: int | None, role: str) -> None:
    own = org is None or org == house
    if role not in (HOUSE_ROLES if own else PARTNER_ROLES):
        raise NotUnderstood(N_("Choose a role that fits this organisation."), field="role")
    if not own and ROLES[role].side not in partner(org).kinds.split(","):
        raise NotUnderstood(N_("Choose a role that fits this organisation."), field="role")


def _check_not_there(email: str, org: int, by_org: int) -> None:
    """Only what the inviter may know: who there does not see its orders is not said."""
    there = db.session.scalar(
        select(Membership.person)
        .join(Person, Person.id == Membership.person)
        .where(Person.email == email, Membership.org == org, Membership.ended_at.is_(None))
    )
    own = org == by_org
    if there is not None and (own or by_org in buyers_of(org, there)):
        raise Conflict(N_("This person is already there."), field="email")


def _new_person(email: str, accepted: Acceptance, locale: str, zone: str) -> Person:
    person = Person(
        id=uuid7(),
        email=email,
        name=accepted.name,
        password_hash=accepted.password_hash,
        locale=locale,
        zone=zone,
        created_at=clock.now(),
        deactivated_at=None,
    )
    db.session.add(person)
    db.session.flush()  # the membership needs the person
    return person


def _give(token: Token, person: UUID, now: datetime) -> None:
    known = db.session.get(Membership, (token.org, person))
    if known is None:
        db.session.add(
            Membership(
                org=token.org,
                person=person,
                role=token.role,
                given_by=token.by_org,
                since=now,
                ended_at=None,
                ended_by=None,
                manages=token.manages,
            )
        )
        db.session.flush()  # the rights need the membership
    elif known.ended_at is not None:
        known.role, known.given_by = token.role, token.by_org
        known.since, known.ended_at, known.ended_by = now, None, None
        known.manages = token.manages
        set_rights(token.org, person, {})  # what they once had is not given again unasked
    if ROLES[token.role].scope == "partner":
        _let_see(token, person)


def _let_see(token: Token, person: UUID) -> None:
    """Give what the invitation says. The first at a partner sees all and manages the others.

    Whoever a buyer invites after that sees this buyer's orders; of other buyers only what the
    partner's own manager allows, since no buyer may look at another's orders by inviting itself.
    """
    if token.rights is not None:
        set_rights(token.org, person, all_read(token.rights))
    elif not managers(token.org):
        set_rights(token.org, person, {EVERY_BUYER: FULL})
        db.session.get_one(Membership, (token.org, person)).manages = True
    else:
        let_in(token.org, person, token.by_org)
