"""Attempts: what was tried lately, so that guessing gets slow."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Moment


class Attempt(Base):
    """One try at something that may not be tried often. `key` is a hash of who tried what."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_key", "key", "at"),)

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    key: Mapped[bytes] = mapped_column(Digest)
    at: Mapped[datetime] = mapped_column(Moment)
