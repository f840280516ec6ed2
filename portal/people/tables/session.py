"""Sessions: who is signed in, where, since when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Moment, Org


class Session(Base):
    """One signed-in browser. Only the SHA-256 of its secret is kept.

    The role is not kept here: it is the membership's, so a change holds at the next click.
    `grant` is the one an auditor looks through; `agent` is what the browser calls itself.
    """

    __tablename__ = "session"
    __table_args__ = (
        ForeignKeyConstraint(["org", "person"], ["membership.org", "membership.person"]),
        Index("ix_session_person", "person", "ended_at"),
    )

    token: Mapped[bytes] = mapped_column(Digest, primary_key=True)
    person: Mapped[UUID] = mapped_column(Id, ForeignKey("person.id"))
    org: Mapped[int] = mapped_column(Org, ForeignKey("organisation.id"))
    grant: Mapped[UUID | None] = mapped_column(Id, ForeignKey("grant.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    agent: Mapped[str]
