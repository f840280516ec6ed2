"""Who takes part in a stream. From the facts, one event at a time; access hangs on it."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, and_, exists
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Key, Scope, Tenant


class Party(Tenant, Base):
    """An organisation that is a party to a stream, and as what."""

    __tablename__ = "party"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "stream"], ["stream.owner", "stream.id"]),
        Index("ix_party_org", "org", "owner", "stream"),
    )

    stream: Mapped[UUID] = mapped_column(Id, primary_key=True)
    org: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[str] = mapped_column(Key, primary_key=True)

    @classmethod
    def seen_by_partner(cls, scope: Scope):
        """Its own rows; who else takes part is not told."""
        return cls.org == scope.org

    @classmethod
    def within(cls, scope: Scope):
        """With the owners of whom something is seen; every other rule asks these rows first."""
        return cls.owner.in_(scope.owners)


def takes_part(scope: Scope, owner, stream):
    """Return the rule for rows of a stream: the partner is a party to it."""
    # The table, not the model: the wall must not put its own rule inside this one.
    party = Party.__table__.alias()
    return exists().where(
        and_(party.c.owner == owner, party.c.stream == stream, party.c.org == scope.org)
    )
