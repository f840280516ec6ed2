"""Table: when each stream must be looked at again, though nobody says anything."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import true

from portal.db import Base, Id, Moment, Tenant


class Due(Tenant, Base):
    """The next moment at which time alone may bring a trouble to this stream.

    `outlook_at` is when its expected delivery must be worked out again: at once after news,
    and as time passes. A stream that needs neither has no row.
    """

    __tablename__ = "due"

    stream: Mapped[UUID] = mapped_column(Id, primary_key=True)
    check_at: Mapped[datetime | None] = mapped_column(Moment)
    outlook_at: Mapped[datetime | None] = mapped_column(Moment)

    @classmethod
    def seen_by_worker(cls) -> ColumnElement[bool]:
        """The worker finds out whose turn it is."""
        return true()


Index("ix_due_check_at", Due.owner, Due.check_at)
Index("ix_due_outlook_at", Due.owner, Due.outlook_at)
