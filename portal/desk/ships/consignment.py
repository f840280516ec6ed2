"""A shipment's sheet: everything its page shows, in as few questions as there are tables."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from portal import ledger
from portal.db import db
from portal.desk.sheet import File, file_row, names_query
from portal.desk.ships.naming import Own, agreed
from portal.errors import N_, NotFound
from portal.journey import (
    ContentReading,
    LineReading,
    OrderReading,
    Shipment,
    fold_shipment,
    in_force,
    told,
)
from portal.ledger import Document, Event, EventDetail, Said, said_of

RECEIPTS = ("RECEIVED", "RECEIPT_ACCEPTED")
Place = tuple[UUID, int, int]  # order, line, package


@dataclass(frozen=True, slots=True)
class Content:
    """So much of a schedule line in a package of a shipment; 0 is in none."""

    owner: int
    partner: int
    order: UUID
    number: str
    kind: str
    line: int
    part: int
    package: int
    no: str
    item: str
    item_name: str
    quantity: Decimal
    uom: str
    due: date | None

    @property
    def place(self) -> Place:
        """Return where a receipt counts it."""
        return self.order, self.line, self.package


@dataclass(slots=True)
class Came:
    """What the buyer counted at one place of a shipment."""

    received: Decimal = Decimal(0)
    rejected: Decimal = Decimal(0)
    damaged: Decimal = Decimal(0)


@dataclass(slots=True)
class Consignment:
    """A shipment as this viewer may know it; whoever only carries it has no `contents`.

    `steps` are the names that all orders in it give steps.
    """

    id: UUID
    owner: int
    said: list[Said]
    shipment: Shipment
    contents: list[Content] = field(default_factory=list)
    came: dict[Place, Came] = field(default_factory=dict)
    details: dict[int, dict[str, str]] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    orgs: dict[int, str] = field(default_factory=dict)
    people: dict[UUID, str] = field(default_factory=dict)
    steps: Own = field(default_factory=dict)

    @property
    def orders(self) -> dict[UUID, str]:
        """Return the orders it has goods of, with their numbers."""
        return {one.order: one.number for one in self.contents}


def consignment(shipment: UUID) -> Consignment:
    """Return a shipment the scope may see. At most five statements, however much is in it.

    Raises:
        NotFound: there is none, or the asker may not know that there is.
    """
    owner, said, details = ledger.history_apart(shipment)
    if not any(one.facts["kind"] == "shipment.announced" for one in said):
        raise NotFound(N_("There is no such shipment."))
    found = Consignment(shipment, owner, said, fold_shipment(said), details=details)
    found.contents = contents_of(shipment)
    told_by = _told_by(found.orders)
    found.came = _came(shipment, told_by)
    found.steps = agreed(_named(one) for one in told_by.values())
    _read_files(found)
    _read_names(found)
    return found


def contents_of(shipment: UUID) -> list[Content]:
    """Return what of which order is in a shipment, as far as the scope may see the orders."""
    one, line, order = ContentReading, LineReading, OrderReading
    due = (line.agreed_day, line.ask_day)
    query = (
        select(
            one.owner, order.partner, one.order, order.number, order.kind, one.line, one.part,
            one.package, line.no, line.item, line.item_name, one.quantity, one.uom, *due,
        )
        .join(order, (order.owner == one.owner) & (order.order == one.order))
        .join(
            line,
            (line.owner == one.owner)
            & (line.order == one.order)
            & (line.line == one.line)
            & (line.part == one.part),
        )
        .where(one.shipment == shipment)
        .order_by(order.number, one.order, one.line, one.part, one.package)
    )  # fmt: skip
    return [Content(*row[:-2], row[-2] or row[-1]) for row in db.session.execute(query)]


def paper_of(shipment: UUID, document: UUID) -> tuple[int, File]:
    """Return the owner and a document of a shipment the scope may see.

    Raises:
        NotFound: there is none, or the asker may not know that there is.
    """
    ledger.shipment_for(shipment)
    row = db.session.scalar(
        select(Document).where(Document.id == document, Document.stream == shipment)
    )
    if row is None:
        raise NotFound(N_("There is no such document."))
    query = select(EventDetail.text).where(
        EventDetail.stream == shipment, EventDetail.seq == row.seq, EventDetail.name == "name"
    )
    return row.owner, file_row(row, {"name": db.session.scalar(query) or ""})


def _told_by(orders: Collection[UUID]) -> dict[UUID, list[Said]]:
    """Return the receipts of these orders and what chose their journeys, as they hold now."""
    if not orders:
        return {}
    kinds = ("milestone", "event.voided", "order.placed", "journey.chosen")
    query = select(Event.stream, Event.seq, Event.ident, Event.recorded_at, Event.facts).where(
        Event.stream.in_(sorted(orders)),
        Event.kind.in_(kinds),
        Event.code.in_(("", *RECEIPTS)),
    )
    by_order: dict[UUID, list[Said]] = {order: [] for order in orders}
    for order, *rest in db.session.execute(query.order_by(Event.stream, Event.seq)):
        by_order[order].append(said_of(*rest))
    return {order: in_force(said).said for order, said in by_order.items()}


def _named(said: list[Said]) -> Own:
    """Return what the journey an order follows calls its steps."""
    chosen = [one for one in said if one.facts["kind"] == "journey.chosen"]
    last = max(chosen, key=lambda one: (one.at, one.ident), default=None)
    return told(last.facts["body"]).own_names if last else {}


def _came(shipment: UUID, orders: dict[UUID, list[Said]]) -> dict[Place, Came]:
    """Return what receipts that name the shipment counted."""
    found: dict[Place, Came] = {}
    for order, said in orders.items():
        for one in said:
            if one.facts.get("shipment") == str(shipment):
                _count(found, order, one.facts)
    return found


def _count(found: dict[Place, Came], order: UUID, facts: dict) -> None:
    for entry in facts.get("qty", ()):
        line = entry.get("line") or facts.get("line", 0)
        came = found.setdefault((order, line, entry.get("package", 0)), Came())
        what = "received" if entry["what"] == "accepted" else entry["what"]
        if hasattr(came, what):
            setattr(came, what, getattr(came, what) + Decimal(entry["n"]))


def _read_files(found: Consignment) -> None:
    if any(one.facts["kind"] == "document.attached" for one in found.said):
        for row in db.session.scalars(select(Document).where(Document.stream == found.id)):
            found.files[str(row.id)] = file_row(row, found.details.get(row.seq, {}))


def _read_names(found: Consignment) -> None:
    made = found.shipment
    by = [one.facts["by"] for one in found.said]
    orgs = {one["org"] for one in by} | {made.owner, made.shipper, made.consignee, made.carrier}
    people = {UUID(one["person"]) for one in by if "person" in one}
    for org, person, name in db.session.execute(names_query(orgs - {0}, people)):
        if person is None:
            found.orgs[org] = name
        else:
            found.people[person] = name
