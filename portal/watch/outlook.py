"""Tables: when a schedule line is expected, how likely it is late, and what was said before.

No readings: they depend on a model and on the time, and only the owner sees them.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, and_, column
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Day, Id, Json, Key, Moment, Tenant

_PRESSING = ("owner", "late_from", "order", "line", "part")

WEAK = 60  # below so much confidence, the data of an order are weak
_WHOLE = column("line") == 0  # the order's own row


def _where(*criteria) -> dict:
    """Return a partial index's rule; SQLite has numbers where PostgreSQL has yes and no."""
    return {
        "sqlite_where": and_(column("likely") == 1, *criteria),
        "postgresql_where": and_(column("likely"), *criteria),
    }


class Outlook(Tenant, Base):
    """When an open schedule line is expected, seen at `as_of` by a model. Owner only.

    Line 0, part 0 is the order: when the last of it is expected, and the worst chance. Days
    are None while there are fewer than 30 finished orders to learn from. `stage` is the last
    step known. `chance` of being late against `promise`, None where it would say nothing.
    `orders` is how many finished ones the model learnt from. `base` is all of it as a page
    shows it, with what it rests on: one column to fetch beside others. `miles` are the days of
    each step still open. `late_from` is a copy of the line's: the list of what is likely late
    is in its order.
    """

    __tablename__ = "outlook"
    __table_args__ = (
        Index("ix_outlook_likely_line", *_PRESSING, **_where(column("line") > 0)),
        Index("ix_outlook_likely_order", *_PRESSING[:3], **_where(column("line") == 0)),
        Index(
            "ix_outlook_sure", "owner", "confidence", "order",
            sqlite_where=_WHOLE, postgresql_where=_WHOLE,
        ),
    )  # fmt: skip

    order: Mapped[UUID] = mapped_column(Id, primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    as_of: Mapped[datetime] = mapped_column(Moment)
    model: Mapped[str] = mapped_column(Key)
    stage: Mapped[str] = mapped_column(Key)
    p10: Mapped[date | None] = mapped_column(Day)
    p50: Mapped[date | None] = mapped_column(Day)
    p90: Mapped[date | None] = mapped_column(Day)
    chance: Mapped[float | None]
    promise: Mapped[date | None] = mapped_column(Day)
    late_from: Mapped[date | None] = mapped_column(Day)
    likely: Mapped[bool]
    orders: Mapped[int]
    base: Mapped[str] = mapped_column(Json)
    miles: Mapped[str] = mapped_column(Json)
    confidence: Mapped[int | None]
    reasons: Mapped[str | None] = mapped_column(Json)


class OutlookPast(Tenant, Base):
    """A forecast of a schedule line as it was given at a moment. Owner only; never changed.

    One row whenever the stage changed, or the median by a day or more, so that it can be
    measured later how right we were. `lane_day` and `lane_rate` are what the lane's history
    alone would have said then: its median, and its share of late ones.
    """

    __tablename__ = "outlook_past"
    __table_args__ = (Index("ix_outlook_past_at", "owner", "at"),)

    order: Mapped[UUID] = mapped_column(Id, primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    model: Mapped[str] = mapped_column(Key)
    stage: Mapped[str] = mapped_column(Key)
    p10: Mapped[date] = mapped_column(Day)
    p50: Mapped[date] = mapped_column(Day)
    p90: Mapped[date] = mapped_column(Day)
    chance: Mapped[float | None]
    promise: Mapped[date | None] = mapped_column(Day)
    lane_day: Mapped[date | None] = mapped_column(Day)
    lane_rate: Mapped[float | None]
