"""Grants: an owner lets an auditor read a part of its ledger for a while."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal import clock
from portal.db import db, uuid7
from portal.errors import N_, NotFound, NotUnderstood
from portal.people.actor import Actor
from portal.people.paging import having, part_of
from portal.people.scopes import valid
from portal.people.tables import Grant, Membership, Organisation, Person


@dataclass(frozen=True)
class Extent:
    """What a grant covers. All None is everything of the owner.

    `since` and `until` (exclusive) bound the order date; an `order` needs its `partner`.
    """

    partner: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    order: UUID | None = None


@dataclass(frozen=True)
class Given:
    """A grant as a page shows it: with the names of the auditor and the owner."""

    id: UUID
    person: str
    owner: str
    partner: int | None
    since: datetime | None
    until: datetime | None
    order: UUID | None
    expires_at: datetime
    reason: str
    revoked_at: datetime | None

    def open(self, now: datetime) -> bool:
        """May it be looked through at that moment?"""
        return valid(self, now)


_GIVEN = (
    select(
        Grant.id,
        Person.name,
        Organisation.name,
        Grant.partner,
        Grant.since,
        Grant.until,
        Grant.order,
        Grant.expires_at,
        Grant.reason,
        Grant.revoked_at,
    )
    .join(Person, Person.id == Grant.person)
    .join(Organisation, Organisation.id == Grant.owner)
    .order_by(Grant.given_at.desc(), Grant.id)
)


def give_grant(by: Actor, person: UUID, extent: Extent, expires_at: datetime, reason: str) -> Grant:
    """Let an auditor of the giver's organisation read; return the grant.

    Raises:
        NotFound: there is no such auditor.
        NotUnderstood: it would end before it begins, or no reason was given.
    """
    _check_auditor(by.org, person)
    _check_extent(extent, expires_at)
    if not reason:
        raise NotUnderstood(N_("Say what the access is for."), field="reason")
    made = Grant(
        id=uuid7(),
        owner=by.org,
        person=person,
        partner=extent.partner,
        since=extent.since,
        until=extent.until,
        order=extent.order,
        expires_at=expires_at,
        given_by=by.id,
        given_at=clock.now(),
        reason=reason,
        revoked_at=None,
    )
    db.session.add(made)
    db.session.flush()
    return made


def revoke_grant(owner: int, grant: UUID) -> datetime:
    """Take a grant back from the auditor's next click on; return since when it is.

    Raises:
        NotFound: this owner gave no such grant.
    """
    row = db.session.get(Grant, grant)
    if row is None or row.owner != owner:
        raise NotFound(N_("There is no such grant."))
    row.revoked_at = row.revoked_at or clock.now()
    return row.revoked_at


def grants_page(owner: int, words: str, start: int, most: int) -> tuple[list[Given], int]:
    """Return up to `most` grants of an owner, the newest first, and how many there are.

    Args:
        words: part of the auditor's name or address, or of the reason; empty for all of them.
    """
    fits = having(words, Person.name, Person.email, Grant.reason)
    rows, many = part_of(_GIVEN.where(Grant.owner == owner, fits), start, most)
    return [Given(*row) for row in rows], many


def grant_of(owner: int, grant: UUID) -> Given:
    """Return one grant an owner gave.

    Raises:
        NotFound: this owner gave no such grant.
    """
    row = db.session.execute(_GIVEN.where(Grant.owner == owner, Grant.id == grant)).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such grant."))
    return Given(*row)


def grants_of(person: UUID, now: datetime) -> list[Given]:
    """Return the grants a person may look through now, the newest first."""
    open_now = (Grant.person == person, Grant.revoked_at.is_(None), Grant.expires_at > now)
    return [Given(*row) for row in db.session.execute(_GIVEN.where(*open_now))]


def auditors(owner: int) -> list[tuple[UUID, str]]:
    """Return (id, name) of the auditors of an organisation, by name."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .join(Membership, Membership.person == Person.id)
        .where(
            Membership.org == owner,
            Membership.role == "auditor",
            Membership.ended_at.is_(None),
        )
        .order_by(Person.name)
    )
    return [(person, name) for person, name in rows]


def _check_auditor(owner: int, person: UUID) -> None:
    if person not in {found for found, _ in auditors(owner)}:
        raise NotFound(N_("There is no such auditor."), field="person")


def _check_extent(extent: Extent, expires_at: datetime) -> None:
    if expires_at <= clock.now():
        raise NotUnderstood(N_("The grant must end in the future."), field="expires_on")
    if extent.since and extent.until and extent.until <= extent.since:
        raise NotUnderstood(N_("The period ends before it begins."), field="until")
    if extent.order and not extent.partner:
        raise NotUnderstood(N_("Name the partner of this order too."), field="partner")
