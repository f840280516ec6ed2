"""One-time links: made, found again, used up. Only the hash of their secret is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from portal.db import db
from portal.errors import N_, NotFound
from portal.people.secret import digest, new_secret
from portal.people.tables import Token

_ABOUT = ("person", "org", "role", "by_org", "made_by", "rights", "manages")
GONE = N_("This link has been used or has expired. Ask for a new one.")


@dataclass(frozen=True)
class Link:
    """A link just made. `secret` is shown once; `token`, its hash, names the link from then on."""

    token: bytes
    secret: str
    expires_at: datetime
    person: UUID | None = None
    org: int | None = None
    role: str | None = None


def new_link(purpose: str, email: str, now: datetime, lasts: timedelta, **about) -> Link:
    """Make a link. `about` says what it is for; see `_ABOUT`."""
    fields = dict.fromkeys(_ABOUT) | {"manages": False} | about
    return _made(purpose, email, now, now + lasts, fields)


def renew(token: bytes, now: datetime) -> Link | None:
    """Make another link that does the same; None if the first was used or has expired.

    A mail is written when it is sent, and the secret of the first link is not kept. Either
    one used up uses up both.
    """
    old = db.session.get(Token, token)
    if old is None or old.used_at or old.expires_at <= now:
        return None
    fields = {name: getattr(old, name) for name in _ABOUT}
    return _made(old.purpose, old.email, now, old.expires_at, fields)


def open_token(secret: str, purpose: str, now: datetime) -> Token:
    """Return an unused, unexpired link.

    Raises:
        NotFound: there is none.
    """
    token = db.session.get(Token, digest(secret), with_for_update=True)
    if token is None or token.purpose != purpose or token.used_at or token.expires_at <= now:
        raise NotFound(GONE)
    return token


def use_up(token: Token, person: UUID, now: datetime) -> None:
    """Let this link, and all that do the same, not be used again."""
    same = (Token.purpose == token.purpose, Token.email == token.email, Token.used_at.is_(None))
    query = select(Token.token).where(
        *same,
        Token.org.is_not_distinct_from(token.org),
        Token.by_org.is_not_distinct_from(token.by_org),
    )
    hashes = list(db.session.scalars(query))
    db.session.execute(
        update(Token).where(Token.token.in_(hashes)).values(used_at=now, person=person)
    )


def _made(purpose: str, email: str, now: datetime, expires: datetime, fields: dict) -> Link:
    secret = new_secret()
    db.session.add(
        Token(
            token=digest(secret),
            purpose=purpose,
            email=email,
            made_at=now,
            expires_at=expires,
            used_at=None,
            **fields,
        )
    )
    db.session.flush()
    about = (fields["person"], fields["org"], fields["role"])
    return Link(digest(secret), secret, expires, *about)
