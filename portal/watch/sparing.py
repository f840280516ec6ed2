"""What is not measured, why, and from when to when. Values only."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Sparing:
    """Rules that say nothing of something for a while; no rules are all of them.

    `start` and `end` are days, both included; None is without end. `subject` is how it was typed.
    """

    reason: str
    start: date | None = None
    end: date | None = None
    rules: frozenset[str] = field(default_factory=frozenset)
    subject: str = ""

    def holds(self, rule: str, now: datetime) -> bool:
        """Say whether a rule is not measured at a moment."""
        if self.rules and rule not in self.rules:
            return False
        day = now.date()
        return (self.start or day) <= day <= (self.end or day)

    @property
    def over_at(self) -> datetime | None:
        """Return when it is over; None where it has no end."""
        return datetime.combine(self.end + timedelta(days=1), time(), UTC) if self.end else None


@dataclass(frozen=True, slots=True)
class Spared:
    """What is not measured of an order: of these lines. 0 is the order as a whole."""

    sparing: Sparing
    lines: frozenset[int]
