"""How people are told: under their bell, by mail as they wish, and what they follow.

told       one thing told to one reader, and its name: nobody is told the same twice
following  who else hears: followers of orders, suppliers, rules, severities
sending    to each reader as they wish
stop       the signed link out of mails
deadletters  mails given up, and sending them again
bell       what somebody was told in the portal, and that they read it
"""

from portal.desk.readers import Reader
from portal.desk.telling.bell import (
    PAGE,
    Heard,
    forget_tidings,
    heard,
    heard_one,
    mark_read,
    ring,
    unread_owners,
)
from portal.desk.telling.deadletters import MOST_DEAD, DeadLetter, all_dead, dead_letters, replay
from portal.desk.telling.follow import (
    KINDS,
    ORDER,
    RULE,
    SEVERITY,
    SUPPLIER,
    Follow,
    Following,
    follow,
    followed,
    follows,
    unfollow,
)
from portal.desk.telling.following import FOLLOWED, Act
from portal.desk.telling.sending import send
from portal.desk.telling.stop import read_stop, stop_token
from portal.desk.telling.told import Told

__all__ = [
    "replay",
    "dead_letters",
    "all_dead",
    "DeadLetter",
    "MOST_DEAD",
    "FOLLOWED",
    "KINDS",
    "ORDER",
    "PAGE",
    "RULE",
    "SEVERITY",
    "Reader",
    "SUPPLIER",
    "Act",
    "Follow",
    "Following",
    "Heard",
    "Told",
    "follow",
    "followed",
    "follows",
    "forget_tidings",
    "heard",
    "heard_one",
    "mark_read",
    "read_stop",
    "ring",
    "send",
    "stop_token",
    "unfollow",
    "unread_owners",
]
