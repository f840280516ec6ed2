"""Who asks? Organisations, people, roles, sessions, grants, and the scope each may see through.

In:   an address and a password, a secret from a cookie or a link.
Out:  an Actor and the Scope it sees through; rows of people and organisations.
Rule: nobody else decides who somebody is or what they may see. Secrets are kept as
      hashes only, and known and unknown addresses get the same answer.
"""

from portal.people.actor import Actor, system
from portal.people.roles import HOUSE_ROLES, OWNER_ROLES, PARTNER_ROLES, ROLES, Role
from portal.people.tables import (
    Access,
    Attempt,
    Dealing,
    Grant,
    Membership,
    Organisation,
    Person,
    Relation,
    Session,
    Token,
)

__all__ = [
    "HOUSE_ROLES",
    "OWNER_ROLES",
    "PARTNER_ROLES",
    "ROLES",
    "Access",
    "Actor",
    "Attempt",
    "Dealing",
    "Grant",
    "Membership",
    "Organisation",
    "Person",
    "Relation",
    "Role",
    "Session",
    "Token",
    "system",
]
