"""What an administrator looks after: people, partners, what holds for them, settings."""

from portal.web.admin import (
    calendars,
    contact_files,
    contacts,
    grants,
    groups,
    history,
    journey_choice,
    journeys,
    keys,
    mail,
    organisations,
    papers,
    people,
    teams,
    terms,
    tolerances,
    trials,
)
from portal.web.admin.door import bp

__all__ = [
    "bp",
    "contact_files",
    "contacts",
    "calendars",
    "grants",
    "groups",
    "history",
    "journeys",
    "journey_choice",
    "keys",
    "mail",
    "organisations",
    "papers",
    "people",
    "teams",
    "terms",
    "tolerances",
    "trials",
]
