"""From a journey to the rows that are stored of it. Pure, so that a rebuild can be compared."""

import hashlib
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal

from portal.db import LARGEST
from portal.journey.part import ZERO, Part
from portal.journey.state import Journey, Line
from portal.ledger import canonical, norm, number

_SIX = Decimal("0.000001")
MOVED = (
    "dispatched", "arrived", "delivered", "received", "accepted", "rejected", "returned",
)  # fmt: skip
MOMENTS = {
    "acknowledged_at": "confirmed",
    "produced_at": "produced",
    "packed_at": "packed",
    "dispatched_at": "dispatched",
    "departed_at": "departed",
    "arrived_at": "arrived",
    "delivered_at": "delivered",
    "received_at": "received",
}
_AS_IS = (
    "partner", "kind", "number", "currency", "site", "mode", "stage", "open", "ask_day",
    "first_day", "agreed_day", "stated_day", "late_from", "next_step", "next_by", "next_due",
    "unanswered", "revision", "seq",
)  # fmt: skip
_OF_PART = (
    "ask_day", "first_day", "proposed_day", "counter_day", "agreed_day", "want_day", "base_day",
    "stated_day",
    "view", "stage", "open", "late_from", "late_days", "next_step", "next_due",
)  # fmt: skip
_DRAWN = ("produced", "packed", "dispatched", "arrived", "delivered", "received")


def rows(journey: Journey) -> tuple[dict, list[dict]]:
    """Return the order's row and a row for each schedule line, without their keys' owner."""
    return _order_row(journey), [
        _line_row(journey, line, part)
        for line in journey.lines.values()
        for part in line.parts.values()
    ]


def search_words(journey: Journey) -> tuple[list[str], list[str]]:
    """Return (references, names) by which people look for an order; nothing erasable."""
    refs, names = {journey.number, *journey.told_refs}, {journey.site}
    for line in journey.lines.values():
        refs.add(line.item.get("code", ""))
        names |= {line.item.get("name", ""), line.item.get("category", "")}
    return sorted({norm(ref) for ref in refs} - {""}), sorted(names - {""})


def _order_row(journey: Journey) -> dict:
    row = {name: getattr(journey, name) for name in _AS_IS}
    known_at = journey.changed_at or datetime.min
    return row | {
        "value": _value(journey.value),
        "opened_at": journey.opened_at or known_at,
        "undecided": journey.views.get("ours", 0) + journey.views.get("rejected", 0),
        "lines": len(journey.lines),
        "journey_version": journey.template.name,
        "changed_at": known_at,
        "found": _found(journey),
        "fold": canonical(_summary(journey)),
    }


def _line_row(journey: Journey, line: Line, part: Part) -> dict:
    row = {name: getattr(part, name) for name in _OF_PART}
    row |= {what: fit(part.moved(what)) for what in MOVED}
    row |= {name: part.at(what) for name, what in MOMENTS.items()}
    return row | {
        "line": part.line,
        "part": part.part,
        "partner": journey.partner,
        "kind": journey.kind,
        "no": line.no,
        "item": line.item.get("code", ""),
        "item_name": line.item.get("name", ""),
        "uom": line.uom,
        "ordered": fit(part.ordered),
        "confirmed": fit(part.confirmed),
        "cancelled": fit(part.cancelled),
        "announced": fit(part.announced),
        "proposed": None if part.proposed_qty is None else fit(part.proposed_qty),
        "countered": None if part.counter_qty is None else fit(part.counter_qty),
        "site": line.site.get("name") or journey.site,
        "origin": journey.origin.get("country") or journey.origin.get("name", ""),
        "stamp": line.stamp,
        "changed_at": line.touched_at,
    }


def fit(n: Decimal) -> Decimal:
    """Return a quantity as the column holds it: six places, and no more than it can."""
    return min(n, LARGEST).quantize(_SIX, ROUND_HALF_EVEN)


def _value(value: Decimal | None) -> Decimal | None:
    return fit(value) if value is not None and value <= LARGEST else None


def _found(journey: Journey) -> str:
    refs, names = search_words(journey)
    said = [refs, names, [str(org) for org in journey.parties]]
    return hashlib.sha256(canonical(said).encode()).hexdigest()[:16]


def _summary(journey: Journey) -> dict:
    """Return what a list draws of an order: first item, sums by milestone, flags, views."""
    said: dict[str, object] = {"views": journey.views}
    item = journey.lines[1].item if 1 in journey.lines else {}
    if first := item.get("name") or item.get("code"):
        said["item"] = first
    units = {line.uom for line in journey.lines.values()}
    if len(units) == 1:  # quantities of different units are never added
        parts = journey.parts()
        ordered = sum((part.ordered - part.cancelled for part in parts), ZERO)
        said |= {"uom": units.pop(), "ordered": number(ordered)}
        moved = {what: sum((part.moved(what) for part in parts), ZERO) for what in _DRAWN}
        said["moved"] = {what: number(n) for what, n in moved.items() if n}
    if named := journey.template.own_names:
        said["steps"] = named
    if journey.flags:
        said["flags"] = sorted({flag.kind for flag in journey.flags})
    troubles = sorted({trouble.code for trouble in journey.troubles if trouble.open})
    if troubles:
        said["troubles"] = troubles
    return said
