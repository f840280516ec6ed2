"""What a folded journey is made of. Values only; nothing here knows what time it is.

Journey            the order: header, rollups, documents, returns, visits, shipments, …, flags
└── Line           what was asked for: item, unit, stamp, excess
    └── Part       one schedule line: promise history, quantities, next step
        └── Reached    how far one quantity has come, and when
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from portal.journey.bargain import Entered, Terms
from portal.journey.beside import ZERO, Paper, Return, Trouble
from portal.journey.claims import Conflict
from portal.journey.needs import Needed
from portal.journey.part import Part, Reached
from portal.journey.template import Template
from portal.journey.templates import PURCHASE
from portal.journey.unreached import Unreached
from portal.journey.visit import Visit

if TYPE_CHECKING:  # it is made of these
    from portal.journey.contents import Carried

__all__ = ["ZERO", "Flag", "Journey", "Line", "Paper", "Part", "Reached", "Return", "Trouble"]


@dataclass(frozen=True, slots=True, order=True)
class Flag:
    """A reason to trust what is shown a little less; `ident` is the event that says so.

    kinds: future_actual out_of_order unit_mismatch over_quantity old_revision
           sources_disagree zone_unknown reported_late parts_differ line_unknown
           correction_refused return_unknown while_blocked line_ended
           over_cancelled visit_unknown
    """

    kind: str
    line: int = 0
    part: int = 0
    ident: str = ""


@dataclass(slots=True)
class Line:
    """One line of an order. `stamp` changes whenever what an answer answers changes.

    `item` and `price` are what the owner asks for; `substitute` and `agreed_price` what was
    agreed instead or besides. `offer` is open on the partner's side, `counter` on the
    owner's. `needs` say how many are truly needed by when. Cancelled, closed and blocked:
    `because` names the event that made it so.
    `again` names what the owner asks anew since it was agreed. No part had a number above
    `highest`, so that none is used twice. `before` had come before the order was brought
    into the portal.
    """

    line: int
    no: str = ""
    item: dict = field(default_factory=dict)
    uom: str = ""
    ordered: Decimal = ZERO
    price: Decimal | None = None
    per: Decimal = Decimal(1)
    value: Decimal | None = None
    site: dict = field(default_factory=dict)
    revision: int = 1
    stamp: str = ""
    cancelled: bool = False
    before: Decimal = ZERO
    announced: Decimal = ZERO
    closed: bool = False
    blocked: bool = False
    because: dict[str, str] = field(default_factory=dict)
    substitute: dict = field(default_factory=dict)
    agreed_price: Decimal | None = None
    agreed_per: Decimal | None = None
    offer: Terms | None = None
    counter: Terms | None = None
    again: tuple[str, ...] = ()
    highest: int = 0
    needs: tuple[Needed, ...] = ()
    touched_at: datetime | None = None
    parts: dict[int, Part] = field(default_factory=dict)
    settled: dict[int, tuple[tuple[Decimal, date | None], ...]] = field(default_factory=dict)
    settled_price: Decimal | None = None
    excess: dict[str, Decimal] = field(default_factory=dict)
    refs: list[tuple[str, str]] = field(default_factory=list)

    @property
    def shipped(self) -> Decimal:
        """Return what has left or is announced to leave, excess included."""
        gone = self.moved("dispatched") + self.excess.get("dispatched", ZERO)
        return max(self.announced, gone)

    @property
    def open(self) -> bool:
        """Return whether any part of it is still to come."""
        return any(part.open for part in self.parts.values())

    def moved(self, what: str) -> Decimal:
        """Return how much of the line has reached `what`, excess apart."""
        return sum((part.moved(what) for part in self.parts.values()), ZERO)


# Raises where the owner's settings refuse such an answer (its body) to a line.
Allow = Callable[[Line, dict], None]


@dataclass(slots=True)
class Journey:
    """An order as its events tell it. The same events give the same journey in any order.

    `template` is what it is expected to pass, without what its way leaves out; `chosen` the
    event that chose it, "" where it follows the first one of its kind, or what it `named`.
    `heard` is the last word of anybody but its owner, shipments' words included.
    `allow` is no part of what they tell: whoever is about to record something puts there
    what the owner's settings do not let be said, and builders ask it.
    """

    template: Template = PURCHASE
    named: str = ""
    chosen: str = ""
    kind: str = ""
    number: str = ""
    owner: int = 0
    partner: int = 0
    parties: tuple[int, ...] = ()
    currency: str = ""
    incoterm: str = ""
    mode: str = ""
    basis: str = "arrived"
    terms: str = ""
    site: str = ""
    origin: dict = field(default_factory=dict)
    destination: dict = field(default_factory=dict)
    refs: list[tuple[str, str]] = field(default_factory=list)
    told_refs: tuple[str, ...] = ()
    revision: int = 1
    placed: str = ""
    ordered_at: datetime | None = None
    opened_at: datetime | None = None
    placed_at: datetime | None = None
    clock_from: datetime | None = None
    sent: bool = False
    cancelled: bool = False
    cancelled_by: str = ""
    cutover: bool = False
    lines: dict[int, Line] = field(default_factory=dict)
    stage: str = "ORDER_CREATED"
    open: bool = True
    ask_day: date | None = None
    first_day: date | None = None
    agreed_day: date | None = None
    stated_day: date | None = None
    late_from: date | None = None
    next_step: str = ""
    next_by: str = ""
    next_due: date | None = None
    unanswered: int = 0
    value: Decimal | None = None
    views: dict[str, int] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    unreached: list[Unreached] = field(default_factory=list)
    documents: list[Paper] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    carried: dict[str, "Carried"] = field(default_factory=dict)
    entered: list[Entered] = field(default_factory=list)
    flags: tuple[Flag, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    gone: dict[str, str] = field(default_factory=dict)
    last_code: str = ""
    last_at: datetime | None = None
    changed_at: datetime | None = None
    heard_at: datetime | None = None
    heard: str = ""
    seq: int = 0
    allow: Allow | None = field(default=None, compare=False, repr=False)

    def parts(self) -> list[Part]:
        """Return every schedule line of every line, in order."""
        return [part for line in self.lines.values() for part in line.parts.values()]

    def part(self, line: int, part: int) -> Part | None:
        """Return one schedule line, or None when there is no such one."""
        found = self.lines.get(line)
        return found.parts.get(part) if found else None
