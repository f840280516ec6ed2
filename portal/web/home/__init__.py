"""The start page: for each role what waits for it, with the rows behind every number."""

from portal.web.home import board
from portal.web.home.door import bp

__all__ = ["board", "bp"]
