"""A technician's visit and the work reported of it. Values only; nothing here knows the time.

Visit      an appointment, its steps, and how it ended
└── Work   what was entered of it: hours, parts used, an amount; accepted or refused
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from portal.journey.beside import ZERO

TOOK_PLACE = frozenset({"on_site", "done", "signed", "failed"})
ENDED = frozenset({"done", "signed", "failed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when the technician comes, and in which zone that was said."""

    start: datetime
    stop: datetime
    zone: str

    def overlaps(self, other: "Window") -> bool:
        """Say whether one technician would have to be at both."""
        return self.start < other.stop and other.start < self.stop


@dataclass(frozen=True, slots=True)
class PartUsed:
    """So much of an item that was put in, or (`back`) taken out and brought back."""

    item: str
    n: Decimal
    uom: str
    serial: str = ""
    lot: str = ""
    back: bool = False


@dataclass(slots=True)
class Work:
    """The service entry of a visit. `accepted` and `refused` name the owner's word on it."""

    ident: str
    at: datetime
    hours: Decimal | None = None
    amount: Decimal | None = None
    parts: tuple[PartUsed, ...] = ()
    accepted: str = ""
    refused: str = ""

    @property
    def state(self) -> str:
        """Return accepted, refused, or open while the owner owes its word."""
        return "accepted" if self.accepted else "refused" if self.refused else "open"


@dataclass(slots=True)
class Visit:
    """One visit. `ident` is the event that planned it, `word` the one whose window stands.

    `wanted` and `done` say how much of each line it is to bring, and brought; `lines` are all
    it is about. `technician` numbers people within the order: their names are kept apart and
    may be erased. `ours`: the owner proposed the window, so the partner is to confirm it.
    `after` is the failed visit that this one makes good. `steps` are its moments by code, each
    with the event that says so.
    """

    ident: str
    at: datetime
    window: Window
    word: str
    lines: tuple[int, ...] = ()
    wanted: dict[int, Decimal] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    technician: int = 0
    ours: bool = False
    confirmed: str = ""
    changes: int = 0
    reason: str = ""
    after: str = ""
    cancelled: str = ""
    done: dict[int, Decimal] = field(default_factory=dict)
    steps: dict[str, tuple[datetime | None, str]] = field(default_factory=dict)
    why: str = ""
    work: Work | None = None

    @property
    def state(self) -> str:
        """Return proposed, confirmed, under_way, on_site, done, signed, failed or cancelled."""
        if "VISIT_FAILED" in self.steps:
            return "failed"
        if "WORK_COMPLETED" in self.steps:
            return "signed" if "WORK_SIGNED" in self.steps else "done"
        if self.cancelled:
            return "cancelled"
        if "TECHNICIAN_ON_SITE" in self.steps:
            return "on_site"
        if "TECHNICIAN_ON_THE_WAY" in self.steps:
            return "under_way"
        return "confirmed" if self.confirmed else "proposed"

    @property
    def open(self) -> bool:
        """Return whether it is still to take place, or to end."""
        return self.state not in ENDED

    def brings(self) -> dict[int, Decimal]:
        """Return how much of each line it accounts for: what it did, once it is over."""
        return self.wanted if self.open else self.done


def fixed_at_first(visits: list[Visit], fulfilled: bool) -> bool | None:
    """Say whether one visit was enough; None while the work is not done."""
    if not fulfilled or not any(one.state in TOOK_PLACE for one in visits):
        return None
    return sum(one.state in TOOK_PLACE for one in visits) == 1


def claimed(visits: list[Visit], line: int, without: str = "") -> Decimal:
    """Return how much of a line other visits account for."""
    others = (one for one in visits if one.ident != without)
    return sum((one.brings().get(line, ZERO) for one in others), ZERO)
