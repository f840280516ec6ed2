"""Tables: rules judged on history before they are switched on, and the orders they spoke of."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Day, Id, Json, Key, Moment, Tenant


class Backtest(Tenant, Base):
    """One look at all history: which rules in which settings, and how far it has come.

    `rule` is empty where every rule is judged. `asked` holds the tries and what counts as
    late, see `watch.trying`. Orders are taken in the order of their ids: `last` was the last
    one, `seen` so many of `total`. `tallies` counts for each try; `span` is the time between
    the first and the last that was known. Nothing of it is an event.
    """

    __tablename__ = "backtest"
    __table_args__ = (Index("ix_backtest_rule", "owner", "rule", "made_at"),)

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    rule: Mapped[str] = mapped_column(Key)
    asked: Mapped[str] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[UUID | None] = mapped_column(Id)
    state: Mapped[str] = mapped_column(Key)
    total: Mapped[int]
    seen: Mapped[int]
    last: Mapped[UUID | None] = mapped_column(Id)
    span: Mapped[str | None] = mapped_column(Json)
    tallies: Mapped[str] = mapped_column(Json)
    buyers: Mapped[int]
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


class BacktestRow(Tenant, Base):
    """An order of which a try spoke, or should have spoken: when, and what came of it.

    `n` is the try's place. `what` is caught, missed, false, after or open; `day` what it was
    late against, `days` how many the warning was ahead of that.
    """

    __tablename__ = "backtest_row"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "backtest"], ["backtest.owner", "backtest.id"]),
        Index("ix_backtest_row_what", "owner", "backtest", "n", "what", "order"),
    )

    backtest: Mapped[UUID] = mapped_column(Id, primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order: Mapped[UUID] = mapped_column(Id, primary_key=True)
    line: Mapped[int]
    part: Mapped[int]
    what: Mapped[str] = mapped_column(Key)
    at: Mapped[datetime | None] = mapped_column(Moment)
    day: Mapped[date | None] = mapped_column(Day)
    came: Mapped[datetime | None] = mapped_column(Moment)
    days: Mapped[int | None]
