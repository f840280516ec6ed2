"""Who works for whom, and what an administrator may change about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from portal import clock
from portal.db import db
from portal.errors import N_, NotAllowed, NotFound, NotUnderstood
from portal.people.paging import having, part_of
from portal.people.roles import HOUSE_ROLES, PARTNER_ROLES
from portal.people.sessions import end_all
from portal.people.tables import Membership, Organisation, Person


@dataclass(frozen=True)
class Member:
    """One person in one organisation, as its administrator sees them.

    `org_ref` is what the organisation is called outside.
    """

    person: UUID
    name: str
    email: str
    org: int
    org_ref: UUID
    org_name: str
    role: str
    since: datetime
    ended_at: datetime | None
    bounced_at: datetime | None

    @property
    def active(self) -> bool:
        """May this person act for the organisation?"""
        return self.ended_at is None


_MEMBERS = (
    select(
        Person.id,
        Person.name,
        Person.email,
        Membership.org,
        Organisation.public_id,
        Organisation.name,
        Membership.role,
        Membership.since,
        Membership.ended_at,
        Person.bounced_at,
    )
    .join(Person, Person.id == Membership.person)
    .join(Organisation, Organisation.id == Membership.org)
)


def members(owner: int) -> list[Member]:
    """Return the people of an owner and those it invited at its partners, by name."""
    return [Member(*row) for row in db.session.execute(_by_name(owner))]


def members_page(owner: int, words: str, start: int, most: int) -> tuple[list[Member], int]:
    """Return up to `most` of them from the `start`th on, and how many there are.

    Args:
        words: part of a name, an address or the organisation's name; empty for all of them.
    """
    fits = having(words, Person.name, Person.email, Organisation.name)
    rows, many = part_of(_by_name(owner).where(fits), start, most)
    return [Member(*row) for row in rows], many


def member(owner: int, person: UUID, org_ref: UUID) -> Member:
    """Return one of them, in the organisation called `org_ref` outside.

    Raises:
        NotFound: there is nobody like that whom this owner manages.
    """
    row = db.session.execute(
        _MEMBERS.where(
            _managed_by(owner), Membership.person == person, Organisation.public_id == org_ref
        )
    ).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such person."))
    return Member(*row)


def give_role(owner: int, person: UUID, org: int, role: str) -> None:
    """Give a person another role in the organisation; it holds from their next click.

    Raises:
        NotFound: this owner manages nobody like that.
        NotUnderstood: the role does not fit the organisation.
        NotAllowed: nobody would be left to administer.
    """
    row = _row(owner, person, org)
    if role not in (HOUSE_ROLES if row.org == owner else PARTNER_ROLES):
        raise NotUnderstood(N_("Choose a role that fits this organisation."), field="role")
    if row.role == "admin" and role != "admin":
        _check_another_admin(owner, person)
    row.role = role
    db.session.flush()


def deactivate(owner: int, person: UUID, org: int) -> None:
    """End a person's membership and, at once, their sessions there.

    Raises:
        NotFound: this owner manages nobody like that.
        NotAllowed: nobody would be left to administer.
    """
    row = _row(owner, person, org)
    if row.role == "admin":
        _check_another_admin(owner, person)
    now = clock.now()
    row.ended_at = row.ended_at or now
    end_all(person, now, org=row.org)
    db.session.flush()


def reactivate(owner: int, person: UUID, org: int) -> None:
    """Let a person act for the organisation again, in the role they had."""
    row = _row(owner, person, org)
    row.ended_at = None
    db.session.flush()


def describe(
    person: UUID, name: str | None = None, locale: str | None = None, zone: str | None = None
) -> list[str]:
    """Change what a person may change about themselves, None leaves it; return what changed.

    Raises:
        NotUnderstood: the name is empty.
    """
    if name == "":
        raise NotUnderstood(N_("Give your name, as others should see it."), field="name")
    row = db.session.get_one(Person, person, with_for_update=True)
    wanted = {"name": name, "locale": locale, "zone": zone}
    changed = [what for what, value in wanted.items() if value not in (None, getattr(row, what))]
    for what in changed:
        setattr(row, what, wanted[what])
    return changed


def email_of(person: UUID) -> str:
    """Return a person's address."""
    return db.session.get_one(Person, person).email


def _by_name(owner: int) -> Select:
    name = (func.lower(Person.name), Person.id, Membership.org)
    return _MEMBERS.where(_managed_by(owner)).order_by(*name)


def _managed_by(owner: int):
    return or_(Membership.org == owner, Membership.given_by == owner)


def _row(owner: int, person: UUID, org: int) -> Membership:
    row = db.session.get(Membership, (org, person), with_for_update=True)
    if row is None or owner not in (row.org, row.given_by):
        raise NotFound(N_("There is no such person."))
    return row


def _check_another_admin(owner: int, person: UUID) -> None:
    others = db.session.scalars(
        select(Membership.person)
        .where(
            Membership.org == owner,
            Membership.role == "admin",
            Membership.ended_at.is_(None),
            Membership.person != person,
        )
        .with_for_update()
    ).all()
    if not others:
        raise NotAllowed(N_("This is the last administrator. Make somebody else one first."))
