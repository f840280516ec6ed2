"""Help: what to do where, for the role of whoever asks, and what our words mean."""

from portal.web.help import page
from portal.web.help.door import bp

__all__ = ["bp", "page"]
