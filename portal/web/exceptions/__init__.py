"""What needs attention: the work list, one case, the rules."""

from portal.web.exceptions import acts, backtests, bulk, doing, ends, listing, rules, sharing
from portal.web.exceptions.door import bp

__all__ = ["acts", "backtests", "bp", "bulk", "doing", "ends", "listing", "rules", "sharing"]
