"""Tokens: one-time links for joining and for a new password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Key, Moment, Org


class Token(Base):
    """A link sent by mail, usable once. Only the SHA-256 of its secret is kept.

    `purpose` is invite (then `org`, `role` and `by_org` are set) or reset (then `person` is).
    Who is invited to a partner gets `rights` (as `rights.all_written` gives them), and
    `manages` the partner's own people.
    """

    __tablename__ = "token"
    __table_args__ = (
        Index("ix_token_by_org", "by_org", "expires_at"),
        Index("ix_token_person", "person"),
        Index("ix_token_email", "email"),
    )

    token: Mapped[bytes] = mapped_column(Digest, primary_key=True)
    purpose: Mapped[str] = mapped_column(Key)
    email: Mapped[str] = mapped_column(Key)
    org: Mapped[int | None] = mapped_column(Org, ForeignKey("organisation.id"))
    role: Mapped[str | None] = mapped_column(Key)
    person: Mapped[UUID | None] = mapped_column(Id, ForeignKey("person.id"))
    by_org: Mapped[int | None] = mapped_column(Org, ForeignKey("organisation.id"))
    rights: Mapped[str | None] = mapped_column(Key)
    manages: Mapped[bool] = mapped_column(default=False)
    made_by: Mapped[UUID | None] = mapped_column(Id)
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
