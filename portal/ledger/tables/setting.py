"""Settings of an owner: rules, journeys, calendars. Versions, never updated."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Json, Key, Scope, Tenant

TERMS = "terms:"  # settings that begin so are told to whoever takes part in orders


class Setting(Tenant, Base):
    """One version of one setting, made by the event (stream, seq) in the house stream."""

    __tablename__ = "setting"
    __table_args__ = (
        ForeignKeyConstraint(
            ["owner", "stream", "seq"], ["event.owner", "event.stream", "event.seq"]
        ),
    )

    key: Mapped[str] = mapped_column(Key, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    doc: Mapped[str] = mapped_column(Json)
    stream: Mapped[UUID] = mapped_column(Id)
    seq: Mapped[int]

    @classmethod
    def seen_by_partner(cls, scope: Scope):
        """The terms of the owners it works for; nothing else."""
        return and_(cls.owner.in_(scope.owners), cls.key.startswith(TERMS, autoescape=True))

    @classmethod
    def within(cls, scope: Scope):
        """The terms of the owners of whom something is seen."""
        return cls.owner.in_(scope.owners)

    @classmethod
    def seen_by_lens(cls, scope: Scope):
        """The terms, as far as there is a grant at all."""
        return cls.key.startswith(TERMS, autoescape=True)
