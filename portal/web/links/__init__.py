"""Action links: what somebody without an account finds behind the link in a mail.

landing   what a link opens, and “continue as …”   renewal   “send me a new one”
root      the order's pages under a link's own address   steps  a code before what cannot be undone
keeping   who has links to an order: send, take back      settings  what an owner allows them
"""

from portal.web.links import keeping, landing, renewal, settings
from portal.web.links.door import bp

__all__ = ["bp", "keeping", "landing", "renewal", "settings"]
