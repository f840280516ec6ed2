"""From a role to what it may see. Pure: rows in, an Actor and a Scope out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.db import Scope
from portal.people.actor import Actor
from portal.people.rights import EVERY_BUYER
from portal.people.roles import ROLES
from portal.people.tables import Grant


@dataclass(frozen=True)
class SignedIn:
    """Who asks and through which scope. `stale`: the session was not noted for a minute."""

    actor: Actor
    scope: Scope
    stale: bool = False
    grant: UUID | None = None


def valid(grant, now: datetime) -> bool:
    """May it still be looked through?"""
    return grant.revoked_at is None and grant.expires_at > now


def scope_of(
    actor: Actor,
    owners: tuple[int, ...],
    grant: Grant | None,
    barred: tuple[int, ...] = (),
    away: tuple[UUID, ...] = (),
) -> Scope:
    """Return the scope of an actor.

    Args:
        owners: the owners a partner works for.
        grant: a valid one, for an auditor; without one nothing is seen.
        barred: owners who ended this person's access.
        away: colleagues for whom this person stands in just now.
    """
    kind = ROLES[actor.role].scope
    if kind == "lens":
        return lens(actor, grant)
    if kind == "partner":
        return partner(actor, owners, barred, away)
    standing = (actor.id, *away) if away else ()
    return Scope("own", org=actor.org, owners=(actor.org,), person=actor.id, people=standing)


def partner(
    actor: Actor, owners: tuple[int, ...], barred: tuple[int, ...] = (), away: tuple[UUID, ...] = ()
) -> Scope:
    """Return the scope of a partner's person: narrow, unless they see all of every owner."""
    open_ = tuple(owner for owner in owners if owner not in barred)
    seen = {
        orders: tuple(owner for owner in open_ if actor.with_(owner).orders == orders)
        for orders in ("all", "assigned")
    }
    if seen["all"] == owners and (owners or actor.with_(EVERY_BUYER).orders == "all"):
        return Scope("partner", org=actor.org, owners=owners, person=actor.id)
    return Scope(
        "partner",
        org=actor.org,
        owners=tuple(sorted(seen["all"] + seen["assigned"])),
        person=actor.id,
        narrow=True,
        whole=seen["all"],
        some=seen["assigned"],
        people=(actor.id, *away),
    )


def lens(actor: Actor, grant: Grant | None) -> Scope:
    """Return the scope of one grant. No owner has the number 0, so no grant shows nothing."""
    if grant is None:
        return Scope("lens", org=actor.org, person=actor.id)
    return Scope(
        "lens",
        org=actor.org,
        owners=(grant.owner,),
        person=actor.id,
        lens_owner=grant.owner,
        lens_partner=grant.partner or 0,
        lens_since=grant.since,
        lens_until=grant.until,
        lens_order=grant.order,
        lens_grant=grant.id,
    )
