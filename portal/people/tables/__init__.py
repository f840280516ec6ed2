"""The room's tables, one file each."""

from portal.people.tables.access import Access
from portal.people.tables.attempt import Attempt
from portal.people.tables.contact import Contact
from portal.people.tables.dealing import Dealing
from portal.people.tables.grant import Grant
from portal.people.tables.group import Group
from portal.people.tables.membership import Membership
from portal.people.tables.numbering import Numbering
from portal.people.tables.organisation import Organisation
from portal.people.tables.person import Person
from portal.people.tables.relation import Relation
from portal.people.tables.session import Session
from portal.people.tables.token import Token

__all__ = [
    "Access",
    "Attempt",
    "Contact",
    "Dealing",
    "Grant",
    "Group",
    "Membership",
    "Numbering",
    "Organisation",
    "Person",
    "Relation",
    "Session",
    "Token",
]
