"""Keys of action links: each mail carries one of its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Moment, Scope, Tenant


class LinkKey(Tenant, Base):
    """The SHA-256 of one secret that opens a link. The secret stands in the mail only."""

    __tablename__ = "link_key"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "link"], ["action_link.owner", "action_link.id"]),
        Index("ix_link_key_token", "token", unique=True),
        Index("ix_link_key_link", "owner", "link"),
    )

    token: Mapped[bytes] = mapped_column(Digest, primary_key=True)
    link: Mapped[UUID] = mapped_column(Id)
    made_at: Mapped[datetime] = mapped_column(Moment)

    @classmethod
    def seen_by_door(cls, scope: Scope):
        """The one whose secret is shown."""
        return cls.token == scope.token
