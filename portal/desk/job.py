"""Table: work to be done after the news is kept, and who holds it just now."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import true

from portal.db import Base, Id, Json, Key, Moment, Tenant

WATCHED, MAIL, NORMAL, BULK = -1, 0, 1, 2  # watched: somebody waits before the page
MOST_TRIES = 10
MAIL_TRIES = 26  # about four days, as mail servers do (RFC 5321, 4.5.4.1)


class Job(Tenant, Base):
    """One piece of work. The same (owner, kind, key) is never queued twice.

    Args hold ids only, no personal data. A worker holds a job by `lease` until
    `leased_until`; a result needs the same lease. After `MOST_TRIES`, a mail after
    `MAIL_TRIES`, it is dead: it stays, with its error, until somebody looks.
    """

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("owner", "kind", "key"),)

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(Key)
    key: Mapped[str] = mapped_column(Key)
    args: Mapped[str] = mapped_column(Json)
    lane: Mapped[int]
    run_at: Mapped[datetime] = mapped_column(Moment)
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    lease: Mapped[UUID | None] = mapped_column(Id)
    tries: Mapped[int]
    error: Mapped[str]
    done_at: Mapped[datetime | None] = mapped_column(Moment)

    @classmethod
    def seen_by_worker(cls) -> ColumnElement[bool]:
        """The worker sees the work of all owners."""
        return true()


Index(
    "ix_job_waiting",
    Job.lane,
    Job.run_at,
    sqlite_where=text("done_at IS NULL"),
    postgresql_where=text("done_at IS NULL"),
)
Index("ix_job_done_at", Job.done_at)
