"""Asked twice, done once: the answer given to each form or request, kept under its key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Json, Key, Moment, Org, Tenant


class Idempotency(Tenant, Base):
    """What was answered to one request. Written in the same transaction as its effects.

    `owner` is whose ledger it changed, `org` and `actor` who asked: a supplier's
    keys never meet the buyer's.
    """

    __tablename__ = "idempotency"

    org: Mapped[int] = mapped_column(Org, primary_key=True)
    actor: Mapped[UUID] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(Key, primary_key=True)
    digest: Mapped[bytes] = mapped_column(Digest)
    status: Mapped[int]
    answer: Mapped[str] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(Moment)


Index("ix_idempotency_made_at", Idempotency.owner, Idempotency.made_at)
