"""Who hears of what is said about a technician's visit, and when an appointment is.

visit   the side that did not say it: proposed, changed, confirmed, called off, on the way, failed
work    the owner's people: it waits for their word; the partner: it was refused
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.desk.concerned import owners_people
from portal.desk.news import News
from portal.journey import Journey
from portal.ledger import Held, Said

STEPS = frozenset({"TECHNICIAN_ON_THE_WAY", "VISIT_FAILED"})  # steps that are news by themselves


def to_the_other_side(template: str) -> Callable[[Held, Journey, Said], News]:
    """Return what tells the owner's people what the partner said, and the other way round."""

    def tell(held: Held, journey: Journey, event: Said) -> News:
        params = {"event": event.ident}
        if event.facts["by"]["org"] == held.owner:
            return News(template, (), params, org=journey.partner)
        return News(template, owners_people(held, held.owner), params)

    return tell


def step_news(held: Held, journey: Journey, event: Said) -> News | None:
    """Return the news of a step of a visit, where it is one; what a file tells is none."""
    if event.facts.get("code") not in STEPS or event.facts.get("channel") == "file":
        return None
    return to_the_other_side("visit")(held, journey, event)


def appointment(journey: Journey, facts: dict) -> dict[str, str]:
    """Return the day and the hours of the visit an event is about, as its place counts them."""
    body = facts.get("body", {})
    window = body.get("window")
    if window is None:
        named = body.get("visit", "")
        found = next((one.window for one in journey.visits if one.ident == named), None)
        return _hours(found.start, found.stop, found.zone) if found else {"day": "", "hours": ""}
    start, stop = (datetime.fromisoformat(window[name]) for name in ("from", "to"))
    return _hours(start, stop, window["zone"])


def _hours(start: datetime, stop: datetime, zone: str) -> dict[str, str]:
    first, last = (one.astimezone(ZoneInfo(zone)) for one in (start, stop))
    return {"day": first.date().isoformat(), "hours": f"{first:%H:%M}–{last:%H:%M} ({zone})"}


VISIT_NEWS: dict[str, Callable[[Held, Journey, Said], News | None]] = {
    **dict.fromkeys(
        ("visit.planned", "visit.changed", "visit.confirmed", "visit.cancelled"),
        to_the_other_side("visit"),
    ),
    **dict.fromkeys(("work.entered", "work.refused"), to_the_other_side("work")),
}
