"""What a case about a shipment covers, as its page lists it."""

from flask import url_for

from portal.desk import cases
from portal.watch import Case
from portal.web.words_units import amount_of


def covered(case: Case) -> list[dict]:
    """Return the lines with goods in the shipment a case is about, by order; else nothing."""
    found = cases.covered_by(case.shipment) if case.shipment else []
    return [
        {
            "number": one.number,
            "url": url_for("orders.see", order=one.order),
            "line": one.no.lstrip("0") or one.no,
            "item": one.item,
            "amount": amount_of(one.quantity, one.uom),
        }
        for one in found
    ]
