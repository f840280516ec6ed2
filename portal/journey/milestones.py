"""The canonical milestones: every step an order can reach, as data.

To add one, add a line to a table below; nothing is ever removed, because old ledgers
must stay readable. `rank` orders the journey; `what` is the quantity a step moves
(empty: it moves none). A repeatable step may happen on every leg, so its quantities
are not added up: the largest counts. An exception opens a trouble and moves nothing
forward; `overcome` says whether a later full delivery settles it by itself. Steps of work
done on site move the quantities that the like steps of goods move: work that is completed
has been delivered, and nothing that asks how much was delivered has to know of visits.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Milestone:
    """One canonical code and what it does to an order."""

    code: str
    rank: int
    what: str = ""
    repeatable: bool = False
    exception: bool = False
    overcome: bool = False


_STEPS = (
    ("ORDER_CREATED", 10, ""),
    ("ORDER_SENT", 11, ""),
    ("ORDER_RECEIVED", 12, ""),
    ("ORDER_ACCEPTED", 20, "confirmed"),
    ("ORDER_ACCEPTED_CHANGED", 20, ""),
    ("ORDER_REJECTED", 20, ""),
    ("ORDER_ON_HOLD", 20, ""),
    ("LINE_BACKORDERED", 20, "backordered"),
    ("ORDER_CHANGE_REQUESTED", 20, ""),
    ("ORDER_CHANGE_ACCEPTED", 20, ""),
    ("ORDER_CHANGE_REJECTED", 20, ""),
    ("ORDER_CANCELLED", 20, ""),
    ("ORDER_LINE_CANCELLED", 20, ""),
    ("COMPONENTS_ARRIVED", 30, "supplied"),
    ("PRODUCTION_RELEASED", 30, "released"),
    ("PRODUCTION_STARTED", 30, "started"),
    ("PROCESS_1", 30, "process_1"),
    ("PROCESS_2", 30, "process_2"),
    ("PROCESS_3", 30, "process_3"),
    ("PROCESS_4", 30, "process_4"),
    ("PROCESS_5", 30, "process_5"),
    ("PROCESS_6", 30, "process_6"),
    ("PRODUCTION_COMPLETED", 31, "produced"),
    ("PICKED", 40, "picked"),
    ("PACKED", 41, "packed"),
    ("READY_FOR_PICKUP", 42, "ready"),
    ("ASN_ISSUED", 43, ""),
    ("TRANSPORT_BOOKED", 44, "booked"),
    ("VISIT_PLANNED", 44, "planned"),
    ("PICKUP_ARRIVED", 45, ""),
    ("DISPATCHED", 50, "dispatched"),
    ("TECHNICIAN_ON_THE_WAY", 50, "dispatched"),
    ("CUSTOMS_CLEARED", 62, "cleared"),
    ("ARRIVED", 70, "arrived"),
    ("TECHNICIAN_ON_SITE", 71, "arrived"),
    ("OUT_FOR_DELIVERY", 80, "out"),
    ("AVAILABLE_FOR_PICKUP", 81, "available"),
    ("DELIVERED", 90, "delivered"),
    ("WORK_COMPLETED", 90, "delivered"),
    ("POD_RECORDED", 91, "proven"),
    ("WORK_SIGNED", 91, "proven"),
    ("RECEIVED", 100, "received"),
    ("RECEIPT_PARTIAL", 100, "received"),
    ("RECEIPT_ACCEPTED", 101, "accepted"),
    ("RECEIPT_REJECTED", 102, "rejected"),
    ("RETURN_REQUESTED", 110, ""),
    ("RETURN_ACCEPTED", 110, ""),
    ("RETURN_IN_TRANSIT", 111, "returning"),
    ("RETURN_RECEIVED", 112, "returned"),
    ("RETURNED_TO_SENDER", 113, "sent_back"),
    ("STATUS_INFO", 0, ""),
    ("UNMAPPED", 0, ""),
)

_LEGS = (
    ("PRODUCTION_PROGRESS", 30, "progress"),
    ("LOADED", 51, "loaded"),
    ("DEPARTED", 52, "departed"),
    ("TRANSIT_ARRIVED", 53, ""),
    ("UNLOADED", 54, "unloaded"),
    ("TRANSSHIPPED", 55, ""),
    ("GATE_IN", 56, "gated_in"),
    ("GATE_OUT", 57, "gated_out"),
    ("IN_TRANSIT", 58, ""),
    ("CUSTOMS_STARTED", 60, ""),
)

_EXCEPTIONS = (
    ("CUSTOMS_HELD", 61, "", True),
    ("CUSTOMS_REFUSED", 61, "", True),
    ("DELIVERY_ATTEMPT_FAILED", 85, "", True),
    ("DELIVERY_REFUSED", 85, "", True),
    ("VISIT_FAILED", 85, "", True),
    ("DELAYED", 58, "", True),
    ("MISROUTED", 58, "", True),
    ("HELD", 58, "", True),
    ("DOCS_MISSING", 58, "", True),
    ("LOST", 58, "lost", True),
    ("SHORT", 95, "short", False),
    ("OVER", 95, "over", False),
    ("DAMAGED", 95, "damaged", False),
    ("WRONG_ITEM", 95, "wrong", False),
)

MILESTONES: dict[str, Milestone] = {
    **{code: Milestone(code, rank, what) for code, rank, what in _STEPS},
    **{code: Milestone(code, rank, what, repeatable=True) for code, rank, what in _LEGS},
    **{
        code: Milestone(code, rank, what, repeatable=True, exception=True, overcome=overcome)
        for code, rank, what, overcome in _EXCEPTIONS
    },
}

UNKNOWN = MILESTONES["UNMAPPED"]

# Quantities that a receipt or an exception may name beside its own: they keep their name.
BESIDE = frozenset(
    {
        "accepted",
        "rejected",
        "returning",
        "returned",
        "sent_back",
        "lost",
        "damaged",
        "short",
        "over",
        "wrong",
    }
)

# Quantities that journeys may show but that settle nothing: neither do they say that goods
# are away, nor is one more than ordered, or of two sources, a reason for doubt.
SHOWN = frozenset({"booked", "planned", "loaded", "unloaded", "gated_in", "gated_out", "progress"})

# Shares of work done, in percent of what was ordered: half of one machine is half a piece.
IN_PERCENT = frozenset({"PRODUCTION_PROGRESS"})
# The steps of a technician's visit: each names its visit, and what of which line it is about.
VISITING = frozenset(
    {
        "TECHNICIAN_ON_THE_WAY",
        "TECHNICIAN_ON_SITE",
        "WORK_COMPLETED",
        "WORK_SIGNED",
        "VISIT_FAILED",
    }
)

# How far a return has come by each step, as a field of `Return`.
RETURNED = {"RETURN_IN_TRANSIT": "sent", "RETURN_RECEIVED": "back"}

REASONS = (
    "CUSTOMER_ABSENT",
    "CUSTOMER_CLOSED",
    "CUSTOMER_REFUSED",
    "CUSTOMER_REQUEST",
    "ADDRESS",
    "ACCESS",
    "PARTS",
    "MORE_WORK",
    "TECHNICIAN",
    "WEATHER",
    "STRIKE",
    "MECHANICAL",
    "ACCIDENT",
    "CAPACITY",
    "CUSTOMS",
    "DOCUMENTS",
    "PAYMENT",
    "QUALITY",
    "STOCKOUT",
    "PRODUCTION",
    "CARRIER_ERROR",
    "SHIPPER",
    "SECURITY",
    "HOLIDAY",
    "DEMAND",
    "DESIGN",
    "MISTAKE",
    "LATE",
    "PRICE",
    "OTHER",
    "UNKNOWN",
)


def milestone(code: str) -> Milestone:
    """Return what is known about `code`; an unknown code has no effect."""
    return MILESTONES.get(code, UNKNOWN)
