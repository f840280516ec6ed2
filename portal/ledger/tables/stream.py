"""A stream: one chain of events, of one owner, about one subject."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, and_, exists, or_, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Key, Moment, Scope, Tenant
from portal.ledger.tables.assignment import part_of_stream
from portal.ledger.tables.lens import granted
from portal.ledger.tables.link import Link
from portal.ledger.tables.party import takes_part


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
    def within(cls, scope: Scope):
        """Orders it may see."""
        return part_of_stream(scope, cls.owner, cls.id)

    @classmethod
    def seen_by_lens(cls, scope: Scope):
        """Orders of the grant, and the shipments that carry their goods."""
        order = and_(cls.kind == "order", granted(scope, cls.owner, cls.id, cls.opened_at))
        return or_(order, and_(cls.kind == "shipment", _carries(scope, cls.owner, cls.id)))


def under_lens(scope: Scope, owner, stream):
    """Return the rule for rows of a stream: the grant covers its order, or an order it carries."""
    covered = Stream.__table__.alias()
    order = and_(
        covered.c.owner == owner,
        covered.c.id == stream,
        covered.c.kind == "order",
        granted(scope, covered.c.owner, covered.c.id, covered.c.opened_at),
    )
    return or_(exists().where(order), _carries(scope, owner, stream))


def _carries(scope: Scope, owner, shipment):
    link = Link.__table__.alias()
    carried = and_(
        link.c.owner == owner,
        link.c.shipment == shipment,
        granted(scope, link.c.owner, link.c.order, link.c.opened_at),
    )
    return exists().where(carried)
