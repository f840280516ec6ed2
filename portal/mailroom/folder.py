"""A folder of mails: a Maildir into which the mail server delivers, and the worker looks.

    new/        what came in          cur/      what was taken, or noted
    refused/    what no address of ours was on, or what is no mail
    failed/     what could not be taken for an hour: a fault of ours. Moved back to new/, it
                is tried again

A mail is taken first and moved after: if the worker dies between, it is taken again and
known by its name.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portal import clock
from portal.errors import PortalError
from portal.mailroom.taking import UNKNOWN, take

log = logging.getLogger(__name__)

AT_ONCE = 100
PATIENCE = timedelta(hours=1)
TAKEN, REFUSED, FAILED = "cur", "refused", "failed"


def waiting(config: Mapping) -> list[Path]:
    """Return the mails that came in and were not taken yet, some at a time."""
    if not config["MAIL_INBOX"]:
        return []
    new = Path(str(config["MAIL_INBOX"])) / "new"
    return sorted(one for one in new.glob("*") if one.is_file())[:AT_ONCE]


def take_file(mail: Path, config: Mapping) -> None:
    """Take one mail of the folder, and put it where it belongs then."""
    try:
        found = take(mail.read_bytes(), config)
    except PortalError as error:
        log.warning("mail %s was refused: %s", mail.name, error)
        _move(mail, REFUSED)
        return
    log.info("mail %s: %s %s", mail.name, found.state, found.reason)
    _move(mail, REFUSED if found.state == UNKNOWN else TAKEN)


def give_up(mail: Path) -> None:
    """Leave a mail that could not be taken for the next round; after an hour, set it aside."""
    came = datetime.fromtimestamp(mail.stat().st_mtime, UTC)
    if clock.now() - came > PATIENCE:
        _move(mail, FAILED)


def _move(mail: Path, name: str) -> None:
    folder = mail.parents[1] / name
    folder.mkdir(parents=True, exist_ok=True)
    info = ":2,S" if name == TAKEN else ""
    mail.rename(folder / f"{mail.name.partition(':')[0]}{info}")
