"""Tables: the path of each finished line, and the tallies over them that pages are made of.

Worked out again at any time by `flask insight paths --all`. The owner alone sees them, and an
auditor whose grant leaves nothing out: they tell how partners compare.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Index, column, not_
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Json, Key, Moment, Tenant
from portal.insight.measured import OfAllOrders

_CELL = ("owner", "kind", "template")
_PLACE = ("month", "order", "line")
_UNCOUNTED = {
    "sqlite_where": column("counted") == 0,
    "postgresql_where": not_(column("counted", Boolean)),
}
EVERYBODY = 0  # as a partner: all of them together
OTHERS = ""  # as a variant: all that are too rare to be told apart
BESIDES = 1000  # as a place: of steps the template does not expect, and more
STEP, END, SPARE = "", "end", "spare"


class LinePath(OfAllOrders, Base):
    """The way one line went, once it is finished. `variant` is the digest of `codes` and `odd`.

    `expected` are the steps its template had for it, in their order; `odd` is how it departs
    from them, by step. `month` is that in which the order was
    placed. `days` it took from then; `late` None where nothing was promised. `told` is what a
    forecast may learn from it: when each step was first passed, and known. `counted`: its
    month has been counted since.
    """

    __tablename__ = "line_path"
    __table_args__ = (
        Index("ix_line_path_cell", *_CELL, *_PLACE),
        Index("ix_line_path_partner", *_CELL, "partner", *_PLACE),
        Index("ix_line_path_variant", *_CELL, "variant", *_PLACE),
        Index("ix_line_path_both", *_CELL, "partner", "variant", *_PLACE),
        Index("ix_line_path_uncounted", *_CELL, "partner", "month", **_UNCOUNTED),
    )

    order: Mapped[UUID] = mapped_column(Id, primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(Key)
    template: Mapped[str] = mapped_column(Key)
    partner: Mapped[int]
    month: Mapped[str] = mapped_column(Key)
    variant: Mapped[str] = mapped_column(Key)
    codes: Mapped[str]
    expected: Mapped[str]
    odd: Mapped[str] = mapped_column(Json)
    days: Mapped[int | None]
    late: Mapped[bool | None]
    told: Mapped[str] = mapped_column(Json)
    counted: Mapped[bool]


class PathsRead(Tenant, Base):
    """How far an owner's paths are read: up to changes of `seen_at`, as of `read_at`."""

    __tablename__ = "paths_read"

    owner: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime] = mapped_column(Moment)


class PathMark(OfAllOrders, Base):
    """What is odd about one step of one line's path: skipped, repeated, strayed, told late."""

    __tablename__ = "path_mark"
    __table_args__ = (
        Index("ix_path_mark_cell", *_CELL, "code", "mark", *_PLACE),
        Index("ix_path_mark_partner", *_CELL, "code", "mark", "partner", *_PLACE),
    )

    order: Mapped[UUID] = mapped_column(Id, primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(Key, primary_key=True)
    mark: Mapped[str] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(Key)
    template: Mapped[str] = mapped_column(Key)
    partner: Mapped[int]
    month: Mapped[str] = mapped_column(Key)


class PathTally(OfAllOrders, Base):
    """How many lines of a month went one way: of one partner, and of everybody (0).

    `days` counts lines by the days they took, so that a median may be taken over any months.
    At most fifty ways a month are told apart; the rest is one row without codes.
    """

    __tablename__ = "path_tally"

    kind: Mapped[str] = mapped_column(Key, primary_key=True)
    template: Mapped[str] = mapped_column(Key, primary_key=True)
    partner: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[str] = mapped_column(Key, primary_key=True)
    variant: Mapped[str] = mapped_column(Key, primary_key=True)
    codes: Mapped[str]
    odd: Mapped[str] = mapped_column(Json)
    lines: Mapped[int]
    judged: Mapped[int]
    late: Mapped[int]
    days: Mapped[str] = mapped_column(Json)
    followed: Mapped[int]
    counted_at: Mapped[datetime] = mapped_column(Moment)


class StepTally(OfAllOrders, Base):
    """How often a step was reported by the `lines` of a month that expected it, and how oddly.

    `place` is where it stands in the template; from 1000 on it does not, and lines passed it all
    the same.
    """

    __tablename__ = "step_tally"

    kind: Mapped[str] = mapped_column(Key, primary_key=True)
    template: Mapped[str] = mapped_column(Key, primary_key=True)
    partner: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[str] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Key, primary_key=True)
    place: Mapped[int]
    lines: Mapped[int]
    reported: Mapped[int]
    skipped: Mapped[int]
    repeated: Mapped[int]
    strayed: Mapped[int]
    told_late: Mapped[int]


class MilestoneWorth(OfAllOrders, Base):
    """What knowing a milestone was worth to the forecast, on later orders than it learnt from.

    `role`: "" a step, "end" what is foreseen itself, "spare" one that nobody would miss; then
    `all_with`, `all_without` are the days off with and without all spare ones. `with_mae`,
    `without_mae`: days the forecast was off, asked of the same lines after the step was known.
    `low`, `high`: the 95 % interval of the difference. `earlier`: days by which a delay is seen
    earlier, the mean of `late` late lines, and `surely` so many; `alarms`, `alarms_less`: the
    share of the others that were taken for late, with and without it. Empty where `lines` are
    too few.
    """

    __tablename__ = "milestone_worth"

    kind: Mapped[str] = mapped_column(Key, primary_key=True)
    template: Mapped[str] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Key, primary_key=True)
    role: Mapped[str] = mapped_column(Key)
    lines: Mapped[int]
    with_mae: Mapped[float | None]
    without_mae: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    late: Mapped[int]
    earlier: Mapped[float | None]
    surely: Mapped[float | None]
    alarms: Mapped[float | None]
    alarms_less: Mapped[float | None]
    all_with: Mapped[float | None]
    all_without: Mapped[float | None]
    cut: Mapped[datetime] = mapped_column(Moment)
    computed_at: Mapped[datetime] = mapped_column(Moment)
