"""Details: free text and personal data beside an event, which may be erased."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, column
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Json, Key, Tenant
from portal.ledger.tables.readers import Readers

TECHNICIAN = "technician"
NAMED = {
    "sqlite_where": column("name") == TECHNICIAN,
    "postgresql_where": column("name") == TECHNICIAN,
}


class EventDetail(Readers, Tenant, Base):
    """One text that an event commits to by a salted hash. Erased, the proof still holds."""

    __tablename__ = "event_detail"
    __table_args__ = (
        ForeignKeyConstraint(
            ["owner", "stream", "seq"], ["event.owner", "event.stream", "event.seq"]
        ),
        Index("ix_event_detail_person", "owner", "person"),
        Index("ix_event_detail_technician", "owner", "text", "stream", "seq", **NAMED),
    )

    stream: Mapped[UUID] = mapped_column(Id, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Key, primary_key=True)
    salt: Mapped[bytes] = mapped_column(Digest)
    text: Mapped[str] = mapped_column(Json)
    person: Mapped[UUID | None] = mapped_column(Id)
