"""Supplier groups: partners an owner treats alike."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Moment, Tenant


class Group(Tenant, Base):
    """A name for some partners of an owner. A partner is in one group or in none.

    A group that ended keeps its row: settings and events name it for ever.
    """

    __tablename__ = "supplier_group"
    __table_args__ = (
        Index(
            "uq_supplier_group_name",
            "owner",
            "name",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
