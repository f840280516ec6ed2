"""Codes: six digits to the mailbox a link was sent to, before a step that cannot be undone.

A forwarded link opens the order, but whoever does not read that mailbox does not get past
this. A code is for one form in one browser, lives ten minutes and takes five tries.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from portal import clock
from portal.db import current, db
from portal.errors import N_, TooOften
from portal.people.secret import digest
from portal.people.tables import LinkCode

LIVES = timedelta(minutes=10)
TRIES = 5
AT_MOST = 10  # codes an hour for one link
HOUR = timedelta(hours=1)
DIGITS = 6


def ask_code(seat: str, link: UUID, step: str) -> bytes:
    """Note that a code is wanted for this form in this browser; return the seat's hash.

    The digits are made when the mail is written, see `new_code`.

    Args:
        seat: the secret of the browser's seat.
        step: the key of the form.

    Raises:
        TooOften: this link asked for too many codes in an hour.
    """
    now = clock.now()
    since = select(func.count()).where(LinkCode.link == link, LinkCode.asked_at > now - HOUR)
    if db.session.scalar(since) >= AT_MOST:
        raise TooOften(
            N_("That was too often. Try again in %(minutes)s min."), seconds=3600, minutes=60
        )
    row = db.session.get(LinkCode, (current().org, digest(seat), step))
    if row is None:
        row = LinkCode(owner=current().org, seat=digest(seat), step=step, link=link)
        db.session.add(row)
    row.salt, row.code, row.asked_at, row.tries = secrets.token_bytes(32), None, now, 0
    row.used_at = None
    db.session.flush()
    return row.seat


def new_code(seat: bytes, step: str, now: datetime) -> str | None:
    """Make the digits for a mail about to be written; None if nobody waits for them any more."""
    row = db.session.get(LinkCode, (current().org, seat, step), with_for_update=True)
    if row is None or row.used_at or now >= row.asked_at + LIVES:
        return None
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row.code = _hash(row.salt, digits)
    return digits


def waits_for_code(seat: str, step: str, now: datetime) -> bool:
    """Was a code asked for in this browser for this form, and can it still be typed?"""
    row = db.session.get(LinkCode, (current().org, digest(seat), step))
    return bool(row and not row.used_at and row.tries < TRIES and now < row.asked_at + LIVES)


def try_code(seat: str, step: str, typed: str) -> str | None:
    """Count a try; return what is wrong with the code, or None if it is right and used up.

    A wrong try must be kept, so it is told and not raised.
    """
    now = clock.now()
    row = db.session.get(LinkCode, (current().org, digest(seat), step), with_for_update=True)
    if row is None or row.used_at or row.tries >= TRIES or now >= row.asked_at + LIVES:
        return OVER
    row.tries += 1
    given = _hash(row.salt, "".join(typed.split()))
    if row.code is None or not hmac.compare_digest(row.code, given):
        return WRONG
    row.used_at = now
    return None


def right_once(seat: str, step: str) -> bool:
    """Was the right code typed for this form a moment ago? The same form twice is one step."""
    row = db.session.get(LinkCode, (current().org, digest(seat), step))
    return bool(row and row.used_at and clock.now() < row.used_at + LIVES)


WRONG = N_("This is not the code from the mail. Check the six digits.")
OVER = N_("The code is no longer good. Send the form again for a new one.")


def _hash(salt: bytes, digits: str) -> bytes:
    return hashlib.sha256(salt + digits.encode()).digest()
