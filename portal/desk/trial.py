"""Tables: a tolerance tried on past answers, and what it says to each of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Json, Key, Moment, Org, Tenant


class Trial(Tenant, Base):
    """One dry run: a setting as it was typed, and how far it has been tried.

    `total` answers were given since `since`; `seen` of them were looked at so far. `counts`
    says how many rows there are by "says/really", and how many answers were not weighed by
    "left/why". Nothing of it is an event.
    """

    __tablename__ = "trial"
    __table_args__ = (Index("ix_trial_made_at", "owner", "made_at"),)

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(Key)
    doc: Mapped[str] = mapped_column(Json)
    version: Mapped[int]
    since: Mapped[datetime] = mapped_column(Moment)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[UUID | None] = mapped_column(Id)
    state: Mapped[str] = mapped_column(Key)
    total: Mapped[int]
    seen: Mapped[int]
    counts: Mapped[str] = mapped_column(Json)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


class TrialRow(Tenant, Base):
    """What the setting says to one answer, and what really became of that."""

    __tablename__ = "trial_row"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "trial"], ["trial.owner", "trial.id"]),
        Index("ix_trial_row_says", "owner", "trial", "says", "really", "n"),
    )

    trial: Mapped[UUID] = mapped_column(Id, primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order: Mapped[UUID] = mapped_column(Id)
    line: Mapped[int]
    answer: Mapped[bytes] = mapped_column(Digest)
    answered_at: Mapped[datetime] = mapped_column(Moment)
    partner: Mapped[int] = mapped_column(Org)
    number: Mapped[str] = mapped_column(Key)
    no: Mapped[str] = mapped_column(Key)
    says: Mapped[str] = mapped_column(Key)
    really: Mapped[str] = mapped_column(Key)
    rules: Mapped[str] = mapped_column(Json)
