"""Roles as data: what a membership lets a person be, and through which scope they see.

To add a role, add a line here and name it in the audiences of the views that it may open.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """One role. `side` is how its events are signed, `scope` how its rows are fetched."""

    name: str
    side: str
    scope: str


ROLES = {
    role.name: role
    for role in (
        Role("admin", "owner", "own"),
        Role("buyer", "owner", "own"),
        Role("receiving", "owner", "own"),
        Role("supplier", "supplier", "partner"),
        Role("carrier", "carrier", "partner"),
        Role("customer", "customer", "partner"),
        Role("auditor", "auditor", "lens"),
    )
}

OWNER_ROLES = frozenset(r.name for r in ROLES.values() if r.scope == "own")
PARTNER_ROLES = frozenset(r.name for r in ROLES.values() if r.scope == "partner")
HOUSE_ROLES = OWNER_ROLES | {"auditor"}  # what an owner gives in its own organisation
