"""What somebody was told, what they follow, and how they want to be told."""

from portal.web.notices import listing, stopping, wishing
from portal.web.notices.door import bp

__all__ = ["bp", "listing", "stopping", "wishing"]
