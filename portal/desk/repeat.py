"""Asked twice, done once: the answer given to each form or request, kept under its key."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Digest, Id, Json, Key, Moment, Org, Tenant, current, db
from portal.errors import N_, Conflict


class Idempotency(Tenant, Base):
    """What was answered to one request. Written in the same transaction as its effects.

    `owner` is whose ledger it changed, `org` and `actor` who asked: a supplier's
    keys never meet the buyer's.
    """

    __tablename__ = "idempotency"

    org: Mapped[int] = mapped_column(Org, primary_key=True)
    actor: Mapped[UUID] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(Key, primary_key=True)
    digest: Mapped[bytes] = mapped_column(Digest)
    status: Mapped[int]
    answer: Mapped[str] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(Moment)


Index("ix_idempotency_made_at", Idempotency.owner, Idempotency.made_at)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered the first time: an HTTP status and canonical JSON."""

    status: int
    answer: str


def digest_of(request: bytes) -> bytes:
    """Return the digest by which a request is known again."""
    return hashlib.sha256(request).digest()


def seen(org: int, actor: UUID, key: str, digest: bytes) -> Answer | None:
    """Return the answer given to this request before, or None if it is new.

    Asked inside the writing transaction, in the keeper's scope, before anything is written.

    Raises:
        Conflict: the key was used for a different request.
    """
    return seen_of(org, actor, {key: digest}).get(key)


def seen_of(org: int, actor: UUID, digests: Mapping[str, bytes]) -> dict[str, Answer]:
    """Return the answers given to some of these requests before, by key; one question for all.

    Raises:
        Conflict: a key was used for a different request.
    """
    mine = (Idempotency.owner == current().org, Idempotency.org == org, Idempotency.actor == actor)
    query = select(Idempotency).where(*mine, Idempotency.key.in_(sorted(digests)))
    found = {row.key: row for row in db.session.scalars(query)}
    for key, row in found.items():
        if not hmac.compare_digest(row.digest, digests[key]):
            raise Conflict(N_("This form was sent before with other content. Open it anew."))
    return {key: Answer(row.status, row.answer) for key, row in found.items()}


def remember(
    org: int, actor: UUID, key: str, digest: bytes, status: int = 200, answer: str = "{}"
) -> None:
    """Keep the answer to a request, in the same transaction as its effects."""
    row = Idempotency(
        owner=current().org,
        org=org,
        actor=actor,
        key=key,
        digest=digest,
        status=status,
        answer=answer,
        made_at=clock.now(),
    )
    db.session.add(row)


def forget(before: datetime) -> int:
    """Throw away answers older than `before`; return how many. The keeper's owner only."""
    old = delete(Idempotency).where(Idempotency.made_at < before)
    return db.session.execute(old.execution_options(synchronize_session=False)).rowcount
