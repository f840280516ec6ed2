"""What needs attention: the work list, one case, questions to the supplier, the rules."""

from portal.web.exceptions import acts, answering, listing, rules
from portal.web.exceptions.door import bp

__all__ = ["acts", "answering", "bp", "listing", "rules"]
