"""A partner's own people: whom its manager invites, what each may do, and who leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from portal import clock
from portal.db import db
from portal.errors import N_, Conflict, NotAllowed, NotFound, NotUnderstood
from portal.people.actor import Actor
from portal.people.addresses import address
from portal.people.links import new_link
from portal.people.permits import not_more, rights_of, set_rights
from portal.people.rights import EVERY_BUYER, Rights, all_read, all_written
from portal.people.sessions import end_all, rights_text
from portal.people.tables import Dealing, Membership, Organisation, Person, Token


@dataclass(frozen=True)
class Mate:
    """One of a partner's people, as its manager sees them."""

    person: UUID
    name: str
    email: str
    role: str
    manages: bool
    since: datetime
    ended_at: datetime | None
    rights: Mapping[int, Rights] = field(default_factory=dict)

    @property
    def active(self) -> bool:
        """May this person act for the organisation?"""
        return self.ended_at is None


_MATES = select(
    Person.id,
    Person.name,
    Person.email,
    Membership.role,
    Membership.manages,
    Membership.since,
    Membership.ended_at,
    rights_text(Membership.org, Membership.person),
).join(Person, Person.id == Membership.person)


@dataclass(frozen=True)
class Buyer:
    """An owner whose orders come to a partner. `ref` is what it is called outside."""

    owner: int
    ref: str
    name: str


def buyers(by: Actor) -> list[Buyer]:
    """Return the buyers of whom a manager may give rights, by name; those who come later first."""
    query = (
        select(Dealing.owner, Organisation.public_id, Organisation.name)
        .join(Organisation, Organisation.id == Dealing.owner)
        .where(Dealing.partner == by.org)
        .order_by(func.lower(Organisation.name), Dealing.owner)
    )
    found = [Buyer(owner, str(ref), name) for owner, ref, name in db.session.execute(query)]
    seen = [one for one in found if by.with_(one.owner).orders != "none"]
    if by.with_(EVERY_BUYER).orders == "none":
        return seen
    return [Buyer(EVERY_BUYER, "", ""), *seen]


def mates(org: int) -> list[Mate]:
    """Return a partner's people, by name."""
    rows = db.session.execute(
        _MATES.where(Membership.org == org).order_by(func.lower(Person.name), Person.id)
    )
    return [Mate(*row, rights=all_read(rights or "")) for *row, rights in rows]


def mate(org: int, person: UUID) -> Mate:
    """Return one of them.

    Raises:
        NotFound: nobody like that works there.
    """
    for one in mates(org):
        if one.person == person:
            return one
    raise NotFound(N_("There is no such person."))


def invite_mate(
    by: Actor, email: str, lasts: timedelta, rights: Mapping[int, Rights], manages: bool
) -> str:
    """Invite a colleague of one's own organisation; return the link's secret, shown this once.

    Raises:
        NotUnderstood: the address is none.
        NotAllowed: the rights go beyond the inviter's.
        Conflict: this person is already there.
    """
    to = address(email)
    _check_reach(by, rights)
    there = select(Membership.person).join(Person, Person.id == Membership.person)
    there = there.where(Person.email == to, Membership.org == by.org, Membership.ended_at.is_(None))
    if db.session.scalar(there) is not None:
        raise Conflict(N_("This person is already there."), field="email")
    about = {"org": by.org, "role": by.role, "by_org": by.org, "made_by": by.id}
    about |= {"rights": all_written(rights), "manages": manages}
    return new_link("invite", to, clock.now(), lasts, **about).secret


def give_rights(by: Actor, person: UUID, rights: Mapping[int, Rights], manages: bool) -> None:
    """Give a colleague these rights; they hold from the next click.

    Raises:
        NotFound: nobody like that works there.
        NotAllowed: the rights, those of before or those of now, go beyond the giver's; or
            nobody would be left to manage.
    """
    row = _row(by, person)
    _check_reach(by, rights)
    if row.manages and not manages:
        _check_another(by.org, person)
    row.manages = manages
    set_rights(by.org, person, rights)


def end_mate(by: Actor, person: UUID) -> None:
    """End a colleague's access and, at once, their sessions.

    Raises:
        NotFound, NotAllowed: see `give_rights`.
    """
    row = _row(by, person)
    if row.manages:
        _check_another(by.org, person)
    now = clock.now()
    if row.ended_at is None:
        row.ended_at, row.ended_by = now, by.org
    end_all(person, now, org=by.org)
    db.session.flush()


def readmit_mate(by: Actor, person: UUID) -> None:
    """Let a colleague in again, with the rights they had."""
    row = _row(by, person)
    row.ended_at = row.ended_by = None
    db.session.flush()


def invited_mates(org: int, now: datetime) -> list[tuple[str, datetime]]:
    """Return (address, good until) of colleagues who were invited and have not come yet."""
    until = func.max(Token.expires_at)
    rows = db.session.execute(
        select(Token.email, until)
        .where(
            Token.by_org == org,
            Token.org == org,
            Token.purpose == "invite",
            Token.used_at.is_(None),
            Token.expires_at > now,
        )
        .group_by(Token.email)
        .order_by(Token.email)
    )
    return [(email, expires) for email, expires in rows]


def managers(org: int) -> int:
    """Return how many people manage a partner's own people."""
    query = select(func.count()).where(
        Membership.org == org, Membership.manages, Membership.ended_at.is_(None)
    )
    return db.session.scalar(query)


def _row(by: Actor, person: UUID) -> Membership:
    _lock_managers(by.org)
    row = db.session.get(Membership, (by.org, person), with_for_update=True)
    if row is None:
        raise NotFound(N_("There is no such person."))
    if not not_more(rights_of(by.org, person), by.rights):
        raise NotAllowed(N_("This person may do more than you. Ask another administrator."))
    return row


def _check_reach(by: Actor, rights: Mapping[int, Rights]) -> None:
    if not by.manages:
        raise NotFound(N_("There is no such page, or you may not see it."))
    if not not_more(rights, by.rights):
        raise NotAllowed(N_("You cannot give rights that you do not have yourself."))
    if all(one.orders == "none" for one in rights.values()):
        raise NotUnderstood(N_("Choose at least one buyer whose orders this person sees."))


def _lock_managers(org: int) -> list[UUID]:
    """Lock those who manage in one order: two who end each other wait, and lock nothing up."""
    query = select(Membership.person).where(
        Membership.org == org, Membership.manages, Membership.ended_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Membership.person).with_for_update()))


def _check_another(org: int, person: UUID) -> None:
    if not {*_lock_managers(org)} - {person}:
        raise NotAllowed(N_("This is the last administrator. Make somebody else one first."))
