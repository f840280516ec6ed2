"""Absences: who stands in for whom, from when to when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Day, Id, Moment, Org


class Absence(Base):
    """A person is away from `first` to `last`, both included; `deputy` stands in meanwhile.

    The deputy gets the mails and sees the assigned orders, and acts with rights of their own.
    """

    __tablename__ = "absence"
    __table_args__ = (
        ForeignKeyConstraint(["org", "person"], ["membership.org", "membership.person"]),
        ForeignKeyConstraint(["org", "deputy"], ["membership.org", "membership.person"]),
        Index("ix_absence_person", "org", "person", "last"),
        Index("ix_absence_deputy", "org", "deputy", "last"),
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    org: Mapped[int] = mapped_column(Org)
    person: Mapped[UUID] = mapped_column(Id)
    deputy: Mapped[UUID] = mapped_column(Id)
    first: Mapped[date] = mapped_column(Day)
    last: Mapped[date] = mapped_column(Day)
    made_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
