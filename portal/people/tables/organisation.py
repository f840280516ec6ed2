"""Organisations: companies that own orders or are partners on them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Key, Moment, Org


class Organisation(Base):
    """A company. `id` never leaves the house; outside it is called `public_id`.

    `origin` is the name of its ledger, written into signed checkpoints: set once.
    """

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(Org, primary_key=True)
    public_id: Mapped[UUID] = mapped_column(Id, unique=True)
    name: Mapped[str]
    country: Mapped[str] = mapped_column(Key)
    origin: Mapped[str] = mapped_column(Key, unique=True)
    owner: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Moment)
