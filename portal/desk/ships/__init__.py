"""Shipments as pages show them: the list, one shipment with its goods, what can be sent next.

In:   the stored readings, and a shipment's own stream.
Out:  pages of the list, a shipment's sheet, lines of which something is to be sent.
"""

from portal.desk.ships.consignment import (
    Came,
    Consignment,
    Content,
    consignment,
    paper_of,
)
from portal.desk.ships.listing import (
    ALL,
    ANNOUNCED,
    CANCELLED,
    LATE,
    RECEIVED,
    THERE,
    UNDER_WAY,
    ShipmentPage,
    ShipmentsWanted,
    find_shipments,
    shipment_counts,
    shipment_page,
)
from portal.desk.ships.naming import Own
from portal.desk.ships.news import notify_of_shipment
from portal.desk.ships.ready import Ready, ready_of, ready_page

__all__ = [
    "ALL",
    "ANNOUNCED",
    "CANCELLED",
    "LATE",
    "RECEIVED",
    "THERE",
    "UNDER_WAY",
    "Came",
    "Consignment",
    "Content",
    "Own",
    "Ready",
    "ShipmentPage",
    "ShipmentsWanted",
    "consignment",
    "find_shipments",
    "notify_of_shipment",
    "paper_of",
    "ready_of",
    "ready_page",
    "shipment_counts",
    "shipment_page",
]
