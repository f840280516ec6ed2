"""Tables: how right forecasts and rules were, run by run, and the rows that a run judged."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKeyConstraint, Index, false, true
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Day, Id, Json, Key, Moment, Org, Scope, Tenant


class OfAllOrders(Tenant):
    """Figures over all of an owner's orders: a grant shows them only if it covers all."""

    @classmethod
    def seen_by_lens(cls, scope: Scope) -> ColumnElement[bool]:
        """Everything, through a grant that leaves nothing out."""
        narrow = (scope.lens_partner, scope.lens_since, scope.lens_until, scope.lens_order)
        return false() if any(narrow) else true()


class AccuracyRun(OfAllOrders, Base):
    """One look back, by version. `source`: given (what was said) or backtest (would have been).

    `since` is the first moment a delivery may have been at to be judged. Owner only.
    """

    __tablename__ = "accuracy_run"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[datetime] = mapped_column(Moment)
    since: Mapped[datetime] = mapped_column(Moment)
    rows: Mapped[int]


class AccuracyFigure(OfAllOrders, Base):
    """The figures of some forecasts: of a kind of order, a source, a period, and a group.

    `cut` says what they are grouped by: all, stage, supplier, lane, rule; `name` is the group,
    "" for those too small to stand alone, which are taken together. `doc` holds the figures.
    """

    __tablename__ = "accuracy_figure"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "version"], ["accuracy_run.owner", "accuracy_run.version"]),
    )

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(Key, primary_key=True)
    source: Mapped[str] = mapped_column(Key, primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cut: Mapped[str] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Key, primary_key=True)
    model: Mapped[str] = mapped_column(Key)
    doc: Mapped[str] = mapped_column(Json)


class AccuracySaid(OfAllOrders, Base):
    """One forecast that the newest run judged, and what came. Replaced by the next run.

    `n` counts from the newest delivery of a kind and source. `step`: it was given just as a
    stage was reached, else while it was waited. `judged`: so was its chance of being late,
    since it still could be. `off`: days between the median and the day it came, more than 0
    if that was later.
    """

    __tablename__ = "accuracy_said"
    __table_args__ = (
        Index("ix_accuracy_said_stage", "owner", "stage", "n"),
        Index("ix_accuracy_said_partner", "owner", "partner", "n"),
        Index("ix_accuracy_said_lane", "owner", "lane", "n"),
    )

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(Key)
    source: Mapped[str] = mapped_column(Key)
    order: Mapped[UUID] = mapped_column(Id)
    line: Mapped[int]
    part: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    stage: Mapped[str] = mapped_column(Key)
    step: Mapped[bool]
    partner: Mapped[int] = mapped_column(Org)
    lane: Mapped[str] = mapped_column(Key)
    p10: Mapped[date] = mapped_column(Day)
    p50: Mapped[date] = mapped_column(Day)
    p90: Mapped[date] = mapped_column(Day)
    promise: Mapped[date | None] = mapped_column(Day)
    lane_day: Mapped[date | None] = mapped_column(Day)
    chance: Mapped[float | None]
    judged: Mapped[bool]
    came: Mapped[date] = mapped_column(Day)
    off: Mapped[int]


class AccuracyDue(OfAllOrders, Base):
    """A line that was due, by which the newest run judged the rules. Replaced by the next run.

    `n` counts from the line due last, kind after kind. `came` is None while it has not.
    """

    __tablename__ = "accuracy_due"
    __table_args__ = (Index("ix_accuracy_due_late", "owner", "late", "n"),)

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order: Mapped[UUID] = mapped_column(Id)
    line: Mapped[int]
    part: Mapped[int]
    partner: Mapped[int] = mapped_column(Org)
    day: Mapped[date] = mapped_column(Day)
    came: Mapped[date | None] = mapped_column(Day)
    late: Mapped[bool]


class AccuracyAlarm(OfAllOrders, Base):
    """What a rule first said of a line that was due; `n` is the line's. Replaced with the lines.

    `ahead` are the days of warning, 0 where its day had passed. `late` is the line's.
    """

    __tablename__ = "accuracy_alarm"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "n"], ["accuracy_due.owner", "accuracy_due.n"]),
        Index("ix_accuracy_alarm_late", "owner", "rule", "late", "n"),
    )

    rule: Mapped[str] = mapped_column(Key, primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    ahead: Mapped[int]
    late: Mapped[bool]
