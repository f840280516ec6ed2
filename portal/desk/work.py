"""The queue of jobs: put in, claimed, finished or tried again. Nothing here commits.

waiting ──claim──▶ leased ──done──▶ done ──(7 days)──▶ gone   (long work: extend the lease)
   ▲                 │ └──lease lapses──▶ may be claimed again
   └──fail (later)───┘ └──last failure─▶ dead, stays until somebody looks
"""

import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, or_, select, update

from portal import clock
from portal.db import current, db, insert_rows, uuid7
from portal.desk.job import BULK, MAIL, MAIL_TRIES, MOST_TRIES, NORMAL, Job
from portal.ledger import canonical

LEASE = timedelta(minutes=10)
KEPT = timedelta(days=7)
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=6)
LONGEST_ERROR = 500
# Somebody else's mail server may be down for days; our own work fails for a reason of ours.
_MOST = case((Job.lane == MAIL, MAIL_TRIES), else_=MOST_TRIES)


@dataclass(frozen=True, slots=True)
class Claimed:
    """One job in this worker's hands. A result is only taken with the same lease."""

    owner: int
    id: UUID
    kind: str
    args: str
    lease: UUID
    tries: int


def enqueue(
    kind: str, key: str, args: dict, lane: int = NORMAL, run_at: datetime | None = None
) -> bool:
    """Put a job of the scope's owner in the queue; False if it is there already.

    Args:
        key: names the work, so that the same work is queued once.
        args: ids only, no personal data.
    """
    owner = current().org
    same = select(Job.id).where(Job.owner == owner, Job.kind == kind, Job.key == key)
    if db.session.scalar(same):
        return False
    row = {
        "owner": owner,
        "id": uuid7(),
        "kind": kind,
        "key": key,
        "args": canonical(args),
        "lane": lane,
        "run_at": run_at or clock.now(),
        "tries": 0,
        "error": "",
    }
    insert_rows(Job, [row])
    return True


def unqueue(kind: str, keys: Collection[str]) -> None:
    """Take jobs of the scope's owner out of the queue, of those that nobody holds."""
    gone = delete(Job).where(
        Job.owner == current().org, Job.kind == kind, Job.key.in_(keys), Job.lease.is_(None)
    )
    db.session.execute(gone.execution_options(synchronize_session=False))


def claim(most: int = 10, lease: timedelta = LEASE, lane: int = BULK) -> list[Claimed]:
    """Take up to `most` jobs whose time has come; no other worker gets them meanwhile.

    Called in the worker's scope, inside a transaction of its own. A lapsed lease counts
    as a try, so a job that kills its worker ends as dead, not as a circle.

    Args:
        lane: the last lane to take from; MAIL takes only mails.
    """
    now, token = clock.now(), uuid4()
    chosen = (
        select(Job.id)
        .where(_waiting(now), Job.lane <= lane)
        .order_by(Job.lane, Job.run_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(Job)
        .where(Job.id.in_(db.session.scalars(chosen).all()), _waiting(now))
        .values(lease=token, leased_until=now + lease, tries=Job.tries + 1)
        .returning(Job.owner, Job.id, Job.kind, Job.args, Job.lane, Job.run_at, Job.tries)
        .execution_options(synchronize_session=False)
    )
    rows = sorted(db.session.execute(taken), key=lambda row: (row.lane, row.run_at))
    return [Claimed(row.owner, row.id, row.kind, row.args, token, row.tries) for row in rows]


def done(job: Claimed) -> bool:
    """Mark a job done; False if the lease lapsed and another worker holds it now.

    In the same transaction as the job's effects: on False nothing may be kept.
    """
    return _give_back(job, done_at=clock.now(), leased_until=None, lease=None, error="")


def extend(job: Claimed, lease: timedelta = LEASE) -> bool:
    """Hold a long job on; False if the lease lapsed and another worker holds it now."""
    return _give_back(job, leased_until=clock.now() + lease)


def fail(job: Claimed, error: str) -> bool:
    """Give a job back to be tried later, ever later, or leave it dead after its last try."""
    at = clock.now() + wait_after(job.tries, random.random())
    return _give_back(job, run_at=at, leased_until=None, lease=None, error=error[:LONGEST_ERROR])


def wait_after(tries: int, chance: float) -> timedelta:
    """Return how long to wait after the nth try: doubling, at most 6 hours, spread by `chance`.

    Args:
        chance: from 0 to 1; spreads the waits over 75 % to 125 %, so that jobs which
            failed together do not come back together.
    """
    wait = min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)
    return wait * (0.75 + chance / 2)


def owners_done(before: datetime) -> list[int]:
    """Return whose jobs were done before that moment. Asked in the worker's scope."""
    query = select(Job.owner).where(Job.done_at < before).distinct().order_by(Job.owner)
    return list(db.session.scalars(query))


def clean(before: datetime) -> int:
    """Throw away the owner's jobs done before that moment; return how many. Dead ones stay."""
    old = delete(Job).where(Job.done_at < before)
    return db.session.execute(old.execution_options(synchronize_session=False)).rowcount


def dead() -> Select[tuple[Job]]:
    """Select the jobs that were given up, newest first: somebody must look."""
    return select(Job).where(_given_up(clock.now())).order_by(Job.run_at.desc())


def retry(job: UUID) -> None:
    """Give a dead job of the scope's owner all its tries again."""
    again = update(Job).where(Job.id == job, _given_up(clock.now()))
    db.session.execute(
        again.values(tries=0, run_at=clock.now()).execution_options(synchronize_session=False)
    )


def waiting() -> dict[str, int]:
    """Return how many jobs wait and how many are dead, as far as the scope sees."""
    now = clock.now()
    lost = func.count().filter(_given_up(now))
    row = db.session.execute(
        select(func.count(), lost).select_from(Job).where(Job.done_at.is_(None))
    ).one()
    return {"waiting": row[0] - row[1], "dead": row[1]}


def _waiting(now: datetime) -> ColumnElement[bool]:
    return and_(
        Job.done_at.is_(None),
        Job.run_at <= now,
        Job.tries < _MOST,
        or_(Job.leased_until.is_(None), Job.leased_until <= now),
    )


def _given_up(now: datetime) -> ColumnElement[bool]:
    return and_(
        Job.done_at.is_(None),
        Job.tries >= _MOST,
        or_(Job.leased_until.is_(None), Job.leased_until <= now),
    )


def _give_back(job: Claimed, **values) -> bool:
    mine = update(Job).where(Job.owner == job.owner, Job.id == job.id, Job.lease == job.lease)
    done = db.session.execute(mine.values(**values).execution_options(synchronize_session=False))
    return done.rowcount == 1
