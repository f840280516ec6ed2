"""What rules would have said of an order, at each moment knowing what was known then. Pure.

    as known ─▶ each beginning of it, folded once ─▶ what each rule finds ─▶ when it is due

A finding that lies ahead is said when its time comes, unless news took it away before: time
passing is looked at as the sweep does, without asking at every moment.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from portal.journey import Journey, fold
from portal.ledger import Said

Place = tuple[int, int]  # line and part; 0 for all of it
Look = Callable[[Journey, datetime], Iterable[tuple[Place, datetime]]]
Alarms = dict[Place, datetime]


def hindsight(known: Sequence[Said], looks: Sequence[Look], until: datetime) -> list[Alarms]:
    """Return for each rule when it would first have spoken, by what about.

    Args:
        known: what was said of one order, see `as_known`.
        looks: each asks one rule in one setting of an order as it was known from a moment on,
            and says of what it would speak, and when.
        until: nothing that lies later is said.
    """
    found: list[Alarms] = [{} for _ in looks]
    for journey, since, before in moments(known, until):
        for look, alarms in zip(looks, found, strict=True):
            for place, at in look(journey, since):
                if at < before:
                    alarms[place] = min(at, alarms.get(place, at))
    return found


def moments(known: Sequence[Said], until: datetime) -> Iterator[tuple[Journey, datetime, datetime]]:
    """Yield an order as it was known, from when, and until when nothing more was."""
    ends = [(at, len(list(some))) for at, some in groupby(known, key=lambda one: one.at)]
    count = 0
    for nth, (at, more) in enumerate(ends):
        count += more
        before = ends[nth + 1][0] if nth + 1 < len(ends) else until
        if at < until:
            yield fold(known[:count]), at, min(before, until)
