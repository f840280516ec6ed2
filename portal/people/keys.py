"""Keys of an organisation's machines: made and taken back by its administrator.

A secret is 256 random bits behind a mark that scanners of leaked secrets know it by. It is
shown once and kept as its SHA-256, as that of a session is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal import clock
from portal.db import Scope, db, uuid7
from portal.errors import N_, NotFound, NotUnderstood
from portal.people.actor import Actor
from portal.people.paging import having, part_of
from portal.people.scopes import SignedIn
from portal.people.secret import digest, new_secret
from portal.people.tables import ApiKey, Organisation, Person

MARK = "portal_"
LONGEST_NAME = 80
ORDERS_READ = "orders:read"
SCOPES = (ORDERS_READ,)


@dataclass(frozen=True)
class KeyView:
    """A key as a page shows it."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    by: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None

    def open(self, now: datetime) -> bool:
        """May it be used at that moment?"""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


_SHOWN = (
    select(
        ApiKey.id,
        ApiKey.name,
        ApiKey.scopes,
        Person.name,
        ApiKey.created_at,
        ApiKey.expires_at,
        ApiKey.revoked_at,
    )
    .join(Person, Person.id == ApiKey.created_by)
    .order_by(ApiKey.created_at.desc(), ApiKey.id)
)


def make(
    by: Actor, name: str, scopes: Collection[str], expires_at: datetime | None
) -> tuple[UUID, str]:
    """Make a key of the maker's organisation; return its id and its secret, told only now.

    Raises:
        NotUnderstood: it would end before it begins, or may do nothing that there is.
    """
    if expires_at is not None and expires_at <= clock.now():
        raise NotUnderstood(N_("The key must end in the future."), field="expires_on")
    if not scopes or not set(scopes) <= set(SCOPES):
        raise NotUnderstood(N_("Say what the key may do."), field="scopes")
    secret = MARK + new_secret()
    made = ApiKey(
        id=uuid7(),
        org=by.org,
        name=name,
        scopes=" ".join(sorted(scopes)),
        token=digest(secret),
        created_by=by.id,
        created_at=clock.now(),
        expires_at=expires_at,
        revoked_at=None,
    )
    db.session.add(made)
    db.session.flush()
    return made.id, secret


def revoke(org: int, key: UUID) -> datetime:
    """Take a key back from the next question on; return since when it is.

    Raises:
        NotFound: this organisation has no such key.
    """
    row = db.session.get(ApiKey, key)
    if row is None or row.org != org:
        raise NotFound(N_("There is no such key."))
    row.revoked_at = row.revoked_at or clock.now()
    return row.revoked_at


def page(org: int, words: str, start: int, most: int) -> tuple[list[KeyView], int]:
    """Return up to `most` keys of an organisation, the newest first, and how many there are."""
    fits = having(words, ApiKey.name, Person.name)
    rows, many = part_of(_SHOWN.where(ApiKey.org == org, fits), start, most)
    return [_view(row) for row in rows], many


def called(org: int, key: UUID) -> KeyView:
    """Return one key of an organisation.

    Raises:
        NotFound: this organisation has no such key.
    """
    row = db.session.execute(_SHOWN.where(ApiKey.org == org, ApiKey.id == key)).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such key."))
    return _view(row)


def machine_of(secret: str, now: datetime) -> SignedIn | None:
    """Return whose machine holds this secret, in one statement; None if nobody's (any more) does.

    It sees what the organisation owns, as its own people do, and says nothing.
    """
    query = (
        select(ApiKey.id, ApiKey.name, ApiKey.scopes, ApiKey.org, Organisation.name)
        .join(Organisation, Organisation.id == ApiKey.org)
        .where(
            ApiKey.token == digest(secret),
            ApiKey.revoked_at.is_(None),
            (ApiKey.expires_at.is_(None)) | (ApiKey.expires_at > now),
        )
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    key, name, scopes, org, company = row
    may = frozenset(scopes.split())
    actor = Actor(key, name, org, company, side="owner", role="machine", auth="api", scopes=may)
    return SignedIn(actor, Scope("own", org=org, owners=(org,), person=key))


def _view(row) -> KeyView:
    key, name, scopes, *rest = row
    return KeyView(key, name, tuple(scopes.split()), *rest)
