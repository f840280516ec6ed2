"""A draft: what somebody wants to say, before it is written in the ledger."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from portal.errors import N_, NotUnderstood

EARLIEST = date(1990, 1, 1)
LATEST = date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Qty:
    """A quantity in its stated unit. `what` says which: ordered, dispatched, received …

    `package` is the number of a package of the shipment it is in; 0 is none.
    """

    n: Decimal
    uom: str
    what: str
    line: int = 0
    part: int = 0
    package: int = 0


@dataclass(frozen=True, slots=True)
class When:
    """When something happened, as bounds in UTC (`stop` exclusive), and how well we know it.

    basis: offset | zone_code | location | partner | none. precision: instant | minute | day | week.
    """

    start: datetime
    stop: datetime
    said: str
    offset: int | None = None
    basis: str = "none"
    precision: str = "day"


@dataclass(frozen=True, slots=True)
class Doc:
    """A file already kept in the vault. `name` is erasable; its digest stays."""

    sha256: bytes
    media: str
    bytes: int
    name: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One thing to say. Which fields a kind needs stands in `vocabulary`.

    `shipment` is the id of the shipment an event of an order is about.
    `on_behalf` is the organisation whose word it is, where the owner enters it for that one.

    Who may read it: everybody who takes part; `only_for` one organisation alone; or, with
    `shared_with`, the owner and that one partner.
    """

    kind: str
    code: str = ""
    klass: str = "ACT"
    line: int = 0
    part: int = 0
    shipment: str = ""
    qty: tuple[Qty, ...] = ()
    when: When | None = None
    reported: datetime | None = None
    source: str = "portal"
    key: str = ""
    ver: str = ""
    channel: str = "web"
    raw: dict = field(default_factory=dict)
    reason: str = ""
    place: dict = field(default_factory=dict)
    refs: tuple[tuple[str, str], ...] = ()
    corrects: dict = field(default_factory=dict)
    only_for: int | None = None
    shared_with: int | None = None
    on_behalf: int | None = None
    docs: tuple[Doc, ...] = ()
    details: dict[str, str] = field(default_factory=dict)
    body: dict = field(default_factory=dict)


def instant(moment: datetime, said: str = "", basis: str = "offset", precision="instant") -> When:
    """Return an exact moment; `said` is the text as stated."""
    start = moment.astimezone(UTC)
    step = timedelta(minutes=1) if precision == "minute" else timedelta(microseconds=1)
    offset = moment.utcoffset()
    return When(
        start=start,
        stop=start + step,
        said=said or moment.isoformat(),
        offset=int(offset.total_seconds() // 60) if offset is not None else None,
        basis=basis,
        precision=precision,
    )


def day(when: date, zone: str = "UTC", said: str = "", basis: str = "none") -> When:
    """Return a whole day at a place: from its midnight to the next, in `zone`.

    Raises:
        NotUnderstood: the year is outside 1990 to 2099.
    """
    if not EARLIEST <= when <= LATEST:
        raise NotUnderstood(
            N_("The date %(date)s is not between 1990 and 2099."), date=when.isoformat()
        )
    place = ZoneInfo(zone)
    start = datetime.combine(when, time(), place)
    stop = datetime.combine(when + timedelta(days=1), time(), place)
    return When(
        start=start.astimezone(UTC),
        stop=stop.astimezone(UTC),
        said=said or when.isoformat(),
        basis=basis,
        precision="day",
    )
