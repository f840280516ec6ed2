"""A stream held under its lock: what was said in it so far, and what is being added."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

import orjson

from portal.ledger.chain import START


@dataclass(frozen=True, slots=True)
class Said:
    """One event as the fold reads it: its place, its identity in hex, when we learnt it.

    `shipment` is the shipment in whose stream it stands, where it is read beside an order's
    own events; "" in the stream that was asked for.
    """

    seq: int
    ident: str
    at: datetime
    facts: dict
    shipment: str = ""


@dataclass(slots=True)
class Rows:
    """Rows to be written, by table."""

    events: list[dict] = field(default_factory=list)
    details: list[dict] = field(default_factory=list)
    documents: list[dict] = field(default_factory=list)
    parties: list[dict] = field(default_factory=list)
    refs: list[dict] = field(default_factory=list)
    links: list[dict] = field(default_factory=list)
    settings: list[dict] = field(default_factory=list)
    assignments: list[dict] = field(default_factory=list)


@dataclass(slots=True)
class Held:
    """A locked stream. `history` is complete for orders and shipments, else empty.

    `carried` is what was said in the shipments an order names. They need no lock of their
    own: whoever writes in one takes the locks of all its orders too, before it is kept.
    """

    owner: int
    id: UUID
    kind: str
    key: str
    log: str
    opened_at: datetime
    said_at: datetime
    seq: int = 0
    head: bytes = START
    new: bool = True
    history: list[Said] = field(default_factory=list)
    carried: dict[UUID, list[Said]] = field(default_factory=dict)
    idents: set[bytes] = field(default_factory=set)
    lines: dict[str, int] = field(default_factory=dict)
    duplicates: int = 0
    rows: Rows = field(default_factory=Rows)

    def remember(self, said: Said) -> None:
        """Take an event into the history, with the line number it gives."""
        self.history.append(said)
        self.idents.add(bytes.fromhex(said.ident))
        if said.facts["kind"] == "line.placed":
            self.lines.setdefault(said.facts["body"]["no"], said.facts["line"])

    def told(self) -> list[Said]:
        """Return its own events, and those of the shipments that carry goods of it."""
        return [*self.history, *(one for said in self.carried.values() for one in said)]

    def carry(self, shipment: "Held") -> None:
        """Take what was said in a shipment that is held too, what is new in it included."""
        name = str(shipment.id)
        self.carried[shipment.id] = [replace(one, shipment=name) for one in shipment.history]

    def line_of(self, number: str) -> int:
        """Return the small number of the line called `number`, a new one if there is none.

        Numbers are given under the lock and never used twice.
        """
        return self.lines.setdefault(number, len(self.lines) + 1)


def said_of(seq: int, ident: bytes, at: datetime, facts: str, shipment: str = "") -> Said:
    """Return an event row as the fold reads it."""
    return Said(seq, ident.hex(), at, orjson.loads(facts), shipment)
