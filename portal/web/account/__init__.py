"""A person's own affairs: signing in and out, joining, a new password, settings, sessions."""

from portal.web.account import joining, own, recovering, signing
from portal.web.account.door import bp

__all__ = ["bp", "joining", "own", "recovering", "signing"]
