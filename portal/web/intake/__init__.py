"""Files that come in: sent, looked at, confirmed, and what became of their rows."""

from portal.web.intake import downloads, files, message
from portal.web.intake.door import bp

__all__ = ["bp", "downloads", "files", "message"]
