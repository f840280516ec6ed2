"""People as their mails know them: who may speak, and whose address gives mails back."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal import clock
from portal.db import db
from portal.people.absences import standing_in
from portal.people.actor import Actor
from portal.people.permits import rights_of
from portal.people.rights import EVERY_BUYER, FULL
from portal.people.roles import ROLES
from portal.people.scopes import SignedIn, scope_of
from portal.people.tables import Bar, Dealing, Membership, Organisation, Person


def by_mail(person: UUID, orgs: Collection[int]) -> SignedIn | None:
    """Return a person as they act now for one of these organisations; None if for none.

    With the rights of now, whatever they were when the mail was sent that they answer.
    """
    query = (
        select(Person, Organisation, Membership)
        .join(Membership, Membership.person == Person.id)
        .join(Organisation, Organisation.id == Membership.org)
        .where(
            Person.id == person,
            Membership.org.in_(orgs),
            Membership.ended_at.is_(None),
            Person.deactivated_at.is_(None),
        )
        .order_by(Membership.org)
    )
    for who, company, member in db.session.execute(query):
        if ROLES[member.role].scope != "lens":
            return _signed_in(who, company, member)
    return None


def mark_bounced(person: UUID, at: datetime) -> None:
    """Note that mails to a person come back, since the first of them."""
    row = db.session.get(Person, person)
    if row is not None:
        row.bounced_at = row.bounced_at or at


def mark_reached(person: UUID) -> None:
    """Note that a person's address works: a mail came from there."""
    row = db.session.get(Person, person)
    if row is not None and row.bounced_at is not None:
        row.bounced_at = None


def locale_of(person: UUID) -> str:
    """Return the language somebody reads."""
    row = db.session.get(Person, person)
    return row.locale if row else "en"


def mailbox_of(person: UUID) -> str:
    """Return somebody's address; empty if there is nobody (any more)."""
    row = db.session.get(Person, person)
    return row.email if row else ""


def works_for(person: UUID, orgs: Collection[int]) -> int:
    """Return the first of these organisations a person works for, or worked for; 0 for none."""
    query = select(Membership.org).where(Membership.person == person, Membership.org.in_(orgs))
    return db.session.scalars(query.order_by(Membership.org)).first() or 0


def _signed_in(who: Person, company: Organisation, member: Membership) -> SignedIn:
    partner = ROLES[member.role].scope == "partner"
    actor = Actor(
        who.id,
        who.name,
        org=company.id,
        org_name=company.name,
        side=ROLES[member.role].side,
        role=member.role,
        auth="mail",
        locale=who.locale,
        zone=who.zone,
        manages=partner and member.manages,
        rights=rights_of(company.id, who.id) if partner else {EVERY_BUYER: FULL},
    )
    deals = select(Dealing.owner).where(Dealing.partner == company.id).order_by(Dealing.owner)
    bars = select(Bar.owner).where(Bar.org == company.id, Bar.person == who.id)
    owners, barred = (tuple(db.session.scalars(query)) for query in (deals, bars))
    away = standing_in(company.id, who.id, clock.now().date())
    return SignedIn(actor, scope_of(actor, owners, None, barred, away))
