"""What needs attention: the work list, one case, the rules."""

from portal.web.exceptions import acts, doing, ends, listing, rules
from portal.web.exceptions.door import bp

__all__ = ["acts", "bp", "doing", "ends", "listing", "rules"]
