"""Bars: a buyer ended a partner's person's access to its own orders."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Moment, Org


class Bar(Base):
    """This person sees nothing of this owner, whatever their own organisation allows them."""

    __tablename__ = "bar"
    __table_args__ = (Index("ix_bar_person", "person"),)

    owner: Mapped[int] = mapped_column(Org, ForeignKey("organisation.id"), primary_key=True)
    org: Mapped[int] = mapped_column(Org, ForeignKey("organisation.id"), primary_key=True)
    person: Mapped[UUID] = mapped_column(Id, ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)
