"""How the events of a technician's visit read, and when an appointment is."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from portal.db import moment_of
from portal.web import babel
from portal.web.names import Names
from portal.web.said_deal import why


def window_words(start: datetime, stop: datetime, zone: str) -> str:
    """Return an appointment on the clocks of its place: "23 Nov 2026, 08:00–10:00 (zone)"."""
    there = ZoneInfo(zone)
    first, last = start.astimezone(there), stop.astimezone(there)
    return _(
        "%(day)s, %(since)s–%(until)s (%(zone)s)",
        day=babel.day(first.date(), weekday=True),
        since=f"{first:%H:%M}",
        until=f"{last:%H:%M}",
        zone=zone.replace("_", " "),
    )


def _window(facts: dict) -> str:
    said = facts["body"]["window"]
    return window_words(moment_of(said["from"]), moment_of(said["to"]), said["zone"])


def _planned(facts: dict, names: Names) -> str:
    values = {"who": names.who(facts["by"]), "window": _window(facts)}
    if facts["body"].get("after"):
        return _("%(who)s proposed the next visit: %(window)s", **values)
    return _("%(who)s proposed a visit: %(window)s", **values)


def _changed(facts: dict, names: Names) -> str:
    values = {"who": names.who(facts["by"]), "window": _window(facts)}
    return _("%(who)s changed a visit: %(window)s", **values) + why(facts)


def _confirmed(facts: dict, names: Names) -> str:
    return _("%(who)s confirmed the time of a visit", who=names.who(facts["by"]))


def _cancelled(facts: dict, names: Names) -> str:
    return _("%(who)s called a visit off", who=names.who(facts["by"])) + why(facts)


def _entered(facts: dict, names: Names) -> str:
    values = {"who": names.who(facts["by"])}
    if hours := facts["body"].get("hours"):
        values["hours"] = babel.amount(Decimal(hours))
        return _("%(who)s entered the work of a visit: %(hours)s hours", **values)
    return _("%(who)s entered the work of a visit", **values)


def _refused(facts: dict, names: Names) -> str:
    return _("%(who)s refused the work as it was entered", who=names.who(facts["by"]))


VISITS = {
    "visit.planned": _planned,
    "visit.changed": _changed,
    "visit.confirmed": _confirmed,
    "visit.cancelled": _cancelled,
    "work.entered": _entered,
    "work.refused": _refused,
}
TONES_OF_VISITS = {
    "visit.planned": "info",
    "visit.changed": "warn",
    "visit.confirmed": "ok",
    "visit.cancelled": "bad",
    "work.entered": "info",
    "work.refused": "bad",
}
