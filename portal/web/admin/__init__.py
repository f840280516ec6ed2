"""What an administrator looks after: people, partners, contacts, groups, grants, terms, mails."""

from portal.web.admin import (
    contact_files,
    contacts,
    grants,
    groups,
    mail,
    organisations,
    people,
    terms,
)
from portal.web.admin.door import bp

__all__ = [
    "bp",
    "contact_files",
    "contacts",
    "grants",
    "groups",
    "mail",
    "organisations",
    "people",
    "terms",
]
