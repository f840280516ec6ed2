"""The shipments that carry goods of an order, as its page shows them."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from portal.desk import Sheet
from portal.journey import DELIVERED, Carried, Shipment
from portal.web import babel
from portal.web.words_shipments import late, papers, stage, stage_tone
from portal.web.words_steps import own_steps
from portal.web.words_units import amount_of


def shipments(sheet: Sheet, today: date) -> list[dict]:
    """Return the shipments of an order, the newest first; it asks the database nothing more."""
    found = [one for one in sheet.journey.carried.values() if one.shipment and one.rows]
    found.sort(key=lambda one: (one.shipment.announced_at, one.name), reverse=True)
    own = own_steps(sheet.journey.template)
    return [_shipment(one, one.shipment, today, own) for one in found]


def _shipment(one: Carried, made: Shipment, today: date, own: dict[str, str]) -> dict:
    many: dict[str, Decimal] = {}
    for row in one.rows:
        many[row.uom] = many.get(row.uom, Decimal(0)) + row.n
    counted, tone = papers(len(made.missing), len(made.needs))
    return {
        "url": url_for("shipments.see", shipment=UUID(one.name)),
        "number": made.number,
        "carrier": made.carrier_name,
        "goods": " + ".join(amount_of(n, uom) for uom, n in many.items()),
        "when": _when(made),
        "stage": own.get(made.stage) or stage(made.stage),
        "tone": stage_tone(made),
        "late": late(made.late_from, today) if made.open else "",
        "papers": counted if not made.cancelled else "",
        "papers_tone": tone,
    }


def _when(made: Shipment) -> str:
    """Return the day that matters most: when it came, when it is expected, when it leaves."""
    came, due = made.passed.get(DELIVERED), made.words.get(DELIVERED)
    left, leaves = made.passed.get("DISPATCHED"), made.words.get("DISPATCHED")
    if came and came.day:
        return _("delivered %(day)s", day=babel.day(came.day))
    if due:
        return _("expected %(day)s", day=babel.day(due.last))
    if left and left.day:
        return _("left %(day)s", day=babel.day(left.day))
    return _("leaves %(day)s", day=babel.day(leaves.first)) if leaves else ""
