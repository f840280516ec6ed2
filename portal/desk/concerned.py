"""Whom a message concerns: those it points to, and the people of whoever is written to."""

import json
from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select

from portal import people
from portal.db import db
from portal.desk.notice import Notice
from portal.desk.talk import Post, Talk
from portal.ledger import Held, Said
from portal.people import OWNER_ROLES, Contact, Membership, Person

FIRST_ASKED = ("buyer", "admin")  # who is told where nobody of the house is on the order yet


def owners_people(held: Held, owner: int) -> tuple[UUID, ...]:
    """Return who of the owner's house is on an order: whoever said something; else its buyers.

    In the keeper's scope. Who has left the house is not told any more.
    """
    return people_on([held.history], owner)


def people_on(histories: Iterable[Iterable[Said]], owner: int) -> tuple[UUID, ...]:
    """Return the same for several orders at once."""
    staff = _house(owner)
    spoke = {
        UUID(said.facts["by"]["person"])
        for history in histories
        for said in history
        if said.facts["by"]["org"] == owner and "person" in said.facts["by"]
    }
    on_it = sorted(spoke & staff.keys())
    for role in FIRST_ASKED:
        on_it = on_it or sorted(person for person, has in staff.items() if has == role)
    return tuple(on_it)


def still_reads(notice: Notice, post: Post, talk: Talk) -> bool:
    """Say whether whom a notice is for still belongs to a side that may read a message."""
    return any(post.read_by(org, talk.owner) and org in talk.parties for org in orgs_told(notice))


def orgs_told(notice: Notice) -> list[int]:
    """Return for whom the reader of a notice works: a person, a contact, a link's mailbox."""
    params = json.loads(notice.params)
    if notice.person is not None:
        mine = (Membership.person == notice.person, Membership.ended_at.is_(None))
        return list(db.session.scalars(select(Membership.org).where(*mine)))
    if "contact" in params:
        there = select(Contact.partner).where(Contact.id == UUID(params["contact"]))
        return list(db.session.scalars(there))
    link = people.by_link.link_of(UUID(params["link"])) if "link" in params else None
    return [link.partner] if link else []


def addressed(talk: Talk, post: Post) -> Collection[int]:
    """Return the other organisations a message is written to; a note is written to none."""
    if post.only_for:
        return ()
    if post.shared_with:
        return [talk.owner if post.org == post.shared_with else post.shared_with]
    return sorted(talk.parties - {post.org})


def _house(owner: int) -> dict[UUID, str]:
    query = (
        select(Membership.person, Membership.role)
        .join(Person, Person.id == Membership.person)
        .where(
            Membership.org == owner,
            Membership.role.in_(OWNER_ROLES),
            Membership.ended_at.is_(None),
            Person.deactivated_at.is_(None),
        )
    )
    return {person: role for person, role in db.session.execute(query)}
