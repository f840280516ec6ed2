"""The worker's round over mails that came in: each becomes a message, or is put aside."""

import logging
from pathlib import Path

from flask import current_app

from portal import mailroom

log = logging.getLogger(__name__)


def fetch() -> int:
    """Take the mails that came in, if a folder for them is named; return how many."""
    return sum(_take(mail) for mail in mailroom.waiting(current_app.config))


def _take(mail: Path) -> int:
    """Take one mail; a fault of ours stops only that one, for a while."""
    try:
        mailroom.take_file(mail, current_app.config)
    except FileNotFoundError:
        return 0  # another worker was quicker
    except Exception:
        log.exception("mail %s could not be taken", mail.name)
        mailroom.give_up(mail)
    return 1
