"""One schedule line: what was asked, offered, agreed and taken back, and how far it has come.

Values only; nothing here knows what time it is.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from portal.journey.beside import ZERO

_SENT = ("dispatched", "arrived", "delivered", "received")


@dataclass(slots=True)
class Reached:
    """How much of a part has reached one milestone.

    `full_at` is the moment the whole quantity had; None while it has not, or when the
    moment is not known. `inferred` marks a quantity that a later milestone implies but
    nobody reported: it never has a moment.
    """

    n: Decimal = ZERO
    first_at: datetime | None = None
    full_at: datetime | None = None
    full_day: date | None = None
    full: bool = False
    ident: str = ""
    inferred: bool = False


@dataclass(slots=True)
class Slipped:
    """How often a promise was moved later, which event did so last, and to which day at worst."""

    times: int = 0
    at: datetime | None = None
    ident: str = ""
    latest: date | None = None

    def promise(self, day: date | None, at: datetime, ident: str) -> None:
        """Take a day that was promised: one later than any before it is a slip."""
        if day is None or (self.latest and day <= self.latest):
            return
        if self.latest:
            self.times, self.at, self.ident = self.times + 1, at, ident
        self.latest = day

    def begin_anew(self, day: date | None) -> None:
        """Judge by another day from here on, because the owner asked for one."""
        self.times, self.at, self.ident, self.latest = 0, None, "", day


@dataclass(slots=True)
class Part:
    """One schedule line: a quantity and its day, with everything said about them.

    ask_day       what the owner asks for          first_day  what was promised first
    proposed_day  an open proposal                 agreed_day what both agreed to last
    counter_day   what the owner wants instead     base_day   what the supplier is judged by
    stated_day    the latest word (delay, ETA); `words`: the last of each organisation since
                  the agreement, with the event that says so
    expected_by   the day each organisation last estimated for the delivery; 0: its shipments
    carried_day   what the owner last said was agreed elsewhere; `carried`: and it still stands

    `later`: the open proposal is for later, its day may follow; `backordered`: agreed so,
    and the day is still owed. `taken` says by whom or what a quantity was taken back: some,
    line, order (cancelled by the owner), partner, closed, and `since` when; `withdrawn` is
    its sum. `given_up`
    is on its way but expected no more. `unconfirmed`: entered for the partner.
    """

    line: int
    part: int
    parent: int = 0
    ordered: Decimal = ZERO
    confirmed: Decimal = ZERO
    cancelled: Decimal = ZERO
    fulfilled: Decimal = ZERO
    open_qty: Decimal = ZERO
    ask_day: date | None = None
    first_day: date | None = None
    proposed_day: date | None = None
    proposed_qty: Decimal | None = None
    later: bool = False
    counter_day: date | None = None
    counter_qty: Decimal | None = None
    agreed_day: date | None = None
    base_day: date | None = None
    stated_day: date | None = None
    estimates: dict[str, date] = field(default_factory=dict)
    expected_by: dict[int, date] = field(default_factory=dict)
    words: dict[int, tuple[date, str]] = field(default_factory=dict)
    want_day: date | None = None
    asking: bool = False
    asked_at: datetime | None = None
    asked_by: str = ""
    answered_at: datetime | None = None
    agreed_at: datetime | None = None
    agreed_by: str = ""
    by_rule: bool = False
    carried: bool = False
    carried_day: date | None = None
    stated_by: str = ""
    proposal: str = ""
    proposed_at: datetime | None = None
    counter: str = ""
    backordered: bool = False
    unconfirmed: bool = False
    rejected: str = ""
    refused: str = ""
    tentative: bool = False
    rebase: bool = False
    withdrawn: Decimal = ZERO
    announced: Decimal = ZERO
    taken: dict[str, Decimal] = field(default_factory=dict)
    since: dict[str, list[tuple[datetime, Decimal]]] = field(default_factory=dict)
    given_up: Decimal = ZERO
    reached: dict[str, Reached] = field(default_factory=dict)
    stage: str = "ORDER_CREATED"
    next_step: str = ""
    next_by: str = ""
    next_due: date | None = None
    view: str = "waiting"
    open: bool = True
    late_from: date | None = None
    late_days: int | None = None
    slipped: Slipped = field(default_factory=Slipped)

    @property
    def cap(self) -> Decimal:
        """Return the quantity that is to come: what was ordered less what was taken back."""
        if not self.withdrawn:  # most parts; this is asked more often than anything else
            return self.ordered
        return max(self.ordered - self.withdrawn, ZERO)

    def cap_at(self, moment: datetime) -> Decimal:
        """Return the quantity that was to come at a moment: what was taken back later counts."""
        later = (n for rows in self.since.values() for at, n in rows if at > moment)
        return self.cap + sum(later, ZERO)

    @property
    def to_ship(self) -> Decimal:
        """Return what is still to be sent: neither gone, nor announced in a shipment."""
        return max(self.cap - max(self.announced, self.moved("dispatched")), ZERO)

    @property
    def sent(self) -> Decimal:
        """Return how much has left at least, also where only its arrival was reported."""
        return max(self.fulfilled, *(self.moved(what) for what in _SENT))

    @property
    def due_qty(self) -> Decimal:
        """Return how much has to come until the part is complete: less what was given up."""
        return self.cap - min(self.given_up, max(self.cap - self.fulfilled, ZERO))

    @property
    def due_day(self) -> date | None:
        """Return the day by which the part is due; a later wish of the owner wins."""
        if self.agreed_day and self.asking and self.want_day and self.want_day > self.agreed_day:
            return self.want_day
        return self.agreed_day or self.ask_day

    @property
    def expected_day(self) -> date | None:
        """Return the best word there is on the day it will come."""
        return self.stated_day or self.agreed_day or self.proposed_day or self.ask_day

    def moved(self, what: str) -> Decimal:
        """Return how much has reached `what`, inferred quantities included."""
        reached = self.reached.get(what)
        return reached.n if reached else ZERO

    def at(self, what: str) -> datetime | None:
        """Return when the whole quantity had reached `what`, if that is known."""
        reached = self.reached.get(what)
        return reached.full_at if reached else None
