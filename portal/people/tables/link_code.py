"""Codes: six digits sent to a link's mailbox, to be typed before a sensitive step."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Key, Moment, Tenant


class LinkCode(Tenant, Base):
    """One code for one step: `step` is the key of the form, `seat` the hash of the browser's.

    `code` is the salted hash of the digits, written when the mail is; until then None.
    """

    __tablename__ = "link_code"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "link"], ["action_link.owner", "action_link.id"]),
        Index("ix_link_code_link", "owner", "link"),
    )

    seat: Mapped[bytes] = mapped_column(Digest, primary_key=True)
    step: Mapped[str] = mapped_column(Key, primary_key=True)
    link: Mapped[UUID] = mapped_column(Id)
    salt: Mapped[bytes] = mapped_column(Digest)
    code: Mapped[bytes | None] = mapped_column(Digest)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int]
    used_at: Mapped[datetime | None] = mapped_column(Moment)
