"""Built-in journeys for the ways goods travel and work is done, to be chosen or copied."""

from portal.journey.template import NO_BORDER, NO_CUSTOMS, WORKING, Step, Template
from portal.journey.templates import PURCHASE, SALES, SERVICE, TRANSFER, TRANSPORT, VISIT

_BOUGHT = ("received", "delivered")
_BROUGHT = ("delivered",)


def _step(code: str, by: str, days: int, anchor: str = "promise", must: bool = False, **more):
    return Step(code, by, must, anchor, days, **more)


_ASKED = _step("ORDER_ACCEPTED", "supplier", 2, "asked", True, count=WORKING)
_PICKUP = _step("ORDER_ACCEPTED", "carrier", 1, "asked", True, count=WORKING)
_TO_THE_DOOR = (
    _step("OUT_FOR_DELIVERY", "carrier", 0),
    _step("DELIVERED", "carrier", 0, must=True),
)
_RECEIVED = _step("RECEIVED", "owner", 1, "previous", count=WORKING)
_CLEARED = {"skip": NO_CUSTOMS}


def _made(released: int, completed: int) -> tuple[Step, ...]:
    return (
        _step("PRODUCTION_RELEASED", "supplier", released),
        _step("PRODUCTION_COMPLETED", "supplier", completed),
        _step("READY_FOR_PICKUP", "supplier", completed + 2),
    )


DOMESTIC = Template(
    "purchase-domestic/1",
    "purchase",
    (
        _ASKED,
        *_made(-14, -5),
        _step("DISPATCHED", "supplier", -2, must=True, count=WORKING),
        _step("ARRIVED", "carrier", -1, count=WORKING),
        *_TO_THE_DOOR,
        _RECEIVED,
    ),
    asks=True,
    ends=_BOUGHT,
)

_OVER_SEA = (
    _step("GATE_IN", "carrier", -40, repeats=True),
    _step("LOADED", "carrier", -38, repeats=True),
    _step("DEPARTED", "carrier", -37, must=True, repeats=True),
    _step("UNLOADED", "carrier", -6, repeats=True),
    _step("CUSTOMS_CLEARED", "customs", -4, **_CLEARED),
    _step("ARRIVED", "carrier", -1),
)

SEA = Template(
    "purchase-sea/1",
    "purchase",
    (
        _ASKED,
        *_made(-75, -50),
        _step("TRANSPORT_BOOKED", "supplier", -52),
        _step("DISPATCHED", "supplier", -44, must=True),
        *_OVER_SEA,
        *_TO_THE_DOOR,
        _RECEIVED,
    ),
    asks=True,
    ends=_BOUGHT,
)

_BY_AIR = (
    _step("GATE_IN", "carrier", -6),
    _step("DEPARTED", "carrier", -5, must=True, repeats=True),
    _step("ARRIVED", "carrier", -3),
    _step("CUSTOMS_CLEARED", "customs", -2, **_CLEARED),
)

AIR = Template(
    "purchase-air/1",
    "purchase",
    (
        _ASKED,
        *_made(-35, -12),
        _step("TRANSPORT_BOOKED", "supplier", -10),
        _step("DISPATCHED", "supplier", -7, must=True),
        *_BY_AIR,
        *_TO_THE_DOOR,
        _RECEIVED,
    ),
    asks=True,
    ends=_BOUGHT,
)

DROP = Template(
    "drop-shipment/1",
    "purchase",
    (
        _ASKED,
        _step("PACKED", "supplier", -4),
        _step("DISPATCHED", "supplier", -3, must=True),
        _step("DEPARTED", "carrier", -3),
        _step("CUSTOMS_CLEARED", "customs", -2, **_CLEARED),
        *_TO_THE_DOOR,
        _step("POD_RECORDED", "carrier", 1, "previous", count=WORKING),
    ),
    asks=True,
    ends=_BROUGHT,
)

SUBCONTRACT = Template(
    "subcontract/1",
    "purchase",
    (
        _ASKED,
        _step("COMPONENTS_ARRIVED", "supplier", -25, must=True),
        _step("PRODUCTION_STARTED", "supplier", 2, "previous", count=WORKING),
        _step("PRODUCTION_PROGRESS", "supplier", -12, repeats=True),
        _step("PRODUCTION_COMPLETED", "supplier", -6),
        _step("READY_FOR_PICKUP", "supplier", 1, "previous", count=WORKING),
        _step("DISPATCHED", "supplier", -3, must=True),
        *_TO_THE_DOOR,
        _RECEIVED,
    ),
    asks=True,
    ends=_BOUGHT,
)

