"""Messages: the files that came in, kept as they came."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Key, Moment, Tenant


class Message(Tenant, Base):
    """A file received, by its SHA-256; the bytes lie in the vault. The same file is one message."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("owner", "sha256", "profile"),
        Index("ix_message_received", "owner", "received_at"),
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    sha256: Mapped[bytes] = mapped_column(Digest)
    profile: Mapped[str] = mapped_column(Key)
    name: Mapped[str]
    bytes: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    sender: Mapped[UUID | None] = mapped_column(Id)
    rows: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    duplicate: Mapped[int] = mapped_column(default=0)
    quarantined: Mapped[int] = mapped_column(default=0)
    noted: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(Key)
    problem: Mapped[str | None]
