"""What makes an actual doubtful: held from state, or only marked. Decided from facts alone."""

from datetime import datetime, timedelta

from portal.journey.state import Flag, Journey
from portal.journey.template import Template
from portal.journey.times import spoken_at
from portal.ledger import Said

# Clocks differ a little; without a zone the moment may be anywhere on the globe's day.
AHEAD = timedelta(minutes=15)
AHEAD_NO_ZONE = timedelta(hours=26)
LATE_WORD = timedelta(days=3)


def doubt(one: Said, at: datetime | None, ordered_at: datetime | None) -> list[Flag]:
    """Return the flags of one actual milestone; `future_actual` holds it from state.

    `ordered_at` is the order's own date; None where nobody stated one.
    """
    if at is None:
        return []
    facts = one.facts
    line, part = facts.get("line", 0), facts.get("part", 0)
    when = facts["when"]
    no_zone = when.get("basis", "none") == "none"
    ahead = AHEAD_NO_ZONE if no_zone else AHEAD
    if at > one.at + ahead:
        return [Flag("future_actual", line, part, one.ident)]
    flags = []
    if no_zone and when.get("precision") in ("instant", "minute"):
        flags.append(Flag("zone_unknown", line, part, one.ident))
    if _told_late(one):
        flags.append(Flag("reported_late", line, part, one.ident))
    if ordered_at and facts["code"] != "STATUS_INFO" and at.date() < ordered_at.date():
        flags.append(Flag("out_of_order", line, part, one.ident))
    return flags


def _told_late(one: Said) -> bool:
    """Did its sender take days to say it? A file of old events that names no times is mute."""
    facts = one.facts
    if facts.get("channel") == "file" and "reported" not in facts:
        return False
    return spoken_at(one) - datetime.fromisoformat(facts["when"]["to"]) > LATE_WORD


def doubt_order(journey: Journey, template: Template) -> list[Flag]:
    """Flag steps that are said to have happened before a step that comes first."""
    flags = []
    for part in journey.parts():
        last = None
        for step in template.steps:
            reached = part.reached.get(step.what)
            if reached is None or reached.first_at is None or step.what == "confirmed":
                continue
            if last and reached.first_at.date() < last:
                flags.append(Flag("out_of_order", part.line, part.part, reached.ident))
            last = max(last or reached.first_at.date(), reached.first_at.date())
    return flags
