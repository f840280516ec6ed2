"""Table: what a rule in shadow mode would have said. Counted, never shouted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Key, Moment, Tenant


class ShadowHit(Tenant, Base):
    """One trouble a rule found while it was only being tried. Not an event."""

    __tablename__ = "shadow_hit"

    rule: Mapped[str] = mapped_column(Key, primary_key=True)
    stream: Mapped[UUID] = mapped_column(Id, primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    first_at: Mapped[datetime] = mapped_column(Moment)


Index("ix_shadow_hit_first_at", ShadowHit.owner, ShadowHit.rule, ShadowHit.first_at)
