"""Open pages ask by themselves whether there is news."""

from portal.web.live import asking
from portal.web.live.door import bp

__all__ = ["asking", "bp"]
