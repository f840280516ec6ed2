"""Table: one row per case, worked out from the case events of a stream. Owner's eyes only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Json, Key, Moment, Tenant


class CaseReading(Tenant, Base):
    """A case as it stands. May be deleted and folded again.

    One live case per rule on one subject; `line` and `part` are 0 for the whole order,
    never null, because nulls never collide. `live` is every state but resolved.
    """

    __tablename__ = "case_reading"

    case: Mapped[UUID] = mapped_column(Id, primary_key=True)
    stream: Mapped[UUID] = mapped_column(Id)
    line: Mapped[int]
    part: Mapped[int]
    rule: Mapped[str] = mapped_column(Key)
    nth: Mapped[int]
    live: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(Key)
    severity: Mapped[int] = mapped_column(SmallInteger)
    person: Mapped[UUID | None] = mapped_column(Id)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    since: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
    cause: Mapped[str] = mapped_column(Key)
    accountable: Mapped[str] = mapped_column(Key)
    words: Mapped[str] = mapped_column(Json)


# What still needs work: live, and more is owed than the cause.
_PRESSING = {
    "sqlite_where": text("live = 1 AND state <> 'cleared'"),
    "postgresql_where": text("live AND state <> 'cleared'"),
}
_LIVE = {"sqlite_where": text("live = 1"), "postgresql_where": text("live")}

Index(
    "uq_case_reading_live",
    CaseReading.owner,
    CaseReading.stream,
    CaseReading.line,
    CaseReading.part,
    CaseReading.rule,
    unique=True,
    **_LIVE,
)
Index(
    "ix_case_reading_person",
    CaseReading.owner,
    CaseReading.person,
    CaseReading.due_at,
    CaseReading.case,
    **_PRESSING,
)
Index("ix_case_reading_due", CaseReading.owner, CaseReading.due_at, CaseReading.case, **_PRESSING)
Index("ix_case_reading_state", CaseReading.owner, CaseReading.state, CaseReading.due_at, **_LIVE)
Index("ix_case_reading_stream", CaseReading.owner, CaseReading.stream)
Index("ix_case_reading_opened", CaseReading.owner, CaseReading.opened_at, CaseReading.case)
