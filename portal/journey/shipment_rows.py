"""From a shipment, and from what an order says of shipments, to the rows stored. Pure."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from portal.journey.milestones import milestone
from portal.journey.rows import fit
from portal.journey.shipment import DELIVERED, Shipment
from portal.journey.state import ZERO, Journey
from portal.ledger import canonical, norm

_AS_IS = (
    "shipper", "consignee", "carrier", "carrier_name", "number", "mode", "stage", "open",
    "cancelled", "late_from", "version", "announced_at", "changed_at", "seq",
)  # fmt: skip
_MOMENTS = {"dispatched_at": "DISPATCHED", "arrived_at": "ARRIVED", "delivered_at": DELIVERED}
_DRAWN = ("tracking", "container")


def shipment_row(made: Shipment) -> dict:
    """Return a shipment's row, without its key."""
    row = {name: getattr(made, name) for name in _AS_IS}
    row |= {name: _moment(made, code) for name, code in _MOMENTS.items()}
    expected, leaves = made.words.get(DELIVERED), made.words.get("DISPATCHED")
    left = made.passed.get("DISPATCHED")
    return row | {
        "note": norm(made.number),
        "carrier_key": norm(made.carrier_name),
        "from_site": made.origin.get("name", ""),
        "to_site": made.site,
        "ship_day": left.day if left and left.day else leaves.first if leaves else None,
        "stated_from": expected.first if expected else None,
        "stated_to": expected.last if expected else None,
        "packages": len(made.packages),
        "needed": len(made.needs),
        "missing": len(made.missing),
        "fold": canonical(_summary(made)),
    }


def content_rows(journey: Journey) -> dict[tuple[UUID, int, int, int], dict]:
    """Return what an order has in shipments: (shipment, line, part, package) → the rest of a row.

    A shipment that was cancelled keeps its rows: it says so itself.
    """
    found: dict[tuple[UUID, int, int, int], dict] = {}
    for name, carried in journey.carried.items():
        for row in carried.rows if carried.assigned else ():
            key = (UUID(name), row.line, row.part, row.package)
            before = found.get(key, {"quantity": ZERO})["quantity"]
            found[key] = {
                "quantity": fit(before + row.n),
                "uom": row.uom,
                "received": carried.was_received(row.line),
            }
    return found


def _moment(made: Shipment, code: str) -> datetime | None:
    found = made.passed.get(code)
    return found.at if found else None


def _summary(made: Shipment) -> dict:
    said: dict[str, object] = {name: refs for name in _DRAWN if (refs := made.refs_of(name))}
    kinds = Counter(one.kind for one in made.packages.values() if not one.parent)
    if kinds:
        said["packages"] = dict(sorted(kinds.items()))
    troubles = sorted({one.code for one in made.troubles if one.open})
    if troubles:
        said["troubles"] = troubles
    last = [code for code in made.passed if not milestone(code).exception]
    if last:
        said["steps"] = len(last)
    return said
