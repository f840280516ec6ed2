"""Lines over all orders: what waits for whom, in one list that everybody works off."""

from portal.web.lines import bundle, listing, sending, sheets, short, views
from portal.web.lines.door import bp

__all__ = ["bp", "bundle", "listing", "sending", "sheets", "short", "views"]
