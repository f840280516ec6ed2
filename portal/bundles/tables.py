"""Bundles and their rows: many answers somebody means to give, and what became of each."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, and_, exists, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Amount, Base, Day, Digest, Id, Json, Key, Moment, OwnDesk, Scope

READING, OPEN, TELLING, DONE, REFUSED = "reading", "open", "telling", "done", "refused"
IDLE, READY, WRONG, TOLD, BAD = "idle", "ready", "wrong", "told", "refused"


class Bundle(OwnDesk, Base):
    """Many answers given in one step: ticked, typed in the list, or filled into a spreadsheet.

    `owner` is the organisation of who sends it; its rows may be lines of several buyers.

    reading ─▶ open ⇄ telling ─▶ done        (only a file is read, and may be refused)
        └────▶ refused

    `round` counts how often it was sent; `rows` and `handled` say how far reading or telling
    has come. `problem` says in JSON why a file was refused.
    """

    __tablename__ = "bundle"

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    person: Mapped[UUID] = mapped_column(Id)
    source: Mapped[str] = mapped_column(Key)
    state: Mapped[str] = mapped_column(Key)
    round: Mapped[int]
    name: Mapped[str]
    sha256: Mapped[bytes | None] = mapped_column(Digest)
    rows: Mapped[int]
    handled: Mapped[int]
    problem: Mapped[str] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(Moment)


Index("ix_bundle_person", Bundle.owner, Bundle.person, Bundle.made_at)


class BundleRow(OwnDesk, Base):
    """One row: which schedule line, what is said to it, and what became of that.

    `qty`, `day`, `verb`, `rest`, `reason`, `text` and `ref` are what is said. `asked_*` is
    what was shown when it was said, `means` and `days` what the row comes to: a proposal
    that equals the question is an acceptance; so many days later. `follows` is what the
    buyer's tolerances make of it.

    `note` to `container` are what is sent of it; rows of one `note` are one `shipment`.
    `answered`: what it says was told, and only its shipment is still to be announced.

    idle    says nothing                      told     is in the ledger
    ready   can be told                       refused  the order did not take it
    wrong   something in it must be mended             (both last two of one round)
    """

    __tablename__ = "bundle_row"

    bundle: Mapped[UUID] = mapped_column(Id, primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    org: Mapped[int | None]
    order: Mapped[UUID | None] = mapped_column(Id)
    line: Mapped[int]
    part: Mapped[int]
    stamp: Mapped[str] = mapped_column(Key)
    other: Mapped[int | None]
    number: Mapped[str] = mapped_column(Key)
    no: Mapped[str] = mapped_column(Key)
    item: Mapped[str] = mapped_column(Key)
    item_name: Mapped[str]
    uom: Mapped[str] = mapped_column(Key)
    asked: Mapped[Decimal | None] = mapped_column(Amount)
    asked_day: Mapped[date | None] = mapped_column(Day)
    verb: Mapped[str] = mapped_column(Key)
    qty: Mapped[Decimal | None] = mapped_column(Amount)
    day: Mapped[date | None] = mapped_column(Day)
    rest: Mapped[str] = mapped_column(Key)
    reason: Mapped[str] = mapped_column(Key)
    text: Mapped[str]
    ref: Mapped[str]
    note: Mapped[str] = mapped_column(Key)
    ship_qty: Mapped[Decimal | None] = mapped_column(Amount)
    ship_day: Mapped[date | None] = mapped_column(Day)
    carrier: Mapped[str] = mapped_column(Key)
    tracking: Mapped[str]
    container: Mapped[str]
    reported: Mapped[str] = mapped_column(Key)
    state: Mapped[str] = mapped_column(Key)
    means: Mapped[str] = mapped_column(Key)
    days: Mapped[int | None]
    fault: Mapped[str] = mapped_column(Json)
    given: Mapped[str] = mapped_column(Json)
    follows: Mapped[str] = mapped_column(Json)
    answered: Mapped[bool]
    shipment: Mapped[UUID | None] = mapped_column(Id)

    @classmethod
    def within(cls, scope: Scope):
        """As its bundle."""
        whole = Bundle.__table__.alias()
        theirs = whole.c.person.in_(scope.people)
        mine = and_(whole.c.owner == cls.owner, whole.c.id == cls.bundle, theirs)
        return false() if scope.only else exists().where(mine)


Index("ix_bundle_row_state", BundleRow.owner, BundleRow.bundle, BundleRow.state, BundleRow.row)
Index(
    "ix_bundle_row_line",
    BundleRow.owner,
    BundleRow.bundle,
    BundleRow.order,
    BundleRow.line,
    BundleRow.row,
)
