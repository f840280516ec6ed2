"""The stored reading of a schedule line: one row for each promise."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Boolean, Index, column, not_, or_
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Amount, Base, Day, Id, Key, Moment, Scope, Tenant
from portal.journey.order_reading import OPEN
from portal.ledger import part_of, takes_part, under_lens

DONE = {"sqlite_where": column("open") == 0, "postgresql_where": not_(column("open", Boolean))}
_PRESSING = ("late_from", "order", "line", "part")
_NEWEST = ("changed_at", "order", "line", "part")


class LineReading(Tenant, Base):
    """Where a schedule line stands. Worked out from the ledger, like its order's reading.

    Quantities include what a later milestone implies; such a quantity has no moment.
    `view` says whose turn it is, seen from the owner's desk. Answers name the `stamp`;
    `want_day` is the day an acceptance would agree to. `origin` is the country (else the
    place) goods come from, as the order says; empty where it does not.

    The list of lines reads a page of one view, most pressing first, from an index that begins
    with the owner, whatever it is narrowed by: one index for each filter, or a rare site would
    be looked for among all that is open.
    """

    __tablename__ = "line_reading"
    __table_args__ = (
        Index("ix_line_reading_view", "owner", "view", *_PRESSING, **OPEN),
        Index("ix_line_reading_partner_view", "owner", "partner", "view", *_PRESSING, **OPEN),
        *(
            Index(f"ix_line_reading_{'_'.join(by)}_view", "owner", *by, "view", *_PRESSING, **OPEN)
            for by in (*(("site",), ("item",), ("kind",)),
                       *(("partner", by) for by in ("site", "item", "kind")))
        ),
        Index("ix_line_reading_done", "owner", *_NEWEST, **DONE),
        Index("ix_line_reading_partner_done", "owner", "partner", *_NEWEST, **DONE),
        Index("ix_line_reading_site", "owner", "site", "stated_day", **OPEN),
        Index("ix_line_reading_item", "owner", "item", "stated_day", **OPEN),
        Index("ix_line_reading_changed", "owner", "partner", "changed_at"),
    )  # fmt: skip

    order: Mapped[UUID] = mapped_column(Id, primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    partner: Mapped[int]
    kind: Mapped[str] = mapped_column(Key)
    no: Mapped[str] = mapped_column(Key)
    item: Mapped[str] = mapped_column(Key)
    item_name: Mapped[str]
    uom: Mapped[str] = mapped_column(Key)
    ordered: Mapped[Decimal] = mapped_column(Amount)
    confirmed: Mapped[Decimal] = mapped_column(Amount)
    cancelled: Mapped[Decimal] = mapped_column(Amount)
    announced: Mapped[Decimal] = mapped_column(Amount)
    dispatched: Mapped[Decimal] = mapped_column(Amount)
    arrived: Mapped[Decimal] = mapped_column(Amount)
    delivered: Mapped[Decimal] = mapped_column(Amount)
    received: Mapped[Decimal] = mapped_column(Amount)
    accepted: Mapped[Decimal] = mapped_column(Amount)
    rejected: Mapped[Decimal] = mapped_column(Amount)
    returned: Mapped[Decimal] = mapped_column(Amount)
    ask_day: Mapped[date | None] = mapped_column(Day)
    first_day: Mapped[date | None] = mapped_column(Day)
    proposed_day: Mapped[date | None] = mapped_column(Day)
    proposed: Mapped[Decimal | None] = mapped_column(Amount)
    counter_day: Mapped[date | None] = mapped_column(Day)
    countered: Mapped[Decimal | None] = mapped_column(Amount)
    agreed_day: Mapped[date | None] = mapped_column(Day)
    want_day: Mapped[date | None] = mapped_column(Day)
    base_day: Mapped[date | None] = mapped_column(Day)
    stated_day: Mapped[date | None] = mapped_column(Day)
    view: Mapped[str] = mapped_column(Key)
    stage: Mapped[str] = mapped_column(Key)
    open: Mapped[bool]
    late_from: Mapped[date | None] = mapped_column(Day)
    late_days: Mapped[int | None]
    next_step: Mapped[str] = mapped_column(Key)
    next_due: Mapped[date | None] = mapped_column(Day)
    site: Mapped[str] = mapped_column(Key)
    origin: Mapped[str] = mapped_column(Key)
    stamp: Mapped[str] = mapped_column(Key)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    produced_at: Mapped[datetime | None] = mapped_column(Moment)
    packed_at: Mapped[datetime | None] = mapped_column(Moment)
    dispatched_at: Mapped[datetime | None] = mapped_column(Moment)
    departed_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived_at: Mapped[datetime | None] = mapped_column(Moment)
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)
    received_at: Mapped[datetime | None] = mapped_column(Moment)

    @classmethod
    def seen_by_partner(cls, scope: Scope):
        """Lines of orders placed with it, or in which it is named as a party."""
        return or_(cls.partner == scope.org, takes_part(scope, cls.owner, cls.order))

    @classmethod
    def within(cls, scope: Scope):
        """As its order."""
        return part_of(scope, cls.owner, cls.order)

    @classmethod
    def seen_by_lens(cls, scope: Scope):
        """Lines of orders that the grant covers."""
        return under_lens(scope, cls.owner, cls.order)
