"""Contacts: whom to write to at a partner who has no account here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Key, Moment, Org, Tenant


class Contact(Tenant, Base):
    """An address of an owner's partner, and what it is for; what is empty is everything.

    Only the owner's people see it. Name and address are a person's, so the row can be
    erased: everything else knows it by its id.
    """

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("owner", "partner", "email", "topic", "site", "category"),
        Index("ix_contact_partner", "owner", "partner"),
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    partner: Mapped[int] = mapped_column(Org, ForeignKey("organisation.id"))
    name: Mapped[str]
    email: Mapped[str] = mapped_column(Key)
    locale: Mapped[str] = mapped_column(Key)
    topic: Mapped[str] = mapped_column(Key)
    site: Mapped[str] = mapped_column(Key)
    category: Mapped[str] = mapped_column(Key)
    made_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
