"""What steps, stages and quantities are called: milestones of the trade in short words.

To add a milestone, add a line. A code without words is shown as it is, never hidden.
"""

from flask_babel import gettext, lazy_pgettext
from flask_babel import lazy_gettext as _l

from portal.web.babel import spoken, worded

# code → what the step is called once it is reached
STEPS = {
    "ORDER_CREATED": _l("Ordered"),
    "ORDER_SENT": _l("Sent"),
    "ORDER_RECEIVED": _l("Order arrived at the supplier"),
    "ORDER_ACCEPTED": _l("Acknowledged"),
    "ORDER_ACCEPTED_CHANGED": _l("Acknowledged with changes"),
    "ORDER_REJECTED": _l("Refused"),
    "ORDER_ON_HOLD": _l("On hold"),
    "LINE_BACKORDERED": _l("On back order"),
    "ORDER_CHANGE_REQUESTED": _l("Change asked for"),
    "ORDER_CHANGE_ACCEPTED": _l("Change accepted"),
    "ORDER_CHANGE_REJECTED": _l("Change refused"),
    "ORDER_CANCELLED": _l("Cancelled"),
    "ORDER_LINE_CANCELLED": _l("Line cancelled"),
    "COMPONENTS_ARRIVED": _l("Components arrived"),
    "PRODUCTION_STARTED": _l("Production started"),
    "PRODUCTION_PROGRESS": _l("Production progress (in percent)"),
    "PROCESS_1": _l("Production step 1"),
    "PROCESS_2": _l("Production step 2"),
    "PROCESS_3": _l("Production step 3"),
    "PROCESS_4": _l("Production step 4"),
    "PROCESS_5": _l("Production step 5"),
    "PROCESS_6": _l("Production step 6"),
    "PRODUCTION_RELEASED": _l("Production released"),
    "PRODUCTION_COMPLETED": _l("Produced"),
    "PICKED": _l("Picked"),
    "PACKED": _l("Packed"),
    "READY_FOR_PICKUP": _l("Ready for pickup"),
    "ASN_ISSUED": _l("Shipping notice sent"),
    "TRANSPORT_BOOKED": _l("Transport booked"),
    "PICKUP_ARRIVED": _l("Carrier at pickup"),
    "DISPATCHED": _l("Dispatched"),
    "LOADED": _l("Loaded"),
    "DEPARTED": _l("Departed"),
    "TRANSIT_ARRIVED": _l("Arrived on the way"),
    "UNLOADED": _l("Unloaded"),
    "TRANSSHIPPED": _l("Transshipped"),
    "GATE_IN": _l("Gate in"),
    "GATE_OUT": _l("Gate out"),
    "IN_TRANSIT": _l("In transit"),
    "CUSTOMS_STARTED": _l("Customs started"),
    "CUSTOMS_HELD": _l("Held by customs"),
    "CUSTOMS_CLEARED": _l("Customs cleared"),
    "CUSTOMS_REFUSED": _l("Refused by customs"),
    "ARRIVED": _l("Arrived"),
    "OUT_FOR_DELIVERY": _l("Out for delivery"),
    "AVAILABLE_FOR_PICKUP": _l("Ready to be collected"),
    "DELIVERED": _l("Delivered"),
    "POD_RECORDED": _l("Proof of delivery"),
    "RECEIVED": _l("Received"),
    "RECEIPT_ACCEPTED": _l("Accepted"),
    "RECEIPT_PARTIAL": _l("Partly received"),
    "RECEIPT_REJECTED": _l("Receipt refused"),
    "RETURN_REQUESTED": _l("Return asked for"),
    "RETURN_ACCEPTED": _l("Return accepted"),
    "RETURN_IN_TRANSIT": _l("Return on its way"),
    "RETURN_RECEIVED": _l("Return received"),
    "RETURNED_TO_SENDER": _l("Returned to sender"),
    "DELIVERY_ATTEMPT_FAILED": _l("Delivery attempt failed"),
    "DELIVERY_REFUSED": _l("Delivery refused"),
    "DELAYED": _l("Delayed"),
    "SHORT": _l("Short delivery"),
    "OVER": _l("Delivered too much"),
    "DAMAGED": _l("Damaged"),
    "LOST": _l("Lost"),
    "WRONG_ITEM": _l("Wrong item"),
    "MISROUTED": _l("Misrouted"),
    "HELD": _l("Held up"),
    "DOCS_MISSING": _l("Papers missing"),
    "VISIT_PLANNED": _l("Visit planned"),
    "TECHNICIAN_ON_THE_WAY": _l("Technician on the way"),
    "TECHNICIAN_ON_SITE": _l("Technician on site"),
    "WORK_COMPLETED": _l("Work done"),
    "WORK_SIGNED": _l("Signed by the customer"),
    "VISIT_FAILED": _l("Visit came to nothing"),
    "STATUS_INFO": _l("Note on the way"),
    "UNMAPPED": _l("Unknown status"),
}

# What a step is called where it is about work, not goods.
SERVICE_STEPS = {
    "RECEIPT_ACCEPTED": _l("Work accepted"),
}

