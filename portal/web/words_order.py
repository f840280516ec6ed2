"""What is said about orders: kinds, whose turn it is, doubts, documents, references.

Each table goes from the code to its words; tones stand beside them. A code without words is
shown as it is, never hidden.
"""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.desk import say
from portal.web.babel import worded

KINDS = {
    "purchase": _l("Purchase order"),
    "sales": _l("Sales order"),
    "service": _l("Service order"),
    "transfer": _l("Transfer"),
    "transport": _l("Transport order"),
}

# Whose turn it is with a delivery: (the owner's word, the supplier's word, tone).
VIEWS = {
    "to_answer": (_l("waits for the supplier's answer"), _l("to acknowledge"), "warn"),
    "theirs": (_l("the supplier's turn"), _l("to answer again"), "warn"),
    "ours": (_l("proposal to decide"), _l("waits for the buyer's decision"), "warn"),
    "rejected": (_l("refused by the supplier"), _l("refused, the buyer decides"), "bad"),
    "blocked": (_l("blocked"), _l("blocked by the buyer"), "bad"),
    "to_confirm": (
        _l("waits for the supplier's confirmation"),
        _l("entered for you, to confirm"),
        "warn",
    ),
    "backorder": (_l("comes later, the day is open"), _l("later, your day is awaited"), "warn"),
    "due": (_l("supplier is next"), _l("your step is next"), "info"),
    "waiting": (_l("in progress"), _l("in progress"), "info"),
    "closed": (_l("complete"), _l("complete"), "ok"),
}

FLAGS = {
    "future_actual": _l("said to have happened in the future: held until corrected"),
    "out_of_order": _l("before a step that comes first"),
    "unit_mismatch": _l("in another unit than ordered: not counted"),
    "over_quantity": _l("more than was ordered"),
    "old_revision": _l("answers an older version: changes nothing"),
    "sources_disagree": _l("sources say different quantities or days"),
    "zone_unknown": _l("without a time zone"),
    "reported_late": _l("reported late"),
    "parts_differ": _l("the deliveries do not add up to the line"),
    "line_unknown": _l("about a line this order does not have"),
    "return_unknown": _l("about a return this order does not have"),
    "visit_unknown": _l("about a visit this order does not have"),
    "while_blocked": _l("answers a blocked line: changes nothing"),
    "line_ended": _l("answers a line that is cancelled or closed: changes nothing"),
    "over_cancelled": _l("more was cancelled than had not left"),
    "correction_refused": _l("not theirs to correct: changes nothing"),
}

PAPERS = {
    "delivery_note": _l("Delivery note"),
    "cmr": _l("CMR waybill"),
    "packing_list": _l("Packing list"),
    "invoice": _l("Invoice"),
    "certificate": _l("Certificate"),
    "conformity": _l("Certificate of conformity"),
    "test_report": _l("Test report"),
    "origin": _l("Certificate of origin"),
    "customs_invoice": _l("Customs invoice"),
    "safety_sheet": _l("Safety data sheet"),
    "photo": _l("Photo"),
    "signature": _l("Signature"),
    "drawing": _l("Drawing"),
    "specification": _l("Specification"),
    "other": _l("Another document"),
}

CONDITIONS = {
    "clean": _l("clean"),
    "claused": _l("claused (with remarks)"),
    "subject_to_count": _l("subject to count"),
}

REMEDIES = {
    "replace": _l("New goods"),
    "credit": _l("A credit"),
}

# How far a return has come: (words, tone).
RETURN_STATES = {
    "requested": (_l("waits for the supplier's answer"), "warn"),
    "accepted": (_l("accepted, to be picked up"), "info"),
    "refused": (_l("refused by the supplier"), "bad"),
    "under_way": (_l("on its way back"), "info"),
    "done": (_l("back at the supplier's"), "ok"),
    "settled": (_l("accepted, nothing goes back"), "ok"),
}

REFS = {
    "po": _l("Order"),
    "supplier_order": _l("Supplier's order"),
    "asn": _l("Shipping notice"),
    "delivery_note": _l("Delivery note"),
    "shipment": _l("Shipment"),
    "tracking": _l("Tracking"),
    "container": _l("Container"),
    "rma": _l("Return number"),
    "item": _l("Item"),
    "invoice": _l("Invoice"),
    "waybill": _l("Waybill"),
}

MODES = {
    "air": _l("Air"),
    "sea": _l("Sea"),
    "ocean": _l("Sea"),
    "road": _l("Road"),
    "truck": _l("Road"),
    "rail": _l("Rail"),
    "parcel": _l("Parcel"),
    "air charter": _l("Air charter"),
}

BASES = {
    "arrived": _l("the day the goods are there"),
    "handed_over": _l("the day the goods are handed over"),
    "ready": _l("the day the goods are ready"),
}

RESTS = {
    "open": _l("The rest comes later; the day will follow"),
    "none": _l("The rest will not be delivered"),
}


@worded
def kind(name: str) -> str:
    """Return what this kind of order is called."""
    return str(KINDS.get(name, name))


def turn(view: str, side: str) -> tuple[str, str]:
    """Return whose turn it is in the reader's words, and the tone."""
    if view not in VIEWS:
        return view, "neutral"
    ours, theirs, tone = VIEWS[view]
    return str(theirs if side in ("supplier", "carrier") else ours), tone


def reason(code: str) -> str:
    """Return what a reason is called; an unknown one as it is."""
    found = say.REASONS.get(code)
    return gettext(found.says) if found else code


def reason_choices(place: str) -> list[tuple[str, str]]:
    """Return the reasons offered in one place, for a list to choose from."""
    offered = [(one.code, gettext(one.says)) for one in say.reasons_for(place)]
    return [("", gettext("– choose –")), *offered]


def mode(name: str) -> str:
    """Return how goods travel."""
    return str(MODES.get(name.lower(), name))
