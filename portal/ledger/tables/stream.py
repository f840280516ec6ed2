"""A stream: one chain of events, of one owner, about one subject."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, and_, exists, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Key, Moment, Scope, Tenant
from portal.ledger.tables.party import Party, takes_part


class Stream(Tenant, Base):
    """One subject: an order, a shipment, a relation, a house, a source.

    The row is the lock: whoever adds an event holds it. `key` is what the subject is
    called in business (type and number of an order), unique for the owner, so that two
    imports at once cannot open the same order twice. `head` is the chain's last hash.
    """

    __tablename__ = "stream"
    __table_args__ = (
        UniqueConstraint("owner", "kind", "key"),
        Index("ix_stream_id", "id", unique=True),
        Index(
            "ix_stream_unsealed",
            "owner",
            "id",
            postgresql_where=text("unsealed"),
            sqlite_where=text("unsealed = 1"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(Key)
    key: Mapped[str] = mapped_column(Key)
    seq: Mapped[int] = mapped_column(default=0)
    head: Mapped[bytes] = mapped_column(Digest)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    said_at: Mapped[datetime] = mapped_column(Moment)
    unsealed: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def seen_by_partner(cls, scope: Scope):
        """Streams it takes part in."""
        return takes_part(scope, cls.owner, cls.id)

    @classmethod
    def seen_by_lens(cls, scope: Scope):
        """Orders of the grant: its owner, partner, period, order."""
        return and_(cls.kind == "order", *_granted(scope, cls.owner, cls.id, cls.opened_at))


def under_lens(scope: Scope, owner, stream):
    """Return the rule for rows of a stream: the grant covers its order."""
    covered = Stream.__table__.alias()
    return exists().where(
        and_(
            covered.c.owner == owner,
            covered.c.id == stream,
            covered.c.kind == "order",
            *_granted(scope, covered.c.owner, covered.c.id, covered.c.opened_at),
        )
    )


def _granted(scope: Scope, owner, stream, opened_at):
    yield owner == scope.lens_owner
    if scope.lens_partner:
        party = Party.__table__.alias()
        yield exists().where(
            and_(
                party.c.owner == owner,
                party.c.stream == stream,
                party.c.org == scope.lens_partner,
                party.c.role != "owner",
            )
        )
    if scope.lens_since:
        yield opened_at >= scope.lens_since
    if scope.lens_until:
        yield opened_at < scope.lens_until
    if scope.lens_order:
        yield stream == scope.lens_order
