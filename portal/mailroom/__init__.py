"""Mails that answer ours: from their bytes to the conversation they belong to.

    bytes ─▶ read ─▶ whose? ─▶ from whom? ─▶ said, with files
                       │           └─▶ held: an administrator sees it, its sender is told once
                       └─▶ came back: the notice, the address and the order know of it

In:   raw mails, from a pipe or a folder.
Out:  messages, as if written on the page; mails that were held, with the reason.
Rule: the same mail twice is one message. What is said goes through `flow`, in the scope of
      the person who was written to and with their rights of now; machines are not answered.
"""

from portal.mailroom.addresses import address_for
from portal.mailroom.folder import give_up, take_file, waiting
from portal.mailroom.stops import stop_token, stopping
from portal.mailroom.taking import Taken, take

__all__ = [
    "Taken",
    "address_for",
    "give_up",
    "stop_token",
    "stopping",
    "take",
    "take_file",
    "waiting",
]