QUANTITIES = {
    "ordered": lazy_pgettext("quantity", "ordered"),
    "confirmed": lazy_pgettext("quantity", "acknowledged"),
    "backordered": lazy_pgettext("quantity", "on back order"),
    "supplied": lazy_pgettext("quantity", "with components"),
    "started": lazy_pgettext("quantity", "started"),
    "progress": lazy_pgettext("quantity", "of the work done"),
    "process_1": lazy_pgettext("quantity", "through step 1"),
    "process_2": lazy_pgettext("quantity", "through step 2"),
    "process_3": lazy_pgettext("quantity", "through step 3"),
    "process_4": lazy_pgettext("quantity", "through step 4"),
    "process_5": lazy_pgettext("quantity", "through step 5"),
    "process_6": lazy_pgettext("quantity", "through step 6"),
    "booked": lazy_pgettext("quantity", "booked"),
    "gated_in": lazy_pgettext("quantity", "in through the gate"),
    "loaded": lazy_pgettext("quantity", "loaded"),
    "unloaded": lazy_pgettext("quantity", "unloaded"),
    "gated_out": lazy_pgettext("quantity", "out through the gate"),
    "released": lazy_pgettext("quantity", "released"),
    "produced": lazy_pgettext("quantity", "produced"),
    "picked": lazy_pgettext("quantity", "picked"),
    "packed": lazy_pgettext("quantity", "packed"),
    "ready": lazy_pgettext("quantity", "ready"),
    "planned": lazy_pgettext("quantity", "planned"),
    "dispatched": lazy_pgettext("quantity", "dispatched"),
    "departed": lazy_pgettext("quantity", "departed"),
    "cleared": lazy_pgettext("quantity", "cleared"),
    "arrived": lazy_pgettext("quantity", "arrived"),
    "out": lazy_pgettext("quantity", "out for delivery"),
    "available": lazy_pgettext("quantity", "ready to be collected"),
    "delivered": lazy_pgettext("quantity", "delivered"),
    "proven": lazy_pgettext("quantity", "proven"),
    "received": lazy_pgettext("quantity", "received"),
    "accepted": lazy_pgettext("quantity", "accepted"),
    "rejected": lazy_pgettext("quantity", "rejected"),
    "returning": lazy_pgettext("quantity", "on its way back"),
    "returned": lazy_pgettext("quantity", "returned"),
    "sent_back": lazy_pgettext("quantity", "sent back"),
    "lost": lazy_pgettext("quantity", "lost"),
    "damaged": lazy_pgettext("quantity", "damaged"),
    "short": lazy_pgettext("quantity", "missing"),
    "over": lazy_pgettext("quantity", "too many"),
    "wrong": lazy_pgettext("quantity", "wrong"),
}

# The same where it is work that is done.
SERVICE_QUANTITIES = {
    "dispatched": lazy_pgettext("quantity", "on the way"),
    "arrived": lazy_pgettext("quantity", "begun on site"),
    "delivered": lazy_pgettext("quantity", "done"),
    "proven": lazy_pgettext("quantity", "signed"),
}

WHO = {
    "supplier": _l("Supplier"),
    "carrier": _l("Carrier"),
    "owner": _l("Buyer"),
    "customs": _l("Customs"),
    "customer": _l("Customer"),
}


@worded
def step(code: str, kind: str = "") -> str:
    """Return what a milestone is called, in the words of this kind of order."""
    if kind == "service" and code in SERVICE_STEPS:
        return str(SERVICE_STEPS[code])
    return str(STEPS.get(code, code))


def named(own: str | dict[str, str]) -> str:
    """Return a name that an owner gave, in the language spoken, else its own for every one."""
    return own if isinstance(own, str) else own.get(spoken()) or own.get("", "")


def own_steps(template) -> dict[str, str]:
    """Return what the owner of a journey calls its steps, where the language has such a name."""
    found = {code: named(own) for code, own in template.own_names.items()}
    return {code: name for code, name in found.items() if name}


def name_of(one, kind: str) -> str:
    """Return what a step of a journey is called: as its owner named it, else as usual."""
    return named(one.own_names) or step(one.code, kind)


def step_in(journey, code: str) -> str:
    """Return what a milestone is called in a journey: as its owner named it, else as usual."""
    found = journey.template.step(code)
    return name_of(found, journey.kind) if found else step(code, journey.kind)


def own_quantity(template, what: str) -> str:
    """Return what an owner calls the step that moves a quantity; "" where it has no name."""
    moved = (one for one in template.steps if one.what == what)
    return next((name for one in moved if (name := named(one.own_names))), "")


def quantity_in(journey, what: str) -> str:
    """Return what a quantity of a journey is called: as the step that moves it, or as usual."""
    return own_quantity(journey.template, what) or quantity(what, journey.kind)


@worded
def quantity(what: str, kind: str = "") -> str:
    """Return what a quantity is called in the words of this kind of order: "dispatched"."""
    words = SERVICE_QUANTITIES if kind == "service" and what in SERVICE_QUANTITIES else QUANTITIES
    return str(words.get(what, what))


@worded
def who(by: str, side: str = "", kind: str = "") -> str:
    """Return who is expected to report a step; "you" where that is the reader's side."""
    if by == side:
        return gettext("you")
    if by == "owner" and kind == "sales":
        return gettext("Seller")
    return str(WHO.get(by, by))
