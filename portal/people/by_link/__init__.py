"""Who comes by an action link: links and their keys, seats at them, codes mailed for a step.

issuing   a link for a mailbox and an order, its keys, its end
seats     what a key opens, and who sits there in which browser
codes     six digits before a step that cannot be undone
"""

from portal.people.by_link.codes import (
    ask_code,
    new_code,
    right_once,
    try_code,
    waits_for_code,
)
from portal.people.by_link.issuing import (
    LINKS_KEPT,
    SIDES,
    LinkRow,
    Recipient,
    alive,
    end_links,
    forget_links,
    issue,
    known_recipient,
    link_of,
    links_of,
    live_link,
    mailboxes,
    new_key,
    revoke,
    was_revoked,
)
from portal.people.by_link.seats import (
    Opened,
    answering,
    issued_for,
    leave_seat,
    opened_by,
    seat_at,
    seat_called,
    seated,
    take_seat,
    touch_seat,
)
from portal.people.links import GONE

__all__ = [
    "GONE",
    "LINKS_KEPT",
    "SIDES",
    "LinkRow",
    "Opened",
    "Recipient",
    "alive",
    "answering",
    "ask_code",
    "end_links",
    "forget_links",
    "issue",
    "issued_for",
    "known_recipient",
    "leave_seat",
    "link_of",
    "links_of",
    "live_link",
    "mailboxes",
    "new_code",
    "new_key",
    "opened_by",
    "revoke",
    "right_once",
    "seat_at",
    "seat_called",
    "seated",
    "take_seat",
    "touch_seat",
    "try_code",
    "waits_for_code",
    "was_revoked",
]
