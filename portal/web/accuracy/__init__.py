"""How right we were: figures of forecasts and rules, and the rows behind each."""

from portal.web.accuracy import behind, page, rules
from portal.web.accuracy.door import bp

__all__ = ["behind", "bp", "page", "rules"]
