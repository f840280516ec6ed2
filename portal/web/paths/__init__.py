"""The ways orders really went, against their templates; what milestones are worth."""

from portal.web.paths import behind, page
from portal.web.paths.door import bp

__all__ = ["behind", "bp", "page"]
