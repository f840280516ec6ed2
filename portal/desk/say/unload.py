"""What the buyer's people count when a shipment is there, package by package. Pure.

A receipt is said in each order, as ever, and names the shipment and its packages. Goods that
were counted were delivered: if nobody said so yet, the shipment learns it in the same act.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from portal.desk.freight import Freight, Load
from portal.desk.say import checks
from portal.desk.say.goods import carried_of
from portal.desk.say.receipt import Arrival, Got, receipt
from portal.desk.say.step import mine
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import DELIVERED
from portal.ledger import Draft, Qty, number
from portal.people import Actor

_COUNTED = frozenset({"received", "accepted"})


@dataclass(frozen=True, slots=True)
class Landed:
    """What came of one row of a shipment. `place` is the row of the form it was typed in."""

    order: UUID
    line: int
    part: int
    package: int
    qty: Decimal
    rejected: Decimal = Decimal(0)
    damaged: Decimal = Decimal(0)
    place: int = 0


def unload(
    freight: Freight,
    by: Actor,
    key: str,
    rows: Sequence[Landed],
    arrival: Arrival,
    now: datetime,
) -> dict[UUID, list[Draft]]:
    """“This is what was in it.” The rest of a short one stays open.

    Raises:
        NotUnderstood: `field` is rows-N-qty, -rejected or -damaged; N is the row's place.
        NotAllowed: it was cancelled, or is not theirs to count.
    """
    if by.side != "owner":
        raise NotAllowed(N_("Only the buyer's people post a receipt."))
    if freight.shipment.cancelled:
        raise NotAllowed(N_("This shipment was cancelled."))
    if not rows:
        raise NotUnderstood(N_("Give the quantity of at least one row."), field="rows-0-qty")
    by_order: dict[UUID, list[Landed]] = {}
    for row in rows:
        _check_there(freight, row)
        by_order.setdefault(row.order, []).append(row)
    told = {
        order: _received(freight, order, found, by, key, arrival, now)
        for order, found in sorted(by_order.items())
    }
    when = next(iter(told.values()))[0].when
    if DELIVERED not in freight.shipment.passed:
        there = Draft("milestone", code=DELIVERED, when=when)
        told[freight.id] = checks.keyed(f"{key}:there", [there])
    return told


def _received(
    freight: Freight,
    order: UUID,
    rows: list[Landed],
    by: Actor,
    key: str,
    arrival: Arrival,
    now: datetime,
) -> list[Draft]:
    load = freight.orders[order]
    by_line: dict[int, list[Landed]] = {}
    for row in rows:
        by_line.setdefault(row.line, []).append(row)
    if not arrival.over:
        _check_announced(freight, load, by_line)
    got = [_sum(line, found) for line, found in by_line.items()]
    refs = arrival.refs or {"delivery_note": freight.shipment.number}
    try:
        drafts = receipt(
            load.journey, by, key, got, replace(arrival, refs=refs), now, mine(load.told, by.org)
        )
    except NotUnderstood as error:
        field = (error.field or "").replace("lines-", "rows-")
        raise NotUnderstood(error.template, field=field, **error.values) from error
    return [_of_shipment(freight, draft, by_line[draft.line]) for draft in drafts]


def _of_shipment(freight: Freight, draft: Draft, rows: list[Landed]) -> Draft:
    """Return a receipt that names its shipment; the reason belongs to what was not well."""
    bad = any(row.rejected or row.damaged for row in rows)
    reason = draft.reason if bad else ""
    qty = _by_package(draft, rows)
    return replace(draft, shipment=str(freight.id), qty=qty, reason=reason)


def _sum(line: int, rows: list[Landed]) -> Got:
    for row in rows:
        for what in ("rejected", "damaged"):
            if getattr(row, what) > row.qty:
                raise NotUnderstood(
                    N_("No more can be rejected or damaged than came."),
                    field=f"rows-{row.place}-{what}",
                )
    return Got(
        line,
        sum((row.qty for row in rows), Decimal(0)),
        sum((row.rejected for row in rows), Decimal(0)),
        sum((row.damaged for row in rows), Decimal(0)),
        rows[0].place,
    )


def _by_package(draft: Draft, rows: list[Landed]) -> tuple[Qty, ...]:
    """Return the quantities of a receipt once more, each with its package."""
    first = draft.qty[0]
    return tuple(
        Qty(n, first.uom, what, row.line, row.part, row.package)
        for row in rows
        for what, n in ((first.what, row.qty), ("rejected", row.rejected), ("damaged", row.damaged))
        if n or what == first.what
    )


def _check_there(freight: Freight, row: Landed) -> None:
    load = freight.orders.get(row.order)
    carried = carried_of(freight, load) if load else None
    places = {(one.line, one.part, one.package) for one in carried.rows} if carried else set()
    if (row.line, row.part, row.package) not in places:
        raise Conflict(N_("The shipment was changed a moment ago. Look at it once more."))
    checks.check_qty(row.qty, f"rows-{row.place}-qty")


def _check_announced(freight: Freight, load: Load, by_line: dict[int, list[Landed]]) -> None:
    """Refuse more of a line than was announced, unless somebody says that it is right."""
    carried = carried_of(freight, load)
    for line, rows in by_line.items():
        announced = sum(carried.of_line(line).values(), Decimal(0))
        after = _counted(freight, load, line) + sum((row.qty for row in rows), Decimal(0))
        if after > announced:
            raise NotUnderstood(
                N_(
                    "Line %(no)s: that makes %(after)s of %(n)s %(uom)s announced. Correct the "
                    "quantity, or tick that more is right."
                ),
                field=f"rows-{rows[0].place}-qty",
                no=load.journey.lines[line].no,
                after=number(after),
                n=number(announced),
                uom=load.journey.lines[line].uom,
            )


def _counted(freight: Freight, load: Load, line: int) -> Decimal:
    """Return what receipts in force counted of a line in this shipment."""
    return sum(
        (
            Decimal(entry["n"])
            for one in load.told
            if one.facts.get("shipment") == str(freight.id)
            and one.facts["kind"] == "milestone"
            and one.ident not in load.journey.gone
            for entry in one.facts.get("qty", ())
            if entry["what"] in _COUNTED and (entry.get("line") or one.facts["line"]) == line
        ),
        Decimal(0),
    )
