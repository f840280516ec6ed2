"""Access: who looked at or downloaded what. Rows are added, never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Key, Moment, Tenant


class Access(Tenant, Base):
    """One look or one download. A GET changes nothing else; a daily digest seals these rows.

    `act` is look or download, `what` is a short name of the thing, `stream` is where it
    belongs, `grant` or `link` the one it was done under; who comes by a link may have no
    account, and then no `person`. Partners and auditors add rows and see none.
    """

    __tablename__ = "access"
    __table_args__ = (
        Index("ix_access_at", "owner", "at"),
        Index("ix_access_stream", "owner", "stream", "at"),
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    grant: Mapped[UUID | None] = mapped_column(Id)
    person: Mapped[UUID | None] = mapped_column(Id)
    what: Mapped[str] = mapped_column(Key)
    stream: Mapped[UUID | None] = mapped_column(Id)
    act: Mapped[str] = mapped_column(Key)
    link: Mapped[UUID | None] = mapped_column(Id)
