"""Working days: which days of the week are worked at a place, and which days are off. Pure.

A day that is not worked counts as the next one that is: what comes on a Saturday is taken
in on Monday. So from a Friday to the Saturday after it is one working day, as to the Monday.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

MONDAY_TO_FRIDAY = frozenset(range(5))
ONE_DAY = timedelta(days=1)
WEEK = 7
FARTHEST = 3660  # days; nothing that is compared lies further apart


@dataclass(frozen=True)
class Calendar:
    """The working days of a place. `week` holds 0 for Monday to 6 for Sunday.

    `name` says whose it is: "" for Monday to Friday, where nobody made one.
    """

    week: frozenset[int] = MONDAY_TO_FRIDAY
    off: frozenset[date] = field(default_factory=frozenset)
    name: str = ""

    def works(self, day: date) -> bool:
        """Say whether a day is worked."""
        return day.weekday() in self.week and day not in self.off

    def taken_in(self, day: date) -> date:
        """Return the day itself if it is worked, else the next one that is."""
        for ahead in range(FARTHEST):
            if self.works(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        return day  # a calendar without any working day says nothing

    def plus(self, day: date, days: int) -> date:
        """Return the working day that is `days` working days after `day`; before, if negative."""
        step, left = (ONE_DAY if days >= 0 else -ONE_DAY), abs(days)
        found = self.taken_in(day)
        while left:
            found += step
            left -= self.works(found)
        return found

    def between(self, start: date, end: date) -> int:
        """Return how many working days `end` lies after `start`; negative if it lies before."""
        first, last = self.taken_in(start), self.taken_in(end)
        if last < first:
            return -self._worked(last, first)
        return self._worked(first, last)

    def _worked(self, after: date, until: date) -> int:
        """Return how many days are worked after one day, up to and with another."""
        days = (until - after).days
        weeks, rest = divmod(days, WEEK)
        tail = ((after.weekday() + n) % WEEK in self.week for n in range(1, rest + 1))
        off = sum(after < day <= until and day.weekday() in self.week for day in self.off)
        return weeks * len(self.week) + sum(tail) - off


def calendar_of(week: Iterable[int], off: Iterable[date], name: str = "") -> Calendar:
    """Return a calendar; one without any working day is Monday to Friday."""
    return Calendar(frozenset(week) or MONDAY_TO_FRIDAY, frozenset(off), name)
