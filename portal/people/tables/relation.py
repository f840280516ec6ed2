"""Relations: which partners an owner deals with, and what it calls them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, and_, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Key, Moment, Org, Scope, Tenant


class Relation(Tenant, Base):
    """A partner of an owner. `kinds` is a comma list of supplier, customer, carrier.

    `number` is the partner's number in the owner's system, `name` what the owner calls it.
    `group` is the one it is in, see `Group`; which it is, the partner is never told.
    """

    __tablename__ = "relation"
    __table_args__ = (
        UniqueConstraint("owner", "number"),
        Index("ix_relation_partner", "partner", "owner"),
        Index("ix_relation_group", "owner", "group"),
    )

    partner: Mapped[int] = mapped_column(Org, ForeignKey("organisation.id"), primary_key=True)
    kinds: Mapped[str] = mapped_column(Key)
    number: Mapped[str | None] = mapped_column(Key)
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment)
    group: Mapped[UUID | None] = mapped_column(Id)

    @classmethod
    def seen_by_partner(cls, scope: Scope):
        """The relations in which the viewer is the partner."""
        return cls.partner == scope.org

    @classmethod
    def within(cls, scope: Scope):
        """With the owners of whom something is seen."""
        return cls.owner.in_(scope.owners)

    @classmethod
    def seen_by_lens(cls, scope: Scope):
        """The grant's owner and its partner; all partners if the grant is about all of them."""
        if scope.lens_order and not scope.lens_partner:
            return false()
        if scope.lens_partner:
            return and_(cls.owner == scope.lens_owner, cls.partner == scope.lens_partner)
        return cls.owner == scope.lens_owner
