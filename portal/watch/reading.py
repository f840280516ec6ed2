"""Table: one row per case, worked out from the case events of a stream. Owner's eyes only."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Boolean, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Amount, Base, Day, Id, Json, Key, Moment, Tenant


class CaseReading(Tenant, Base):
    """A case as it stands. May be deleted and folded again.

    One live case per rule on one subject; `line` and `part` are 0 for the whole order,
    never null, because nulls never collide. What is a shipment's trouble names it: `stream` is
    then one of its orders, and there is one live case per rule on the shipment. `live` is every
    state but resolved. Queues are sorted by `stake`: one index for each, or a rare one would be
    looked for among all. `moves` is how often something was done on it: whoever acts names what
    was seen. `seen` is how often its trouble was found.
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
    reason: Mapped[str] = mapped_column(Key)
    partner: Mapped[int]
    team: Mapped[str] = mapped_column(Key)
    stake: Mapped[int]
    amount: Mapped[Decimal | None] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(Key)
    day: Mapped[date | None] = mapped_column(Day)
    shared: Mapped[UUID | None] = mapped_column(Id)
    contested_at: Mapped[datetime | None] = mapped_column(Moment)
    moves: Mapped[int]
    shipment: Mapped[UUID | None] = mapped_column(Id)
    seen: Mapped[int]


# What still needs work: live, and more is owed than the cause.
_PRESSING = {
    "sqlite_where": text("live = 1 AND state <> 'cleared'"),
    "postgresql_where": text("live AND state <> 'cleared'"),
}
_LIVE = {"sqlite_where": text("live = 1"), "postgresql_where": text("live")}
_ALONE = {
    "sqlite_where": text("live = 1 AND shipment IS NULL"),
    "postgresql_where": text("live AND shipment IS NULL"),
}
_TOGETHER = {
    "sqlite_where": text("live = 1 AND shipment IS NOT NULL"),
    "postgresql_where": text("live AND shipment IS NOT NULL"),
}

Index(
    "uq_case_reading_live",
    CaseReading.owner,
    CaseReading.stream,
    CaseReading.line,
    CaseReading.part,
    CaseReading.rule,
    unique=True,
    **_ALONE,
)
Index(
    "uq_case_reading_shipment",
    CaseReading.owner,
    CaseReading.shipment,
    CaseReading.rule,
    unique=True,
    **_TOGETHER,
)
_UNOWNED = {
    "sqlite_where": text("live = 1 AND state <> 'cleared' AND person IS NULL"),
    "postgresql_where": text("live AND state <> 'cleared' AND person IS NULL"),
}
_CONTESTED, _SHARED, _SHIPPED = (
    {"sqlite_where": text(said), "postgresql_where": text(said)}
    for said in ("contested_at IS NOT NULL", "shared IS NOT NULL", "shipment IS NOT NULL")
)
_BY_STAKE = (CaseReading.stake, CaseReading.case)
for _name in ("person", "team", "rule", "partner"):
    Index(
        f"ix_case_reading_{_name}",
        CaseReading.owner,
        getattr(CaseReading, _name),
        *_BY_STAKE,
        **_PRESSING,
    )
Index("ix_case_reading_stake", CaseReading.owner, *_BY_STAKE, **_PRESSING)
Index("ix_case_reading_unowned", CaseReading.owner, *_BY_STAKE, **_UNOWNED)
Index("ix_case_reading_due", CaseReading.owner, CaseReading.due_at, CaseReading.case, **_PRESSING)
Index("ix_case_reading_state", CaseReading.owner, CaseReading.state, *_BY_STAKE, **_LIVE)
Index("ix_case_reading_stream", CaseReading.owner, CaseReading.stream)
Index("ix_case_reading_opened", CaseReading.owner, CaseReading.opened_at, CaseReading.case)
Index(
    "ix_case_reading_contested",
    CaseReading.owner,
    CaseReading.contested_at,
    CaseReading.case,
    **_CONTESTED,
)
Index(
    "ix_case_reading_shared",
    CaseReading.owner,
    CaseReading.shared,
    CaseReading.live,
    *_BY_STAKE,
    **_SHARED,
)
Index(
    "ix_case_reading_shipment",
    CaseReading.owner,
    CaseReading.shipment,
    CaseReading.opened_at,
    **_SHIPPED,
)
