"""Seats: somebody works by an action link, in one browser, for a few hours."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Moment, Scope, Tenant


class LinkSeat(Tenant, Base):
    """What a session is for who has an account. Only the SHA-256 of its secret is kept.

    `seat` names in the ledger who sits here, if it is not the one the link was sent to;
    `name` is what they called themselves.
    """

    __tablename__ = "link_seat"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "link"], ["action_link.owner", "action_link.id"]),
        Index("ix_link_seat_token", "token", unique=True),
        Index("ix_link_seat_link", "owner", "link"),
    )

    token: Mapped[bytes] = mapped_column(Digest, primary_key=True)
    link: Mapped[UUID] = mapped_column(Id)
    seat: Mapped[UUID | None] = mapped_column(Id)
    name: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    @classmethod
    def seen_by_door(cls, scope: Scope):
        """The one whose secret is shown."""
        return cls.token == scope.token
