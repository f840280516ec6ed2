"""People as their mails know them: who may speak, and whose address gives mails back."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.people.actor import Actor
from portal.people.roles import ROLES
from portal.people.scopes import SignedIn, scope_of
from portal.people.tables import Dealing, Membership, Organisation, Person


def by_mail(person: UUID, orgs: Collection[int]) -> SignedIn | None:
    """Return a person as they act now for one of these organisations; None if for none.

    With the rights of now, whatever they were when the mail was sent that they answer.
    """
    query = (
        select(Person, Organisation, Membership.role)
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
    for who, company, role in db.session.execute(query):
        if ROLES[role].scope != "lens":
            return _signed_in(who, company, role)
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


def _signed_in(who: Person, company: Organisation, role: str) -> SignedIn:
    actor = Actor(
        who.id,
        who.name,
        org=company.id,
        org_name=company.name,
        side=ROLES[role].side,
        role=role,
        auth="mail",
        locale=who.locale,
        zone=who.zone,
    )
    deals = select(Dealing.owner).where(Dealing.partner == company.id).order_by(Dealing.owner)
    return SignedIn(actor, scope_of(actor, tuple(db.session.scalars(deals)), None))
