"""Grants: what an auditor may look at, and until when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Moment, Org


class Grant(Base):
    """One owner lets one person read: all of it, one partner, a period or one order.

    `since` and `until` bound the order date (`until` exclusive); None is open. Not behind the
    wall, because the wall is built from it: only this room reads it, by owner or by person.
    """

    __tablename__ = "grant"
    __table_args__ = (
        Index("ix_grant_owner", "owner", "given_at"),
        Index("ix_grant_person", "person", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    owner: Mapped[int] = mapped_column(Org, ForeignKey("organisation.id"))
    person: Mapped[UUID] = mapped_column(Id, ForeignKey("person.id"))
    partner: Mapped[int | None] = mapped_column(Org, ForeignKey("organisation.id"))
    since: Mapped[datetime | None] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)
    order: Mapped[UUID | None] = mapped_column(Id)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    given_by: Mapped[UUID] = mapped_column(Id)
    given_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str]
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
