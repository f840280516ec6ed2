"""Which buyers' orders a partner's people see, and what they may do with them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, func, not_, select

from portal import clock
from portal.db import db
from portal.people.rights import (
    EVERY_BUYER,
    FULL,
    NOTHING,
    ORDERS,
    Rights,
    all_read,
    read,
    rights_with,
    written,
)
from portal.people.sessions import bars_text, numbers, rights_text
from portal.people.tables import Bar, Dealing, Membership, Permit, Person


def rights_of(org: int, person: UUID) -> dict[int, Rights]:
    """Return a member's rights by buyer; `EVERY_BUYER` stands for those not named."""
    query = select(Permit.owner, Permit.rights).where(Permit.org == org, Permit.person == person)
    return {owner: read(rights) for owner, rights in db.session.execute(query)}


def set_rights(org: int, person: UUID, rights: Mapping[int, Rights]) -> None:
    """Give a member these rights and no others; they hold from the next click."""
    db.session.execute(delete(Permit).where(Permit.org == org, Permit.person == person))
    db.session.add_all(
        Permit(org=org, person=person, owner=owner, rights=written(one))
        for owner, one in rights.items()
    )
    db.session.flush()


def let_in(org: int, person: UUID, owner: int) -> None:
    """Let a member see all of a buyer who invited them, whatever was barred before."""
    db.session.execute(delete(Bar).where(_barred(owner, org, person)))
    rights = rights_of(org, person)
    if rights_with(rights, owner).orders == "none":
        set_rights(org, person, {EVERY_BUYER: NOTHING} | rights | {owner: FULL})


def bar(owner: int, org: int, person: UUID) -> None:
    """End a partner's person's access to the orders of one owner."""
    if db.session.get(Bar, (owner, org, person)) is None:
        db.session.add(Bar(owner=owner, org=org, person=person, since=clock.now()))
        db.session.flush()


def unbar(owner: int, org: int, person: UUID) -> None:
    """Let a partner's person see the owner's orders again, as far as their own house does."""
    db.session.execute(delete(Bar).where(_barred(owner, org, person)))


def buyers_of(org: int, person: UUID) -> dict[int, Rights]:
    """Return the buyers of whom a member sees something, and the rights with each."""
    dealings = select(Dealing.owner).where(Dealing.partner == org).order_by(Dealing.owner)
    shut = select(Bar.owner).where(Bar.org == org, Bar.person == person)
    owners = db.session.scalars(dealings.where(Dealing.owner.not_in(shut)))
    rights = rights_of(org, person)
    found = {owner: rights_with(rights, owner) for owner in owners}
    return {owner: one for owner, one in found.items() if one.orders != "none"}


def readers(owner: int, orgs: Collection[int]) -> dict[int, dict[UUID, Rights]]:
    """Return who at these partners sees orders of an owner, and their rights. One statement."""
    found: dict[int, dict[UUID, Rights]] = {org: {} for org in orgs}
    query = (
        select(
            Membership.org,
            Membership.person,
            rights_text(Membership.org, Membership.person),
            bars_text(Membership.org, Membership.person),
        )
        .join(Person, Person.id == Membership.person)
        .where(
            Membership.org.in_(found),
            Membership.ended_at.is_(None),
            Person.deactivated_at.is_(None),
        )
        .order_by(Membership.person)
    )
    for org, person, rights, bars in db.session.execute(query):
        one = rights_with(all_read(rights or ""), owner)
        if one.orders != "none" and owner not in numbers(bars):
            found[org][person] = one
    return found


def sees(owner: int) -> ColumnElement[bool]:
    """Return the rule that a membership's rights show something of this owner."""
    named, others = (
        select(Permit.rights)
        .where(
            Permit.org == Membership.org,
            Permit.person == Membership.person,
            Permit.owner == buyer,
        )
        .scalar_subquery()
        for buyer in (owner, EVERY_BUYER)
    )
    return not_(func.coalesce(named, others, "none:").startswith("none:"))


def barred_by(owner: int) -> ColumnElement[bool]:
    """Return the rule that this owner ended a membership's access to its orders."""
    return exists().where(_barred(owner, Membership.org, Membership.person))


def not_more(given: Mapping[int, Rights], own: Mapping[int, Rights]) -> bool:
    """Is there nothing in the rights given that the giver lacks, with any buyer? Pure."""
    named = {EVERY_BUYER, *given, *own}
    return all(rights_with(given, one).within(rights_with(own, one)) for one in named)


def widest(rights: Collection[Rights]) -> str:
    """Return which orders somebody sees at most: all, assigned or none. Pure."""
    return min((one.orders for one in rights), key=ORDERS.index, default="none")


def _barred(owner, org, person):
    return (Bar.owner == owner) & (Bar.org == org) & (Bar.person == person)
