"""Moments and days as facts state them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

# Without an offset the day is the one at the place: its midnight lies within 13 hours
# before, or 11 after, the UTC midnight of that date.
_MIDDAY = timedelta(hours=13)


def moment(text: str | None) -> datetime | None:
    """Return the moment written in facts, or None where there is none."""
    return datetime.fromisoformat(text) if text else None


def day(text: str | None) -> date | None:
    """Return the day written in a body, or None where there is none."""
    return date.fromisoformat(text) if text else None


def amount(text: str | None) -> Decimal | None:
    """Return the amount written in facts, or None where there is none."""
    return Decimal(text) if text else None


def start_of(facts: dict) -> datetime | None:
    """Return when it happened (the earliest it can have been), or None when unsaid."""
    when = facts.get("when")
    return datetime.fromisoformat(when["from"]) if when else None


def day_of(facts: dict) -> date | None:
    """Return the day at the place on which it happened, or is expected."""
    when = facts.get("when")
    if not when:
        return None
    start = datetime.fromisoformat(when["from"])
    if "offset" in when:
        return (start + timedelta(minutes=when["offset"])).date()
    if when.get("precision") in ("day", "week"):
        return (start + _MIDDAY).date()
    return start.date()


def last_day_of(facts: dict) -> date | None:
    """Return the last day at the place that is meant: a week has seven, a moment one."""
    first, when = day_of(facts), facts.get("when")
    if not first or not when:
        return None
    lasts = datetime.fromisoformat(when["to"]) - datetime.fromisoformat(when["from"])
    return first + timedelta(days=max(round(lasts / timedelta(days=1)) - 1, 0))


def spoken_at(said) -> datetime:
    """Return when it was said: by the sender's clock, else when we learnt it."""
    reported = said.facts.get("reported")
    return datetime.fromisoformat(reported) if reported else said.at
