"""When somebody last said where an order stands, how often they do, and who said what. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median

from portal.journey import Journey, day_of, spoken_at
from portal.ledger import Said

# What tells how far the goods are or when they come; asking for them tells nothing of that.
TELLING = frozenset({"milestone", "response", "delay.reported", "shipment.announced"})
MUTE = frozenset({"ORDER_SENT", "ORDER_RECEIVED", "ORDER_CREATED", "STATUS_INFO", "UNMAPPED"})
PARTNERS = {"sales": "customer", "transport": "carrier"}  # who the partner is; else supplier
OFTEN = 4  # words; fewer make no habit


@dataclass(frozen=True, slots=True)
class Heard:
    """The last word on where an order stands, and whose words there are.

    `every` is how many days usually lie between two of a side, `sides` whose word an event is,
    `expected` the day each side last named for the arrival of a (line, part); 0 is all.
    """

    at: datetime | None = None
    every: dict[str, float] = field(default_factory=dict)
    sides: dict[str, str] = field(default_factory=dict)
    expected: dict[tuple[int, int], dict[str, date]] = field(default_factory=dict)

    def apart(self, line: int, part: int) -> int:
        """Return how many days the sides are apart about the arrival of a part."""
        days: dict[str, date] = {}
        for subject in ((0, 0), (line, 0), (line, part)):
            days |= self.expected.get(subject, {})
        return (max(days.values()) - min(days.values())).days if days else 0


def heard(journey: Journey, said: Iterable[Said]) -> Heard:
    """Return what was heard in the events from which this journey was folded."""
    said = [one for one in said if one.ident not in journey.gone]
    whose = {one.ident: _side(one, journey) for one in said}
    words = [one for one in said if _tells(one)]
    moments: dict[str, list[datetime]] = {}
    expected: dict[tuple[int, int], dict[str, date]] = {}
    for one in sorted(words, key=lambda one: (_spoken(one), one.ident)):
        side, facts = whose[one.ident], one.facts
        moments.setdefault(side, []).append(_spoken(one))
        if (day := _expects(one)) is not None:
            subject = facts.get("line", 0), facts.get("part", 0)
            expected.setdefault(subject, {})[side] = day
    return Heard(
        max(map(_spoken, words), default=None),
        {side: _usual(all_) for side, all_ in moments.items() if _often(all_)},
        whose,
        expected,
    )


def _side(one: Said, journey: Journey) -> str:
    by = one.facts["by"]
    org = by.get("for", by["org"])
    if org == journey.owner:
        return "owner"
    return PARTNERS.get(journey.kind, "supplier") if org == journey.partner else "carrier"


def _spoken(one: Said) -> datetime:
    """Return when it was said, never after we learnt it."""
    return min(spoken_at(one), one.at)


def _tells(one: Said) -> bool:
    return one.facts["kind"] in TELLING and one.facts.get("code") not in MUTE


def _expects(one: Said) -> date | None:
    """Return the day of arrival that a word about the order itself names."""
    facts = one.facts
    if one.shipment:  # which lines it carries is the fold's to know
        return None
    if facts["kind"] == "delay.reported":
        day = facts["body"].get("day")
        return date.fromisoformat(day) if day else None
    return day_of(facts) if facts.get("code") == "DELIVERED" and facts["class"] == "EST" else None


def _often(moments: list[datetime]) -> bool:
    return len({at.date() for at in moments}) >= OFTEN


def _usual(moments: list[datetime]) -> float:
    days = sorted({at.date() for at in moments})
    return float(median((b - a).days for a, b in zip(days, days[1:], strict=False)))
