"""How right we were: figures of forecasts and rules, and the forecasts behind each."""

from portal.web.accuracy import behind, page
from portal.web.accuracy.door import bp

__all__ = ["behind", "bp", "page"]
