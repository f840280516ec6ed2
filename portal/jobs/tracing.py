"""The worker's round over paths: what changed is read again, and its months are counted anew.

What milestones are worth is worked out from them once a day.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from portal import clock, flow, insight, people
from portal.db import door, keeper, transaction

AT_ONCE = 100  # orders read in one transaction
WEIGHED_EVERY = timedelta(days=1)

Progress = Callable[[int], None]


def trace(everything: bool = False, progress: Progress = lambda _: None) -> int:
    """Read the paths of all owners' orders that changed; return how many orders."""
    with door():
        owners = people.owners()
    done = 0
    for owner in sorted(owners):
        done += _trace_owner(owner, everything, lambda more, before=done: progress(before + more))
    return done


def weigh(pause: Callable[[int], object], now: datetime | None = None) -> int:
    """Work out what milestones are worth, once a day for each owner; return of how many.

    Args:
        pause: called between fits, so that mails need not wait.
    """
    now = now or clock.now()
    with door():
        owners = people.owners()
    return sum(_weigh_owner(owner, now, pause) for owner in sorted(owners))


def _weigh_owner(owner: int, now: datetime, pause: Callable[[int], object]) -> int:
    with keeper(owner):
        if not insight.paths.untimely(now, WEIGHED_EVERY):
            return 0
    return 1 if list(flow.weigh(owner, now, pause)) else 0


def _trace_owner(owner: int, everything: bool, progress: Progress) -> int:
    """Read some orders at a time; what is left when it breaks off is read the next time.

    A month is counted once, when all of its orders were read; one left over, the next time.
    """
    began = clock.now()
    with keeper(owner):
        seen = insight.paths.newest()
        orders, touched = insight.paths.changed(everything), set()
    for first in range(0, len(orders), AT_ONCE):
        with keeper(owner), transaction():
            touched |= insight.paths.trace(orders[first : first + AT_ONCE])
        progress(min(first + AT_ONCE, len(orders)))
    with keeper(owner):
        cells = insight.paths.uncounted(touched)
    for cell in cells:
        with keeper(owner), transaction():
            insight.paths.recount(cell, clock.now())
    if seen:
        with keeper(owner), transaction():
            insight.paths.note_read(seen, began)
    return len(orders)
