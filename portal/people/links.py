"""Links that go by mail: their secret is made when the mail is written, so none is ever stored."""

from dataclasses import dataclass
from datetime import datetime

from portal.db import db
from portal.people.secret import digest, new_secret
from portal.people.tables import Token


@dataclass(frozen=True)
class Link:
    """A link to put into a mail. `token` is what is kept of it; name it for the next try."""

    secret: str
    token: bytes
    org: int | None
    role: str | None
    expires_at: datetime


def renew(token: bytes, now: datetime) -> Link | None:
    """Give a link a new secret and return it; None if it was used, has expired or is gone.

    The secret before this one is worth nothing from then on.

    Args:
        token: the digest of the secret it has now.
    """
    row = db.session.get(Token, token, with_for_update=True)
    if row is None or row.used_at or row.expires_at <= now:
        return None
    secret = new_secret()
    row.token = digest(secret)
    db.session.flush()
    return Link(secret, row.token, row.org, row.role, row.expires_at)
