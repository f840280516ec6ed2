"""Documents: files an event commits to. The bytes lie in the vault by their SHA-256."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Key, Moment, Scope, Tenant
from portal.ledger.tables.party import takes_part
from portal.ledger.tables.stream import under_lens


class Document(Tenant, Base):
    """A file attached by an event; `ord` is its place among the event's files.

    The file name is a detail of the event, because it may hold a person's name.
    """

    __tablename__ = "document"
    __table_args__ = (
        ForeignKeyConstraint(
            ["owner", "stream", "seq"], ["event.owner", "event.stream", "event.seq"]
        ),
        UniqueConstraint("owner", "stream", "seq", "ord"),
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    stream: Mapped[UUID] = mapped_column(Id)
    seq: Mapped[int]
    ord: Mapped[int]
    sha256: Mapped[bytes] = mapped_column(Digest)
    salt: Mapped[bytes] = mapped_column(Digest)
    media: Mapped[str] = mapped_column(Key)
    bytes: Mapped[int]
    only_for: Mapped[int | None]
    gone_at: Mapped[datetime | None] = mapped_column(Moment)

    @classmethod
    def seen_by_partner(cls, scope: Scope):
        """As the event that attached it."""
        return and_(
            takes_part(scope, cls.owner, cls.stream),
            or_(cls.only_for.is_(None), cls.only_for == scope.org),
        )

    @classmethod
    def seen_by_lens(cls, scope: Scope):
        """As the event that attached it."""
        return and_(under_lens(scope, cls.owner, cls.stream), cls.only_for.is_(None))
