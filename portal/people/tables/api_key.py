"""Keys: by which an organisation's own machines ask, instead of a person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Key, Moment, Org


class ApiKey(Base):
    """A key of one organisation. What is kept is the hash of its secret, which is shown once.

    `scopes` are what it may do, words with a space between them. Not behind the wall, because
    who asks is learnt from it: only this room reads it, by secret or by organisation.
    """

    __tablename__ = "api_key"
    __table_args__ = (
        Index("ix_api_key_token", "token", unique=True),
        Index("ix_api_key_org", "org", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    org: Mapped[int] = mapped_column(Org, ForeignKey("organisation.id"))
    name: Mapped[str]
    scopes: Mapped[str] = mapped_column(Key)
    token: Mapped[bytes] = mapped_column(Digest)
    created_by: Mapped[UUID] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
