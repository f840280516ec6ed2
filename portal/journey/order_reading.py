"""The stored reading of an order: what lists, search and dashboards ask for."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, column, or_
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Amount, Base, Day, Id, Json, Key, Moment, Scope, Tenant
from portal.ledger import part_of, takes_part, under_lens

OPEN = {"sqlite_where": column("open") == 1, "postgresql_where": column("open")}


class OrderReading(Tenant, Base):
    """Where an order stands. Worked out from the ledger; may be deleted and worked out again.

    It knows no clock: `late_from` and `next_due` are days, and whether they have passed is
    asked when it is shown. Days are those of the last part. `undecided` counts parts that
    wait for the owner's decision, `unanswered` those that wait for the partner's answer.
    `found` is a hash of the words by which the order is found, so that the search index is
    written only when they change. `fold` holds what a list draws and never filters by:
    quantities by milestone (where the order has one unit), kinds of flags, open troubles.
    """

    __tablename__ = "order_reading"
    __table_args__ = (
        Index("ix_order_reading_newest", "owner", "opened_at", "order"),
        Index("ix_order_reading_partner", "owner", "partner", "opened_at", "order"),
        Index("ix_order_reading_late", "owner", "late_from", "order", **OPEN),
        Index("ix_order_reading_journey", "owner", "journey_version", "open", "order"),
        Index("ix_order_reading_partner_late", "owner", "partner", "late_from", "order", **OPEN),
    )

    order: Mapped[UUID] = mapped_column(Id, primary_key=True)
    partner: Mapped[int]
    kind: Mapped[str] = mapped_column(Key)
    number: Mapped[str] = mapped_column(Key)
    currency: Mapped[str] = mapped_column(Key)
    value: Mapped[Decimal | None] = mapped_column(Amount)
    site: Mapped[str] = mapped_column(Key)
    mode: Mapped[str] = mapped_column(Key)
    stage: Mapped[str] = mapped_column(Key)
    open: Mapped[bool]
    opened_at: Mapped[datetime] = mapped_column(Moment)
    ask_day: Mapped[date | None] = mapped_column(Day)
    first_day: Mapped[date | None] = mapped_column(Day)
    agreed_day: Mapped[date | None] = mapped_column(Day)
    stated_day: Mapped[date | None] = mapped_column(Day)
    late_from: Mapped[date | None] = mapped_column(Day)
    next_step: Mapped[str] = mapped_column(Key)
    next_by: Mapped[str] = mapped_column(Key)
    next_due: Mapped[date | None] = mapped_column(Day)
    unanswered: Mapped[int]
    undecided: Mapped[int]
    lines: Mapped[int]
    revision: Mapped[int]
    journey_version: Mapped[str] = mapped_column(Key)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    seq: Mapped[int]
    found: Mapped[str] = mapped_column(Key)
    fold: Mapped[str] = mapped_column(Json)

    @classmethod
    def seen_by_partner(cls, scope: Scope):
        """Orders placed with it, or in which it is named as a party."""
        return or_(cls.partner == scope.org, takes_part(scope, cls.owner, cls.order))

    @classmethod
    def within(cls, scope: Scope):
        """As its order."""
        return part_of(scope, cls.owner, cls.order)

    @classmethod
    def seen_by_lens(cls, scope: Scope):
        """Orders that the grant covers."""
        return under_lens(scope, cls.owner, cls.order)
