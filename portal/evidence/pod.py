"""The proof of delivery: what was handed over, to whom, in what state, and who says so.

Plain values in, one document out. It shows nothing that is not in the values, and "not
reported" where there is nothing. Dates come from the events, so the same events print
the same bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.errors import N_
from portal.evidence.pdf import pdf

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

KINDS = {
    "purchase": N_("Purchase order"),
    "sales": N_("Sales order"),
    "service": N_("Service order"),
    "transfer": N_("Transfer order"),
    "transport": N_("Transport order"),
}
SIDES = {
    "purchase": (N_("Buyer"), N_("Supplier")),
    "sales": (N_("Seller"), N_("Customer")),
    "service": (N_("Ordered by"), N_("Service provider")),
    "transfer": (N_("Receiving company"), N_("Sending site")),
    "transport": (N_("Ordered by"), N_("Carrier")),
}
# What the proof is called, what happened, and whose name stands under it.
TITLES = {"service": (N_("Proof of service"), N_("Work done"), N_("Signed by"))}
USUAL_TITLES = (N_("Proof of delivery"), N_("Delivered"), N_("Received by"))
CONDITIONS = {
    "clean": N_("Clean: received without remarks"),
    "claused": N_("Claused: received with remarks"),
    "subject_to_count": N_("Subject to count: not yet counted"),
}


@dataclass(frozen=True)
class Party:
    """A company and the lines of its address."""

    name: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of the order: what was asked for, what this delivery brought, what all did.

    `now` and `total` are None where nobody reported a quantity.
    """

    no: str
    item: str
    name: str
    ordered: Decimal
    unit: str
    now: Decimal | None = None
    total: Decimal | None = None
    remark: str = ""


@dataclass(frozen=True)
class Happening:
    """One event of the order. `occurred` is a date where only the day is known."""

    what: str
    occurred: datetime | date | None
    recorded: datetime
    who: str
    source: str
    digest: str


@dataclass(frozen=True)
class Picture:
    """A photo or signature. `address` is the name its bytes are handed in under."""

    address: str
    caption: str
    sha256: str
    signature: bool = False


@dataclass(frozen=True)
class Note:
    """A signed delivery note that was scanned, sent in, checked and accepted."""

    name: str
    sha256: str
    accepted_by: str
    accepted_at: datetime


@dataclass(frozen=True)
class Pod:
    """Everything a proof of delivery shows.

    Attributes:
        kind: a key of KINDS.
        references: label (translated) and value, such as a tracking number.
        delivered: None if no delivery was reported; a date if only the day is known.
        zone: IANA name of the zone all times are shown in, the delivery place's.
        condition: a key of CONDITIONS, or "" if nobody said.
        head: hex digest of the last event of the order's chain that is covered.
        as_of: when that last event was recorded; the date of the document.
    """

    number: str
    kind: str
    ordered: date | None
    owner: Party
    partner: Party
    delivered: datetime | date | None
    zone: str
    place: str
    recipient: str
    recipient_role: str
    condition: str
    remarks: str
    lines: tuple[Line, ...]
    events: tuple[Happening, ...]
    head: str
    as_of: datetime
    references: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Picture, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Voice:
    """How the reader's language says things.

    Attributes:
        say: gives an English text in the reader's language.
        moment: writes an aware datetime (already in the document's zone), date and time.
        day: writes a date.
        number: writes a quantity.
    """

    lang: str
    say: Callable[[str], str]
    moment: Callable[[datetime], str]
    day: Callable[[date], str]
    number: Callable[[Decimal], str]


def proof(pod: Pod, voice: Voice, pictures: dict[str, bytes]) -> bytes:
    """Return the proof of delivery as PDF/A-3b; `pictures` by the address in `pod`."""
    return pdf(page(pod, voice), pictures, created=pod.as_of)


def page(pod: Pod, voice: Voice) -> str:
    """Return the proof of delivery as HTML, ready to be printed."""
    owner_side, partner_side = SIDES[pod.kind]
    title, happened, recipient = (voice.say(text) for text in TITLES.get(pod.kind, USUAL_TITLES))
    return (
        house(voice)
        .get_template("evidence/print/pod.html")
        .render(
            pod=pod,
            title=title,
            happened=happened,
            recipient=recipient,
            lang=voice.lang,
            kind=voice.say(KINDS[pod.kind]),
            owner_side=voice.say(owner_side),
            partner_side=voice.say(partner_side),
            condition=voice.say(CONDITIONS[pod.condition]) if pod.condition else "",
            moment=teller(voice, ZoneInfo(pod.zone)),
            number=lambda value: "–" if value is None else voice.number(value),
        )
    )


def teller(voice: Voice, zone: ZoneInfo) -> Callable[[datetime | date | None], str]:
    """Return how a moment, or only a day, is written in `zone`."""

    def moment(value: datetime | date | None) -> str:
        if value is None:
            return "–"
        if isinstance(value, datetime):
            return voice.moment(value.astimezone(zone))
        return voice.day(value)

    return moment


def house(voice: Voice) -> Environment:
    """Templates that escape, complain about unknown names, and speak with this voice."""
    house = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    house.globals["_"] = voice.say
    return house
