"""Where a shipment stands: what was announced, what it is packed in, how far it has come. Pure.

A shipment is folded from its own stream alone, which names no order. The announcement with
the highest version holds; movements are those of the whole shipment. The same events give
the same shipment in whatever order they are given.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from portal.journey.corrections import in_force, is_shared
from portal.journey.doubts import doubt
from portal.journey.milestones import milestone
from portal.journey.papers import read_documents
from portal.journey.state import Flag, Paper, Trouble
from portal.journey.times import amount, day_of, last_day_of, spoken_at, start_of
from portal.ledger import Said

ANNOUNCED, CANCELLED, DELIVERED = "ASN_ISSUED", "SHIPMENT_CANCELLED", "DELIVERED"
_WHOLE = frozenset({"shipment.announced", "shipment.changed", "shipment.cancelled"})
_TEXTS = ("number", "mode", "vehicle", "site", "incoterm")
_DONE = milestone(DELIVERED).rank


@dataclass(frozen=True, slots=True)
class Package:
    """A pallet, a carton, a crate. `parent` is the package it stands in; weights in kg, sizes
    in cm, None where nobody said."""

    number: int
    kind: str
    parent: int = 0
    sscc: str = ""
    gross: Decimal | None = None
    net: Decimal | None = None
    size: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """A step the shipment has passed, when first, and who said so."""

    code: str
    at: datetime | None
    day: date | None
    ident: str
    org: int


@dataclass(frozen=True, slots=True)
class Word:
    """The latest word on when a step will be: from this day to that, and when it was said."""

    first: date
    last: date
    said_at: datetime
    ident: str


@dataclass(frozen=True, slots=True)
class Need:
    """A document that has to come with the shipment. `strict`: it may not go without."""

    type: str
    strict: bool = False


@dataclass(slots=True)
class Shipment:
    """A consignment of one shipper for one owner, as its events tell it.

    `passed` are its steps as they were passed first, `latest` as they were last.
    """

    owner: int = 0
    shipper: int = 0
    consignee: int = 0
    carrier: int = 0
    carrier_name: str = ""
    number: str = ""
    mode: str = ""
    vehicle: str = ""
    site: str = ""
    incoterm: str = ""
    origin: dict = field(default_factory=dict)
    destination: dict = field(default_factory=dict)
    refs: tuple[tuple[str, str], ...] = ()
    version: int = 0
    announced: str = ""
    announced_at: datetime | None = None
    cancelled: bool = False
    packages: dict[int, Package] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    documents: list[Paper] = field(default_factory=list)
    passed: dict[str, Passed] = field(default_factory=dict)
    latest: dict[str, Passed] = field(default_factory=dict)
    words: dict[str, Word] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    flags: tuple[Flag, ...] = ()
    gone: dict[str, str] = field(default_factory=dict)
    stage: str = ANNOUNCED
    open: bool = True
    late_from: date | None = None
    changed_at: datetime | None = None
    seq: int = 0

    @property
    def missing(self) -> tuple[Need, ...]:
        """Return the needed documents that nobody attached, or only ones that were refused."""
        there = {paper.type for paper in self.documents if paper.verdict != "refused"}
        return tuple(need for need in self.needs if need.type not in there)

    @property
    def received(self) -> bool:
        """Return whether its receipt was posted."""
        return any(milestone(code).rank >= 100 for code in self.passed)

    def refs_of(self, kind: str) -> list[str]:
        """Return its references of one kind, such as its containers."""
        return [value for name, value in self.refs if name == kind]


def fold_shipment(said: Iterable[Said]) -> Shipment:
    """Return the shipment that these events of its stream tell."""
    said = list(said)
    force = in_force(said)
    made, flags = Shipment(gone=force.gone), list(force.flags)
    _read_header(made, [one for one in force.said if one.facts["kind"] in _WHOLE])
    steps = [one for one in force.said if one.facts["kind"] == "milestone"]
    _pass(made, [one for one in steps if one.facts.get("class", "ACT") == "ACT"], flags)
    _expect(made, [one for one in steps if one.facts.get("class") == "EST"])
    read_documents(made, force.said)
    _settle(made)
    made.flags = tuple(sorted(set(flags)))
    shared = [one for one in said if is_shared(one.facts)]
    made.changed_at = max((one.at for one in shared), default=None)
    made.seq = max((one.seq for one in shared), default=0)
    return made


def _read_header(made: Shipment, said: list[Said]) -> None:
    """Take what the announcement with the highest version says; who opened it stays known."""
    wholes = sorted(said, key=lambda one: (one.facts["body"]["version"], one.ident))
    if not wholes:
        return
    first = min(wholes, key=lambda one: (one.facts["kind"] != "shipment.announced", one.ident))
    made.announced, made.announced_at = first.ident, first.at
    made.version = wholes[-1].facts["body"]["version"]
    made.cancelled = wholes[-1].facts["kind"] == "shipment.cancelled"
    told = [one for one in wholes if one.facts["kind"] != "shipment.cancelled"]
    if told:
        _take(made, told[-1].facts)


def _take(made: Shipment, facts: dict) -> None:
    body = facts["body"]
    for name in _TEXTS:
        setattr(made, name, body.get(name, ""))
    made.owner, made.shipper = body["owner"], body["shipper"]
    made.consignee = body.get("consignee", 0)
    carrier = body.get("carrier", {})
    made.carrier, made.carrier_name = carrier.get("org", 0), carrier.get("name", "")
    made.origin, made.destination = body.get("from", {}), body.get("to", {})
    made.refs = tuple(sorted((kind, value) for kind, value in facts.get("refs", ())))
    packages = (_package(row) for row in body.get("packages", ()))
    made.packages = {one.number: one for one in sorted(packages, key=lambda one: one.number)}
    needs = body.get("documents", {}).get("needs", ())
    made.needs = tuple(Need(row["type"], row.get("strict", False)) for row in needs)


def _package(row: dict) -> Package:
    return Package(
        row["package"],
        row["kind"],
        row.get("in", 0),
        row.get("sscc", ""),
        amount(row.get("gross")),
        amount(row.get("net")),
        tuple(Decimal(side) for side in row.get("size", ())),
    )


def _pass(made: Shipment, said: list[Said], flags: list[Flag]) -> None:
    """Note when each step was passed first; what is said of the future is held."""
    moments = [(start_of(one.facts), one) for one in said]
    held = set()
    for at, one in moments:
        doubts = doubt(one, at, None)
        flags += doubts
        held |= {flag.ident for flag in doubts if flag.kind == "future_actual"}
    counted = [(at, one) for at, one in moments if one.ident not in held]
    for at, one in sorted(counted, key=_when):
        code = one.facts["code"]
        step = Passed(code, at, day_of(one.facts), one.ident, one.facts["by"]["org"])
        made.passed.setdefault(code, step)
        made.latest[code] = step
        if milestone(code).exception:
            reason = one.facts.get("reason", "")
            made.troubles.append(Trouble(code, 0, 0, at, one.ident, reason))


def _when(moment: tuple[datetime | None, Said]) -> tuple:
    at, one = moment
    return at is not None, at or one.at, milestone(one.facts["code"]).rank, one.ident


def _expect(made: Shipment, said: list[Said]) -> None:
    for one in sorted(said, key=lambda one: (spoken_at(one), one.ident)):
        first, last = day_of(one.facts), last_day_of(one.facts)
        if first and last:
            made.words[one.facts["code"]] = Word(first, last, spoken_at(one), one.ident)


def _settle(made: Shipment) -> None:
    ranks = {code: milestone(code).rank for code in made.passed if not milestone(code).exception}
    far = max(ranks, key=lambda code: (ranks[code], code), default=ANNOUNCED)
    made.stage = far if ranks.get(far) else ANNOUNCED
    done = any(rank >= _DONE for rank in ranks.values())
    if made.cancelled:
        made.stage = CANCELLED
    made.open = not (made.cancelled or done)
    for trouble in made.troubles:
        trouble.open = not (done and milestone(trouble.code).overcome)
    expected = made.words.get(DELIVERED)
    if made.open and expected:
        made.late_from = expected.last + timedelta(days=1)
