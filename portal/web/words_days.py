"""How late something is, in words."""

from datetime import date, timedelta

from flask_babel import gettext, ngettext

from portal.web.babel import worded

SOON = 7


@worded
def lateness(late_from: date | None, today: date) -> tuple[str, str]:
    """Return how late it is or when it is due, and the tone; empty where nothing is due.

    Args:
        late_from: the first day on which it is late, the day after it was due.
    """
    if late_from is None:
        return "", "neutral"
    late = (today - late_from).days + 1
    if late > 0:
        return ngettext("%(num)d day late", "%(num)d days late", late), "bad"
    if late == 0:
        return gettext("due today"), "warn"
    if -late <= SOON:
        return ngettext("due in %(num)d day", "due in %(num)d days", -late), "warn"
    return ngettext("due in %(num)d day", "due in %(num)d days", -late), "neutral"


@worded
def came(late_days: int | None) -> tuple[str, str]:
    """Return how late it came, and the tone; empty where that is not known."""
    if late_days is None:
        return "", "neutral"
    if late_days <= 0:
        return gettext("in time"), "ok"
    return ngettext("%(num)d day late", "%(num)d days late", late_days), "bad"


@worded
def against(day: date | None, agreed: date | None) -> tuple[str, str]:
    """Return how a day compares with the agreed one, and the tone; empty where equal."""
    if day is None or agreed is None or day == agreed:
        return "", "neutral"
    apart = (day - agreed).days
    if apart > 0:
        return ngettext("%(num)d day later", "%(num)d days later", apart), "bad"
    return ngettext("%(num)d day earlier", "%(num)d days earlier", -apart), "info"


def next_days(today: date, days: int = SOON) -> date:
    """Return the last day of the days to come, today included."""
    return today + timedelta(days=days - 1)


def hours_words(hours: int) -> str:
    """Return a time in whole days, or in hours where it is not a number of days."""
    days, rest = divmod(hours, 24)
    if days and not rest:
        return ngettext("%(num)d day", "%(num)d days", days)
    return ngettext("%(num)d hour", "%(num)d hours", hours)
