"""The door for machines: JSON by a key of their organisation, the same wall as for people.

In:   GET with `Authorization: Bearer`; a moment as `?as_of=`.
Out:  canonical JSON; problems as RFC 9457 describes them.
Rule: foreign and absent are one answer, 404; nothing is said here.
"""

from portal.web.api import orders, spec
from portal.web.api.door import bp

__all__ = ["bp", "orders", "spec"]
