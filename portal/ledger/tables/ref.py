"""References: the numbers people say aloud, by which an order is found."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Key, Scope, Tenant
from portal.ledger.tables.assignment import part_of_stream
from portal.ledger.tables.party import takes_part
from portal.ledger.tables.stream import under_lens


class Ref(Tenant, Base):
    """One reference of a stream; `norm` is as `facts.norm` gives it."""

    __tablename__ = "ref"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "stream"], ["stream.owner", "stream.id"]),
        Index("ix_ref_stream", "owner", "stream"),
    )

    norm: Mapped[str] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(Key, primary_key=True)
    stream: Mapped[UUID] = mapped_column(Id, primary_key=True)

    @classmethod
    def seen_by_partner(cls, scope: Scope):
        """References of its streams."""
        return takes_part(scope, cls.owner, cls.stream)

    @classmethod
    def within(cls, scope: Scope):
        """As its stream."""
        return part_of_stream(scope, cls.owner, cls.stream)

    @classmethod
    def seen_by_lens(cls, scope: Scope):
        """References of covered orders."""
        return under_lens(scope, cls.owner, cls.stream)
