"""How forecasts come about: learnt from what was finished, worked out anew after news.

Nothing is said in the ledger: a forecast is ours, not a fact.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import select

from portal import insight, ledger, people, watch
from portal.db import db, keeper, transaction
from portal.flow.spreading import spread
from portal.insight import Learnt
from portal.journey import OrderReading

AT_ONCE = 100  # orders worked out in one transaction: some 50 ms under the lock
MARKED = 1_000
RANKED = 20  # orders looked at in one transaction


def learn(
    owner: int, now: datetime, cut: datetime, seen: Callable[[int], object] = lambda _: None
) -> Iterator[tuple[Learnt, int]]:
    """Learn from an owner's finished lines; yield what of each kind, and its version.

    Args:
        cut: nothing that was learnt later is used.
        seen: told how many lines were read; may take another scope meanwhile.
    """
    with keeper(owner):
        found = list(insight.learn(cut, seen))
    for one in found:
        version = 0
        if one.models:
            with keeper(owner), transaction():
                version = insight.keep_learnt(one, now)
        yield one, version


def foresee(owner: int, now: datetime, limit: int = AT_ONCE) -> int:
    """Work out the outlook of some of an owner's orders that need it; return how many."""
    with keeper(owner), transaction():
        streams = watch.outlook_due(now, limit)
        if streams:
            watch.plan_outlook(insight.work_out(streams, now))
    return len(streams)


def foresee_all(owner: int, now: datetime) -> int:
    """Let the outlook of every open order of an owner be worked out anew; return how many."""
    with keeper(owner):
        query = select(OrderReading.order).where(OrderReading.open)
        orders = list(db.session.scalars(query))
    for first in range(0, len(orders), MARKED):
        with keeper(owner), transaction():
            watch.plan_outlook([(one, now) for one in orders[first : first + MARKED]])
    return len(orders)


def rank(owner: int, now: datetime) -> int:
    """Let the rule about likely late orders look at all of an owner's, ranked; return how many.

    Those that were named and are not that likely any more are looked at too.
    """
    with keeper(owner):
        settings = watch.settings()
        if settings.mode(watch.LIKELY) == watch.OFF:
            return 0
        likely, over = watch.likely_orders(settings.rules[watch.LIKELY], now.date())
        known = watch.spoken_of(likely, settings.mode(watch.LIKELY))
    streams = sorted((likely.keys() - known) | over)
    for first in range(0, len(streams), RANKED):
        some = streams[first : first + RANKED]
        with keeper(owner), transaction():
            spread(ledger.hold(some), people.system(owner), {}, likely)
    return len(streams)


def measure(owner: int, now: datetime, seen: Callable[[int], object] = lambda _: None) -> int:
    """Look back on an owner's forecasts and keep the figures; return their version.

    Args:
        seen: told how many lines were read; may take another scope meanwhile.
    """
    with keeper(owner):
        found = insight.measure(now, seen)
    with keeper(owner), transaction():
        return insight.keep_measured(found, now)
