"""The built-in journeys that orders of each kind follow where nobody chose another.

Each is a version and is never edited: an order that names no journey follows the first one
of its kind for ever, so that what was said long ago always folds to the same readings. For
service orders that is a visit.
"""

from portal.journey.template import Step, Template

PURCHASE = Template(
    "purchase/1",
    "purchase",
    (
        Step("ORDER_ACCEPTED", "supplier", True, "asked", 2),
        Step("PRODUCTION_RELEASED", "supplier", False, "promise", -21),
        Step("PRODUCTION_COMPLETED", "supplier", False, "promise", -10),
        Step("PACKED", "supplier", False, "promise", -8),
        Step("READY_FOR_PICKUP", "supplier", False, "promise", -8),
        Step("DISPATCHED", "supplier", True, "promise", -7),
        Step("DEPARTED", "carrier", False, "promise", -6),
        Step("CUSTOMS_CLEARED", "customs", False, "promise", -2),
        Step("ARRIVED", "carrier", False, "promise", -1),
        Step("OUT_FOR_DELIVERY", "carrier", False, "promise", 0),
        Step("DELIVERED", "carrier", True, "promise", 0),
        Step("RECEIVED", "owner", False, "promise", 1),
    ),
    asks=True,
    ends=("received", "delivered"),
)

SALES = Template(
    "sales/1",
    "sales",
    (
        Step("PICKED", "owner", False, "promise", -5),
        Step("PACKED", "owner", False, "promise", -4),
        Step("READY_FOR_PICKUP", "owner", False, "promise", -4),
        Step("DISPATCHED", "owner", True, "promise", -3),
        Step("DEPARTED", "carrier", False, "promise", -3),
        Step("ARRIVED", "carrier", False, "promise", -1),
        Step("OUT_FOR_DELIVERY", "carrier", False, "promise", 0),
        Step("DELIVERED", "carrier", True, "promise", 0),
    ),
    asks=False,
    ends=("delivered",),
)

SERVICE = Template(
    "service/1",
    "service",
    (
        Step("ORDER_ACCEPTED", "supplier", True, "asked", 1),
        Step("READY_FOR_PICKUP", "supplier", False, "promise", -2),
        Step("DISPATCHED", "supplier", False, "promise", -1),
        Step("ARRIVED", "supplier", False, "promise", 0),
        Step("DELIVERED", "supplier", True, "promise", 0),
        Step("RECEIPT_ACCEPTED", "owner", True, "promise", 2),
    ),
    asks=True,
    ends=("accepted",),
)

# A visit: its steps move what goods move, so that older orders read on as they were.
VISIT = Template(
    "service/2",
    "service",
    (
        Step("ORDER_ACCEPTED", "supplier", True, "asked", 1),
        Step("VISIT_PLANNED", "supplier", True, "promise", -2),
        Step("TECHNICIAN_ON_THE_WAY", "supplier", False, "promise", 0),
        Step("TECHNICIAN_ON_SITE", "supplier", False, "promise", 0),
        Step("WORK_COMPLETED", "supplier", True, "promise", 0),
        Step("WORK_SIGNED", "supplier", False, "promise", 0),
        Step("RECEIPT_ACCEPTED", "owner", True, "promise", 2),
    ),
    asks=True,
    ends=("accepted",),
)

TRANSFER = Template(
    "transfer/1",
    "transfer",
    (
        Step("PICKED", "supplier", False, "promise", -5),
        Step("PACKED", "supplier", False, "promise", -5),
        Step("READY_FOR_PICKUP", "supplier", False, "promise", -5),
        Step("DISPATCHED", "supplier", True, "promise", -4),
        Step("DEPARTED", "carrier", False, "promise", -4),
        Step("CUSTOMS_CLEARED", "customs", False, "promise", -2),
        Step("ARRIVED", "carrier", False, "promise", -1),
        Step("DELIVERED", "carrier", True, "promise", 0),
        Step("RECEIVED", "owner", False, "promise", 1),
    ),
    asks=False,
    ends=("received", "delivered"),
)

TRANSPORT = Template(
    "transport/1",
    "transport",
    (
        Step("ORDER_ACCEPTED", "carrier", True, "asked", 1),
        Step("READY_FOR_PICKUP", "owner", False, "promise", -4),
        Step("DISPATCHED", "carrier", True, "promise", -3),
        Step("DEPARTED", "carrier", False, "promise", -3),
        Step("CUSTOMS_CLEARED", "customs", False, "promise", -2),
        Step("ARRIVED", "carrier", False, "promise", -1),
        Step("OUT_FOR_DELIVERY", "carrier", False, "promise", 0),
        Step("DELIVERED", "carrier", True, "promise", 0),
    ),
    asks=True,
    ends=("delivered",),
)

# Service orders follow a visit: whatever the first journey of a service order counted, it counts.
DEFAULTS: dict[str, Template] = {
    template.kind: template for template in (PURCHASE, SALES, VISIT, TRANSFER, TRANSPORT)
}
KINDS = tuple(DEFAULTS)
