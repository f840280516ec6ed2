"""What an administrator looks after: people, partners, groups, grants, terms."""

from portal.web.admin import grants, groups, organisations, people, terms
from portal.web.admin.door import bp

__all__ = ["bp", "grants", "groups", "organisations", "people", "terms"]
