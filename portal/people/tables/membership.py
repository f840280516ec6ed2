"""Memberships: for which organisation a person acts, and as what."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Key, Moment, Org


class Membership(Base):
    """One person acts for one organisation in one role.

    `given_by` is the organisation whose administrator gave it: an owner manages its own
    people and those at its partners who may see its orders. `manages` is for partners: this
    person looks after its own organisation's people. `ended_by` is who ended it.
    """

    __tablename__ = "membership"
    __table_args__ = (
        Index("ix_membership_person", "person"),
        Index("ix_membership_given_by", "given_by"),
    )

    org: Mapped[int] = mapped_column(Org, ForeignKey("organisation.id"), primary_key=True)
    person: Mapped[UUID] = mapped_column(Id, ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(Key)
    given_by: Mapped[int] = mapped_column(Org, ForeignKey("organisation.id"))
    since: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(Org)
    manages: Mapped[bool] = mapped_column(default=False)
