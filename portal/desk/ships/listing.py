"""The list of shipments: which ones, the newest first, and finding one by a number on it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, not_, or_, select, tuple_, union_all
from sqlalchemy.orm import aliased

from portal.db import current, db, holds
from portal.desk.linerows import owners
from portal.desk.say import sscc_of
from portal.desk.ships.naming import Own, folds_of, named_in
from portal.journey import ShipmentReading
from portal.ledger import Ref, norm, takes_part
from portal.people import Organisation

PAGE = 50
COUNTED = 100  # counting stops here
NUMBERS = ("delivery_note", "tracking", "container", "waybill", "sscc")
_LAST = "\U0010ffff"  # sorts after every sign
ANNOUNCED, UNDER_WAY, LATE, THERE, RECEIVED, CANCELLED, ALL = VIEWS = (
    "announced", "under_way", "late", "there", "received", "cancelled", "all",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShipmentsWanted:
    """Which shipments to show. Empty fields narrow nothing; `partner` is the other side."""

    today: date
    view: str = ALL
    partner: int = 0
    carrier: str = ""
    papers: bool = False


@dataclass(frozen=True, slots=True)
class ShipmentPage:
    """Some rows, and where the next page starts; None at the end.

    `own` are the names that the orders in a shipment give steps.
    """

    rows: list[ShipmentReading]
    after: tuple[datetime, UUID] | None = None
    own: dict[UUID, Own] = field(default_factory=dict)


def shipment_page(
    wanted: ShipmentsWanted, after: tuple[datetime, UUID] | None = None, limit: int = PAGE
) -> ShipmentPage:
    """Return a page of the shipments the scope may see, the newest first."""
    one = ShipmentReading
    key = (one.announced_at, one.shipment)
    query = (
        select(one, folds_of())
        .where(*_criteria(wanted))
        .order_by(*(column.desc() for column in key))
    )
    if after is not None:
        there = (literal(value, column.type) for value, column in zip(after, key, strict=True))
        query = query.where(tuple_(*key) < tuple_(*there))
    found = db.session.execute(query.limit(limit + 1)).all()
    rows = [row for row, _folds in found[:limit]]
    own = {row.shipment: named_in(folds) for row, folds in found if folds}
    last = rows[-1] if len(found) > limit else None
    return ShipmentPage(rows, (last.announced_at, last.shipment) if last else None, own)


def shipment_counts(views: dict[str, ShipmentsWanted]) -> dict[str, int]:
    """Return how many shipments each view holds, counted up to `COUNTED` + 1; one statement."""
    if not views:
        return {}
    counted = []
    for name, wanted in views.items():
        rows = select(literal(1)).select_from(ShipmentReading).where(*_criteria(wanted))
        rows = rows.limit(COUNTED + 1).subquery()
        counted.append(select(func.count()).select_from(rows).scalar_subquery().label(name))
    return dict(zip(views, db.session.execute(select(*counted)).one(), strict=True))


def find_shipments(text: str, limit: int = PAGE) -> ShipmentPage:
    """Return the shipments that have a number which begins with this one, whole ones first.

    Delivery note, tracking number, container, waybill, or the SSCC on a package.
    """
    wanted = norm(sscc_of(text) or text)
    if not wanted:
        return ShipmentPage([])
    one = ShipmentReading
    query = (
        select(one, Ref.norm, folds_of())
        .join(Ref, (Ref.owner == one.owner) & (Ref.stream == one.shipment))
        .where(
            Ref.owner.in_(owners()),
            Ref.kind.in_(NUMBERS),
            Ref.norm >= wanted,
            Ref.norm < wanted + _LAST,
        )
        .order_by(Ref.norm, one.announced_at.desc())
    )
    found: dict[UUID, tuple[bool, ShipmentReading]] = {}
    own: dict[UUID, Own] = {}
    for reading, value, folds in db.session.execute(query.limit(4 * limit)):
        found.setdefault(reading.shipment, (value == wanted, reading))
        own[reading.shipment] = named_in(folds)
    whole = [reading for exact, reading in found.values() if exact]
    rows = (whole or [reading for _exact, reading in found.values()])[:limit]
    return ShipmentPage(rows, own=own)


def _criteria(wanted: ShipmentsWanted) -> list[ColumnElement[bool]]:
    one = ShipmentReading
    found = [one.owner.in_(owners()), *_mine(), *_in_view(wanted)]
    if wanted.partner:
        side = one.owner if current().kind == "partner" else one.shipper
        theirs = side == wanted.partner
        found.append(theirs if side is one.owner else or_(theirs, one.consignee == wanted.partner))
    if wanted.carrier:
        found.append(_carried_by(wanted.carrier))
    if wanted.papers:
        found += [one.missing > 0, not_(one.cancelled)]
    return found


def _carried_by(text: str) -> ColumnElement[bool]:
    """Say that a company called so carries it, or that its name on the paper begins so.

    Found first, each by its index: a rare carrier is not looked for among all shipments.
    """
    one, key = aliased(ShipmentReading), norm(text)
    known = select(Organisation.id).where(holds(Organisation.name, text))
    found = [select(one.shipment).where(one.owner.in_(owners()), one.carrier.in_(known))]
    if key:
        begins = (one.carrier_key >= key, one.carrier_key < key + _LAST)
        found.append(select(one.shipment).where(one.owner.in_(owners()), *begins))
    return ShipmentReading.shipment.in_(union_all(*found))


def _mine() -> list[ColumnElement[bool]]:
    """Say a partner's own part of the wall once more, so that an index leads to it."""
    scope, one = current(), ShipmentReading
    if scope.kind != "partner":
        return []
    return [
        or_(
            one.shipper == scope.org,
            one.carrier == scope.org,
            takes_part(scope, one.owner, one.shipment),
        )
    ]


def _in_view(wanted: ShipmentsWanted) -> list[ColumnElement[bool]]:
    one = ShipmentReading
    return {
        ANNOUNCED: [one.open, one.dispatched_at.is_(None)],
        UNDER_WAY: [one.open, one.dispatched_at.is_not(None)],
        LATE: [one.open, one.late_from <= wanted.today],
        THERE: [not_(one.open), not_(one.cancelled), not_(one.received)],
        RECEIVED: [one.received, not_(one.cancelled)],
        CANCELLED: [one.cancelled],
        ALL: [],
    }[wanted.view]
