"""What the worker does for forecasts: after news, once a day, and learning anew."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from portal import clock, flow, insight, people, watch
from portal.db import door, keeper, worker

log = logging.getLogger(__name__)

LOOK_BACK_EVERY = timedelta(days=1)
ROUNDS = 20  # batches of one owner before others, and mails, have their turn


def foresee_again(pause: Callable[[int], object], now: datetime | None = None) -> int:
    """Work out outlooks that are out of date, owner by owner; return of how many orders.

    Args:
        pause: called between some orders and the next, so that who waits need not.
    """
    now = now or clock.now()
    with worker():
        owners = watch.owners_foreseen(now)
    return sum(_foresee_owner(owner, now, pause) for owner in owners)


def rank(now: datetime | None = None) -> int:
    """Let the rule about likely late orders name the likeliest of every owner; return how many."""
    now = now or clock.now()
    with door():
        owners = people.owners()
    return sum(flow.rank(owner, now) for owner in sorted(owners))


def learn_again(pause: Callable[[int], object], now: datetime | None = None) -> int:
    """Learn anew from the orders of every owner of whom enough came; return of how many.

    Args:
        pause: called between chunks of lines, so that mails need not wait.
    """
    now = now or clock.now()
    with door():
        owners = people.owners()
    return sum(_learn_owner(owner, now, pause) for owner in sorted(owners))


def measure_again(pause: Callable[[int], object], now: datetime | None = None) -> int:
    """Look back on the forecasts of every owner, once a day; return of how many.

    Args:
        pause: called between chunks of lines, so that mails need not wait.
    """
    now = now or clock.now()
    with door():
        owners = people.owners()
    return sum(_measure_owner(owner, now, pause) for owner in sorted(owners))


def _measure_owner(owner: int, now: datetime, pause: Callable[[int], object]) -> int:
    with keeper(owner):
        if not insight.stale(now, LOOK_BACK_EVERY):
            return 0
    flow.measure(owner, now, pause)
    return 1


def _foresee_owner(owner: int, now: datetime, pause: Callable[[int], object]) -> int:
    count = 0
    for _ in range(ROUNDS):
        some = flow.foresee(owner, now)
        count += some
        pause(some)
        if some < flow.AT_ONCE:
            break
    return count


def _learn_owner(owner: int, now: datetime, pause: Callable[[int], object]) -> int:
    """Learn from one owner's orders, if enough came since; the first time all are foreseen."""
    with keeper(owner):
        if not insight.wanting(now):
            return 0
    versions = [version for _, version in flow.learn(owner, now, now, pause)]
    log.info("learnt from the orders of %s: versions %s", owner, versions)
    if 1 in versions:
        flow.foresee_all(owner, now)
    return 1
