"""Which shipments carry goods of which orders. From the facts of orders, one event at a time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Moment, Scope, Tenant
from portal.ledger.tables.assignment import part_of
from portal.ledger.tables.lens import granted
from portal.ledger.tables.party import takes_part


class Link(Tenant, Base):
    """An order and a shipment that its facts name; `seq` is the order's newest event about it.

    The row stays when the goods are taken out again (`assigned` is false then): who may read
    the order may still read what became of the shipment. `opened_at` is the order's, so that
    a grant for a period can be asked without asking for streams.
    """

    __tablename__ = "link"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "order"], ["stream.owner", "stream.id"]),
        ForeignKeyConstraint(["owner", "shipment"], ["stream.owner", "stream.id"]),
        Index("ix_link_shipment", "owner", "shipment", "order"),
    )

    order: Mapped[UUID] = mapped_column(Id, primary_key=True)
    shipment: Mapped[UUID] = mapped_column(Id, primary_key=True)
    seq: Mapped[int]
    assigned: Mapped[bool]
    opened_at: Mapped[datetime] = mapped_column(Moment)

    @classmethod
    def seen_by_partner(cls, scope: Scope):
        """Links of its orders: a carrier that only carries does not learn whose goods they are."""
        return takes_part(scope, cls.owner, cls.order)

    @classmethod
    def within(cls, scope: Scope):
        """As its order."""
        return part_of(scope, cls.owner, cls.order)

    @classmethod
    def seen_by_lens(cls, scope: Scope):
        """Links of covered orders."""
        return granted(scope, cls.owner, cls.order, cls.opened_at)
