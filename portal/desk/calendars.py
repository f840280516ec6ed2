"""The working days of an owner's sites, as settings of the house.

    calendar          {"week": [0, 1, 2, 3, 4], "off": ["2026-12-25"]}      for every site
    calendar:bremen   {"site": "Bremen", "week": […], "off": […]}           for one

A site is called as orders call it, in any case and space. Where nothing is set, Monday to
Friday are worked. `{"ended": true}` ends a setting.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from portal import ledger
from portal.errors import N_, NotUnderstood
from portal.journey import Calendar, calendar_of
from portal.ledger import Draft

KEY = "calendar"
LONGEST_SITE = 80
MOST_OFF = 400
Made = Mapping[str, tuple[int, dict]]


def key_of(site: str = "") -> str:
    """Return the key of a site's calendar; of every site's without one."""
    name = " ".join(site.split()).casefold()
    return f"{KEY}:{name}" if name else KEY


def keys(sites: Iterable[str]) -> set[str]:
    """Return the keys of all calendars that may hold for these sites."""
    return {key_of(), *(key_of(site) for site in sites)}


def at(site: str, made: Made) -> Calendar:
    """Return the working days of a site: its own, else those of every site, else Mon to Fri.

    Args:
        made: the settings, by key, with their versions.
    """
    for key in (key_of(site), key_of()):
        _version, doc = made.get(key, (0, {}))
        if doc and not doc.get("ended"):
            return read(doc)
    return Calendar()


def read(doc: Mapping) -> Calendar:
    """Return the calendar that a document holds."""
    off = (date.fromisoformat(day) for day in doc.get("off", ()))
    return calendar_of(doc.get("week", ()), off, doc.get("site", "") or "*")


def make(site: str, week: Iterable[int], off: Iterable[date]) -> Draft:
    """Return the draft of a site's next version, checked.

    Raises:
        NotUnderstood: no day of the week is worked, or too many days are off.
    """
    week, off = sorted(set(week)), sorted(set(off))
    site = " ".join(site.split())
    if not week or not set(week) <= set(range(7)):
        raise NotUnderstood(N_("Choose at least one working day of the week."), field="week")
    if len(off) > MOST_OFF:
        raise NotUnderstood(
            N_("At most %(most)s days off. Take past ones out."), field="off", most=MOST_OFF
        )
    if len(site) > LONGEST_SITE:
        raise NotUnderstood(N_("Shorten the name of the site."), field="site")
    doc = {"site": site, "week": week, "off": [day.isoformat() for day in off]}
    return _next(key_of(site), doc)


def end(site: str) -> Draft:
    """Return the draft that ends a site's calendar: what holds for every site holds again."""
    return _next(key_of(site), {"ended": True})


def _next(key: str, doc: dict) -> Draft:
    version = ledger.settings_called([key]).get(key, (0, {}))[0] + 1
    body = {"key": key, "version": version, "doc": doc}
    return Draft("setting.made", key=f"{key}/{version}", body=body)
