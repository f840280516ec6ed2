"""Shipments: the list, announcing one, its page, its papers, and counting what came."""

from portal.web.shipments import announcing, listing, numbers, page, printing, saying
from portal.web.shipments.door import bp

__all__ = ["announcing", "bp", "listing", "numbers", "page", "printing", "saying"]
