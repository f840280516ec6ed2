"""A person's own affairs: signing in and out, joining, a new password, settings, sessions."""

from portal.web.account import away, joining, own, recovering, signing, team
from portal.web.account.door import bp

__all__ = ["away", "bp", "joining", "own", "recovering", "signing", "team"]
