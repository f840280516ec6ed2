"""Dead letters: mails given up after some days of tries. They stay until somebody looks."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.desk.job import Job
from portal.desk.notice import Notice
from portal.desk.outgoing import DIGEST_JOB, MAIL_JOB
from portal.desk.work import dead, retry

MAILS = (MAIL_JOB, DIGEST_JOB)
MOST_DEAD = 50


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One mail that was given up: to whom, of what, and what the server said last."""

    job: UUID
    tries: int
    error: str
    at: datetime
    template: str
    person: UUID | None
    address: str
    stream: UUID | None


def dead_letters(after: tuple[datetime, UUID] | None = None, most: int = MOST_DEAD):
    """Return mails of the scope's owner that were given up, the last tried first.

    Args:
        after: moment and job of the last of the page before.
    """
    query = dead().where(Job.kind.in_(MAILS)).order_by(Job.id)
    if after is not None:
        at, job = after
        query = query.where((Job.run_at < at) | ((Job.run_at == at) & (Job.id > job)))
    jobs = list(db.session.scalars(query.limit(most)))
    names = {one.id: _notice(one) for one in jobs}
    rows = select(Notice).where(Notice.id.in_(set(names.values())))
    notices = {one.id: one for one in db.session.scalars(rows)} if jobs else {}
    return [_letter(one, notices.get(names[one.id])) for one in jobs]


def replay(jobs: Collection[UUID]) -> None:
    """Give these mails of the keeper's owner all their tries again. No commit."""
    for job in jobs:
        retry(job)


def all_dead() -> list[UUID]:
    """Return the jobs of all mails of the scope's owner that were given up."""
    query = dead().where(Job.kind.in_(MAILS)).with_only_columns(Job.id)
    return list(db.session.scalars(query))


def _notice(job: Job) -> UUID:
    """A digest has the name of its job."""
    return UUID(json.loads(job.args).get("notice", str(job.id)))


def _letter(job: Job, notice: Notice | None) -> DeadLetter:
    return DeadLetter(
        job.id,
        job.tries,
        job.error,
        job.run_at,
        notice.template if notice else "",
        notice.person if notice else None,
        notice.address if notice else "",
        notice.stream if notice else None,
    )
