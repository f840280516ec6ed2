"""The room's tables, one file each."""

from portal.people.tables.absence import Absence
from portal.people.tables.access import Access
from portal.people.tables.action_link import ActionLink
from portal.people.tables.api_key import ApiKey
from portal.people.tables.attempt import Attempt
from portal.people.tables.bar import Bar
from portal.people.tables.choice import Choice
from portal.people.tables.contact import Contact
from portal.people.tables.dealing import Dealing
from portal.people.tables.grant import Grant
from portal.people.tables.group import Group
from portal.people.tables.link_code import LinkCode
from portal.people.tables.link_key import LinkKey
from portal.people.tables.link_seat import LinkSeat
from portal.people.tables.membership import Membership
from portal.people.tables.numbering import Numbering
from portal.people.tables.organisation import Organisation
from portal.people.tables.permit import Permit
from portal.people.tables.person import Person
from portal.people.tables.relation import Relation
from portal.people.tables.session import Session
from portal.people.tables.tiding import Tiding
from portal.people.tables.token import Token

__all__ = [
    "Absence",
    "Access",
    "ActionLink",
    "ApiKey",
    "Attempt",
    "Choice",
    "Contact",
    "Bar",
    "Dealing",
    "Grant",
    "Group",
    "LinkCode",
    "LinkKey",
    "LinkSeat",
    "Membership",
    "Numbering",
    "Organisation",
    "Permit",
    "Person",
    "Relation",
    "Session",
    "Tiding",
    "Token",
]