SPARE_PART = Template(
    "spare-part/1",
    "service",
    (
        _step("ORDER_ACCEPTED", "supplier", 1, "asked", True, count=WORKING),
        _step("PICKED", "supplier", -2),
        _step("PACKED", "supplier", -2),
        _step("DISPATCHED", "supplier", -1, must=True),
        *_TO_THE_DOOR,
        _step("RECEIPT_ACCEPTED", "owner", 2, "previous", count=WORKING),
    ),
    asks=True,
    ends=_BROUGHT,
)

PARCEL = Template(
    "parcel/1",
    "transport",
    (
        _PICKUP,
        _step("DISPATCHED", "carrier", -2, must=True),
        _step("DEPARTED", "carrier", -2, repeats=True),
        _step("CUSTOMS_CLEARED", "customs", -1, **_CLEARED),
        _step("ARRIVED", "carrier", -1, repeats=True),
        *_TO_THE_DOOR,
        _step("POD_RECORDED", "carrier", 0, "previous"),
    ),
    asks=True,
    ends=_BROUGHT,
)

LTL = Template(
    "ltl/1",
    "transport",
    (
        _PICKUP,
        _step("READY_FOR_PICKUP", "owner", -4),
        _step("DISPATCHED", "carrier", -4, must=True),
        _step("UNLOADED", "carrier", -3, repeats=True),
        _step("DEPARTED", "carrier", -3, repeats=True),
        _step("CUSTOMS_CLEARED", "customs", -2, **_CLEARED),
        _step("ARRIVED", "carrier", -1),
        *_TO_THE_DOOR,
        _step("POD_RECORDED", "carrier", 1, "previous", count=WORKING),
    ),
    asks=True,
    ends=_BROUGHT,
)

FTL = Template(
    "ftl/1",
    "transport",
    (
        _PICKUP,
        _step("READY_FOR_PICKUP", "owner", -3),
        _step("LOADED", "carrier", -3),
        _step("DISPATCHED", "carrier", -3, must=True),
        _step("CUSTOMS_CLEARED", "customs", -2, **_CLEARED),
        _step("ARRIVED", "carrier", 0),
        _step("DELIVERED", "carrier", 0, must=True),
        _step("POD_RECORDED", "carrier", 1, "previous", count=WORKING),
    ),
    asks=True,
    ends=_BROUGHT,
)

OCEAN = Template(
    "ocean/1",
    "transport",
    (
        _PICKUP,
        _step("TRANSPORT_BOOKED", "carrier", 3, "placed", count=WORKING),
        _step("DISPATCHED", "carrier", -42, must=True),
        *_OVER_SEA,
        *_TO_THE_DOOR,
    ),
    asks=True,
    ends=_BROUGHT,
)

AIR_FREIGHT = Template(
    "air/1",
    "transport",
    (
        _PICKUP,
        _step("TRANSPORT_BOOKED", "carrier", 1, "placed", count=WORKING),
        _step("DISPATCHED", "carrier", -7, must=True),
        *_BY_AIR,
        *_TO_THE_DOOR,
    ),
    asks=True,
    ends=_BROUGHT,
)

RAIL = Template(
    "rail/1",
    "transport",
    (
        _PICKUP,
        _step("TRANSPORT_BOOKED", "carrier", 2, "placed", count=WORKING),
        _step("DISPATCHED", "carrier", -20, must=True),
        _step("LOADED", "carrier", -19),
        _step("DEPARTED", "carrier", -18, must=True, repeats=True),
        _step("CUSTOMS_CLEARED", "customs", -4, skip=NO_BORDER),
        _step("UNLOADED", "carrier", -3, repeats=True),
        _step("ARRIVED", "carrier", -2),
        *_TO_THE_DOOR,
    ),
    asks=True,
    ends=_BROUGHT,
)

TEMPLATES: dict[str, Template] = {
    template.name: template
    for template in (
        PURCHASE,
        DOMESTIC,
        SEA,
        AIR,
        DROP,
        SUBCONTRACT,
        SALES,
        SERVICE,
        VISIT,
        SPARE_PART,
        TRANSFER,
        TRANSPORT,
        PARCEL,
        LTL,
        FTL,
        OCEAN,
        AIR_FREIGHT,
        RAIL,
    )
}
