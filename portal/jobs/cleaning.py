"""What nobody needs any more is thrown away, owner by owner."""

from datetime import datetime, timedelta

from portal import clock, desk, flow, insight, people, watch
from portal.db import door, keeper, transaction, worker

ANSWERS_KEPT = timedelta(days=30)
TIDINGS_KEPT = timedelta(days=90)


def clean(now: datetime | None = None) -> int:
    """Throw away what nobody needs any more; return how many rows."""
    now = now or clock.now()
    with worker():
        busy = desk.owners_done(now - desk.KEPT)
    with door(), transaction():
        gone = people.sweep(now)
        owners = people.owners()
    return gone + sum(_clean_owner(owner, now) for owner in sorted({*busy, *owners}))


def _clean_owner(owner: int, now: datetime) -> int:
    flow.seal_looks(owner, now.date())
    with keeper(owner), transaction():
        gone = people.by_link.forget_links(now - people.by_link.LINKS_KEPT)
        gone += desk.clean(now - desk.KEPT) + desk.forget(now - ANSWERS_KEPT)
        gone += desk.telling.forget_tidings(now - TIDINGS_KEPT)
        gone += watch.forget_backtests(now - watch.BACKTESTS_KEPT)
        gone += desk.trials.forget(now - desk.trials.KEPT) + insight.forget_models()
        return gone + desk.forget_mails(now - desk.KEPT_MAILS)
