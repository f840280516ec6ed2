"""Who works for whom, and what an administrator may change about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select

from portal import clock
from portal.db import db
from portal.errors import N_, NotAllowed, NotFound, NotUnderstood
from portal.people.paging import having, part_of
from portal.people.permits import bar, barred_by, buyers_of, sees, unbar
from portal.people.roles import HOUSE_ROLES, PARTNER_ROLES
from portal.people.sessions import end_all
from portal.people.tables import Dealing, Membership, Organisation, Person


@dataclass(frozen=True)
class Member:
    """One person in one organisation, as its administrator sees them.

    `org_ref` is what the organisation is called outside. `ours`: invited by this owner, so
    their role is its to give. `barred`: it ended their access to its orders.
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
    ours: bool = True
    barred: bool = False
    manages: bool = False

    @property
    def active(self) -> bool:
        """May this person act for the organisation, as far as this owner is concerned?"""
        return self.ended_at is None and not self.barred


def members(owner: int) -> list[Member]:
    """Return the people of an owner, and those at its partners who see its orders, by name."""
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
    mine = (Membership.person == person, Organisation.public_id == org_ref)
    row = db.session.execute(_members(owner).where(*mine)).one_or_none()
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
    if owner not in (row.org, row.given_by):
        raise NotFound(N_("There is no such person."))
    if role not in (HOUSE_ROLES if row.org == owner else PARTNER_ROLES):
        raise NotUnderstood(N_("Choose a role that fits this organisation."), field="role")
    if row.role == "admin" and role != "admin":
        _check_another_admin(owner, person)
    row.role = role
    db.session.flush()


def deactivate(owner: int, person: UUID, org: int) -> None:
    """End a person's access to this owner's orders, at once.

    At a partner other buyers may go on with them; if there are none, the membership and its
    sessions end too, as they do in the owner's own house.

    Raises:
        NotFound: this owner knows of nobody like that.
        NotAllowed: nobody would be left to administer.
    """
    row = _row(owner, person, org)
    if row.role == "admin":
        _check_another_admin(owner, person)
    if org != owner:
        bar(owner, org, person)
    if org == owner or not buyers_of(org, person):
        _end(row, owner)
    db.session.flush()


def reactivate(owner: int, person: UUID, org: int) -> None:
    """Take back what `deactivate` did; what the partner's own manager ended stays ended."""
    row = _row(owner, person, org)
    unbar(owner, org, person)
    if row.ended_by in (None, owner):
        row.ended_at = row.ended_by = None
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


def _members(owner: int) -> Select:
    return (
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
            or_(Membership.org == owner, Membership.given_by == owner),
            barred_by(owner),
            Membership.manages,
        )
        .join(Person, Person.id == Membership.person)
        .join(Organisation, Organisation.id == Membership.org)
        .where(_known_to(owner))
    )


def _by_name(owner: int) -> Select:
    return _members(owner).order_by(func.lower(Person.name), Person.id, Membership.org)


def _known_to(owner: int):
    """Its own people and those it invited; and all at its partners who see its orders, or did."""
    partners = select(Dealing.partner).where(Dealing.owner == owner)
    seeing = and_(Membership.ended_at.is_(None), sees(owner))
    return or_(
        Membership.org == owner,
        Membership.given_by == owner,
        and_(Membership.org.in_(partners), or_(seeing, barred_by(owner))),
    )


def _row(owner: int, person: UUID, org: int) -> Membership:
    _lock_admins(owner)
    row = db.session.get(Membership, (org, person), with_for_update=True)
    mine = (Membership.person == person, Membership.org == org)
    if row is None or db.session.execute(_members(owner).where(*mine)).first() is None:
        raise NotFound(N_("There is no such person."))
    return row


def _end(row: Membership, owner: int) -> None:
    now = clock.now()
    if row.ended_at is None:
        row.ended_at, row.ended_by = now, owner
    end_all(row.person, now, org=row.org)


def _lock_admins(owner: int) -> list[UUID]:
    """Lock the administrators in one order: two who end each other wait, and lock nothing up."""
    query = select(Membership.person).where(
        Membership.org == owner, Membership.role == "admin", Membership.ended_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Membership.person).with_for_update()))


def _check_another_admin(owner: int, person: UUID) -> None:
    if not {*_lock_admins(owner)} - {person}:
        raise NotAllowed(N_("This is the last administrator. Make somebody else one first."))
