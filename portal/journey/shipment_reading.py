"""The stored reading of a shipment: what lists and searches of shipments ask for."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, Index, and_, column, or_
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Day, Id, Json, Key, Moment, Scope, Tenant
from portal.journey.order_reading import OPEN
from portal.ledger import part_of_stream, takes_part, under_lens

IN_FORCE = {
    "sqlite_where": column("cancelled") == 0,
    "postgresql_where": ~column("cancelled", Boolean),
}


CANCELLED = {
    "sqlite_where": column("cancelled") == 1,
    "postgresql_where": column("cancelled", Boolean),
}
RECEIVED = {
    "sqlite_where": (column("received") == 1) & (column("cancelled") == 0),
    "postgresql_where": column("received", Boolean) & ~column("cancelled", Boolean),
}
_NONE_OF = ("open", "cancelled", "received")
THERE = {
    "sqlite_where": and_(*(column(name) == 0 for name in _NONE_OF)),
    "postgresql_where": and_(*(~column(name, Boolean) for name in _NONE_OF)),
}


class ShipmentReading(Tenant, Base):
    """Where a shipment stands. Worked out from its stream; may be deleted and worked out again.

    `note` is its number as references are compared; while a shipment is not cancelled, no
    other of the same shipper has it. `late_from` is the first day after the one on which it
    was last expected. `received`: a receipt of some of its goods was posted in an order; that
    is kept with those goods. `fold` holds what a list draws and never filters by.
    """

    __tablename__ = "shipment_reading"
    __table_args__ = (
        Index("ix_shipment_reading_newest", "owner", "announced_at", "shipment"),
        Index("ix_shipment_reading_shipper", "owner", "shipper", "announced_at", "shipment"),
        Index("ix_shipment_reading_site", "owner", "to_site", "stated_to", "shipment", **OPEN),
        Index("ix_shipment_reading_due", "owner", "stated_to", "shipment", **OPEN),
        Index("ix_shipment_reading_shipper_due", "owner", "shipper", "stated_to", "shipment",
              **OPEN),
        Index("ix_shipment_reading_carrier_due", "owner", "carrier", "stated_to", "shipment",
              **OPEN),
        Index("ix_shipment_reading_late", "owner", "late_from", "shipment", **OPEN),
        Index("ix_shipment_reading_note", "owner", "shipper", "note", unique=True, **IN_FORCE),
        Index("ix_shipment_reading_carrier_key", "owner", "carrier_key", "announced_at",
              "shipment"),
        Index("ix_shipment_reading_carrier", "owner", "carrier", "announced_at", "shipment"),
        Index("ix_shipment_reading_cancelled", "owner", "announced_at", "shipment", **CANCELLED),
        Index("ix_shipment_reading_received", "owner", "announced_at", "shipment", **RECEIVED),
        Index("ix_shipment_reading_there", "owner", "announced_at", "shipment", **THERE),
    )  # fmt: skip

    shipment: Mapped[UUID] = mapped_column(Id, primary_key=True)
    shipper: Mapped[int]
    consignee: Mapped[int]
    carrier: Mapped[int]
    carrier_name: Mapped[str]
    carrier_key: Mapped[str] = mapped_column(Key, default="")
    number: Mapped[str] = mapped_column(Key)
    note: Mapped[str] = mapped_column(Key)
    mode: Mapped[str] = mapped_column(Key)
    stage: Mapped[str] = mapped_column(Key)
    open: Mapped[bool]
    cancelled: Mapped[bool]
    received: Mapped[bool] = mapped_column(default=False)
    from_site: Mapped[str] = mapped_column(Key)
    to_site: Mapped[str] = mapped_column(Key)
    announced_at: Mapped[datetime] = mapped_column(Moment)
    dispatched_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived_at: Mapped[datetime | None] = mapped_column(Moment)
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)
    ship_day: Mapped[date | None] = mapped_column(Day)
    stated_from: Mapped[date | None] = mapped_column(Day)
    stated_to: Mapped[date | None] = mapped_column(Day)
    late_from: Mapped[date | None] = mapped_column(Day)
    packages: Mapped[int]
    needed: Mapped[int]
    missing: Mapped[int]
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(Moment)
    seq: Mapped[int]
    fold: Mapped[str] = mapped_column(Json)

    @classmethod
    def seen_by_partner(cls, scope: Scope):
        """Shipments it sends or carries, or in which it is named as a party."""
        named = takes_part(scope, cls.owner, cls.shipment)
        return or_(cls.shipper == scope.org, cls.carrier == scope.org, named)

    @classmethod
    def within(cls, scope: Scope):
        """Shipments that carry goods of its orders."""
        return part_of_stream(scope, cls.owner, cls.shipment)

    @classmethod
    def seen_by_lens(cls, scope: Scope):
        """Shipments that carry goods of orders the grant covers."""
        return under_lens(scope, cls.owner, cls.shipment)
