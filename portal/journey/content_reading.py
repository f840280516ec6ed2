"""The stored reading of what is in a shipment: of which order, how much, in which package."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Amount, Base, Id, Key, Scope, Tenant
from portal.ledger import part_of, takes_part, under_lens


class ContentReading(Tenant, Base):
    """So much of a schedule line in a package of a shipment (0: in none). Folded from the order.

    `received`: a receipt of the line names the shipment.
    Who only carries a shipment does not see it: contents belong to orders.
    """

    __tablename__ = "content_reading"
    __table_args__ = (Index("ix_content_reading_order", "owner", "order"),)

    shipment: Mapped[UUID] = mapped_column(Id, primary_key=True)
    order: Mapped[UUID] = mapped_column(Id, primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    package: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    quantity: Mapped[Decimal] = mapped_column(Amount)
    uom: Mapped[str] = mapped_column(Key)
    received: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def seen_by_partner(cls, scope: Scope):
        """Contents of its orders."""
        return takes_part(scope, cls.owner, cls.order)

    @classmethod
    def within(cls, scope: Scope):
        """Contents of its orders."""
        return part_of(scope, cls.owner, cls.order)

    @classmethod
    def seen_by_lens(cls, scope: Scope):
        """Contents of covered orders."""
        return under_lens(scope, cls.owner, cls.order)
