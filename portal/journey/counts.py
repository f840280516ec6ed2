"""Counting quantities: who said how much reached a milestone, and what part that fills.

Each organisation's counts are added up on their own: two that report the same step
corroborate each other, so the larger count holds and they are never added together.
A quantity without a part fills the part due first; what no part has room for is excess.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from portal.journey.milestones import BESIDE
from portal.journey.part import ZERO, Part
from portal.journey.state import Line

if TYPE_CHECKING:  # they are made of counts
    from portal.journey.contents import Contents
    from portal.journey.tracks import Tracks


@dataclass(slots=True)
class Count:
    """One organisation's running count of one quantity of one line."""

    loose: Decimal = ZERO
    named: dict[int, Decimal] = field(default_factory=dict)
    ident: str = ""
    day: date | None = None
    marked: bool = False  # some of it was counted for a named part
    spilt: bool = False  # and not all of it where it was named
    place: int = 0  # parts before this place are full of what was counted loosely
    before: Decimal = ZERO  # and hold this much
    last: Decimal = ZERO
    whole: bool = False  # its last word was a total, or about everything: it denies the rest

    def add(self, n: Decimal, part: int) -> None:
        """Count `n` more (less, when negative, but never below nothing)."""
        self.whole = False
        if part:
            self.named[part] = max(self.named.get(part, ZERO) + n, ZERO)
        else:
            self.loose = max(self.loose + n, ZERO)

    def take(self, n: Decimal) -> None:
        """Count `n` less, wherever it was counted: loosely first, then the last part named."""
        taken = min(n, self.loose)
        self.loose -= taken
        for part in sorted(self.named, reverse=True):
            less = min(n - taken, self.named[part])
            self.named[part] -= less
            taken += less

    def set(self, n: Decimal, part: int) -> None:
        """Take `n` as the total so far, of the part or of the whole line."""
        self.whole = True
        if part:
            self.named[part] = n
        else:
            self.loose, self.named = n, {}

    def peak(self, n: Decimal, part: int) -> None:
        """Take `n` as the total where it is more than was counted before."""
        if n > (self.named.get(part, ZERO) if part else self.total):
            self.set(n, part)

    @property
    def total(self) -> Decimal:
        """Return all that was counted, excess included."""
        return self.loose + sum(self.named.values(), ZERO)


@dataclass(slots=True)
class Tally:
    """The counts of one line: for each quantity, one per organisation."""

    line: Line
    parts: list[Part]
    by_number: dict[int, Part]
    room: Decimal = ZERO  # what all parts together can hold
    opening: Decimal = ZERO  # what had come before anybody counted here
    counts: dict[str, dict[int, Count]] = field(default_factory=dict)
    speakers: dict[str, int] = field(default_factory=dict)  # whose count is shown, if they differ
    tracks: "Tracks | None" = None  # how what its shipments tell is counted, where it has any
    contents: "Contents | None" = None

    def count(self, what: str, org: int) -> Count:
        """Return the running count of `what` by `org`, a new one at first."""
        counts = self.counts.setdefault(what, {})
        if org not in counts:
            counts[org] = Count(loose=ZERO if what in BESIDE else self.opening)
        return counts[org]

    def mutes(self, what: str, org: int) -> bool:
        """Say whether somebody else's count of `what` is shown."""
        return self.speakers.get(what, org) != org

    def spoken(self, what: str) -> Count:
        """Return the count of `what` that is shown: the speaker's, else the largest."""
        counts = self.counts[what]
        speaker = self.speakers.get(what)
        if speaker in counts:
            return counts[speaker]
        return max(counts.values(), key=lambda count: (count.total, count.ident))

    def changed(self, what: str, count: Count, number: int) -> list[tuple[Part, Decimal]]:
        """Return the parts that the last word in `count` may have changed, and their share.

        The two common cases, a named part with room and one loose count that grows, touch
        only the parts they reach, so that many parts and many moves stay fast.
        """
        alone = len(self.counts[what]) == 1 or what in self.speakers
        if alone and number and not count.loose and not count.spilt:
            part = self.by_number.get(number)
            n = count.named[number]
            if part and n <= part.cap:
                count.marked = True
                return [(part, n)]
        if alone and not count.marked and count.loose >= count.last:
            if not count.named:
                return self._poured(count)
        count.spilt = count.marked = True
        return list(zip(self.parts, self._filled(what), strict=True))

    def _poured(self, count: Count) -> list[tuple[Part, Decimal]]:
        touched = []
        count.last = count.loose
        while count.place < len(self.parts):
            part = self.parts[count.place]
            n = min(count.loose - count.before, part.cap)
            touched.append((part, n))
            if n < part.cap:
                break
            count.before += part.cap
            count.place += 1
        return touched

    def _filled(self, what: str) -> list[Decimal]:
        """Return how much of `what` each part has, as the count that is shown has it.

        Where none speaks for the others, each part has the most that anybody counted.
        """
        if self.speakers.get(what) in self.counts[what]:
            return allot(self.spoken(what), self.parts)[0]
        counts = self.counts[what].values()
        allotted = [allot(count, self.parts)[0] for count in counts]
        if len(allotted) == 1:
            return allotted[0]
        return [max(column) for column in zip(*allotted, strict=True)]


def tally(line: Line) -> Tally:
    """Return an empty tally of a line, its parts in the order in which they fill."""
    parts = [part for part in line.parts.values() if not part.tentative]
    parts.sort(key=lambda part: (part.agreed_day or part.ask_day or date.max, part.part))
    room = sum((part.cap for part in parts), ZERO)
    return Tally(line, parts, {part.part: part for part in parts}, room)


def allot(count: Count, parts: list[Part]) -> tuple[list[Decimal], Decimal]:
    """Return what each part gets of a count, and what is left over."""
    filled, rest, named = [], count.loose, dict(count.named)
    for part in parts:
        own = named.pop(part.part, ZERO)
        got = min(own, part.cap)
        rest += own - got
        filled.append(got)
    rest += sum(named.values(), ZERO)
    if not rest:
        return filled, ZERO
    for place, part in enumerate(parts):
        more = min(rest, part.cap - filled[place])
        filled[place] += more
        rest -= more
    return filled, rest
