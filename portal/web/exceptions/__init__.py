"""What needs attention: the work list, one case, the rules."""

from portal.web.exceptions import acts, bulk, doing, ends, listing, rules, sharing
from portal.web.exceptions.door import bp

__all__ = ["acts", "bp", "bulk", "doing", "ends", "listing", "rules", "sharing"]
