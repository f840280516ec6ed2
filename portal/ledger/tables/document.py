"""Documents: files an event commits to. The bytes lie in the vault by their SHA-256."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Key, Moment, Tenant
from portal.ledger.tables.readers import Readers


class Document(Readers, Tenant, Base):
    """A file attached by an event; `ord` is its place among the event's files.

    The file name is a detail of the event, because it may hold a person's name.
    """

    __tablename__ = "document"
    __table_args__ = (
        ForeignKeyConstraint(
            ["owner", "stream", "seq"], ["event.owner", "event.stream", "event.seq"]
        ),
        UniqueConstraint("owner", "stream", "seq", "ord"),
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    stream: Mapped[UUID] = mapped_column(Id)
    seq: Mapped[int]
    ord: Mapped[int]
    sha256: Mapped[bytes] = mapped_column(Digest)
    salt: Mapped[bytes] = mapped_column(Digest)
    media: Mapped[str] = mapped_column(Key)
    bytes: Mapped[int]
    gone_at: Mapped[datetime | None] = mapped_column(Moment)
