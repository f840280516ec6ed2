"""What an administrator looks after: people, partners, grants."""

from portal.web.admin import grants, organisations, people
from portal.web.admin.door import bp

__all__ = ["bp", "grants", "organisations", "people"]
