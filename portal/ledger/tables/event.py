"""An event: one thing somebody said. Written once, never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Id, Json, Key, Moment, Tenant
from portal.ledger.tables.readers import Readers


class Event(Readers, Tenant, Base):
    """One line of the ledger.

    `facts` are the very bytes that were hashed. Every other column is in the envelope
    (owner, stream, seq, recorded_at, head) or worked out from the facts, so that a
    check can say whether any of them was changed. `ident` is unique in a stream: the
    same thing said twice is one event.
    """

    __tablename__ = "event"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "stream"], ["stream.owner", "stream.id"]),
        UniqueConstraint("owner", "stream", "ident"),
        Index("ix_event_recorded", "owner", "recorded_at"),
        Index(
            "ix_event_answers",
            "owner",
            "recorded_at",
            "stream",
            "seq",
            sqlite_where=text("kind = 'response'"),
            postgresql_where=text("kind = 'response'"),
        ),
        Index(
            "ix_event_put_down",
            "owner",
            "shared_with",
            "recorded_at",
            "stream",
            "seq",
            sqlite_where=text("kind = 'case.attributed'"),
            postgresql_where=text("kind = 'case.attributed'"),
        ),
    )

    stream: Mapped[UUID] = mapped_column(Id, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    facts: Mapped[str] = mapped_column(Json)
    salt: Mapped[bytes] = mapped_column(Digest)
    head: Mapped[bytes] = mapped_column(Digest)
    kind: Mapped[str] = mapped_column(Key)
    code: Mapped[str] = mapped_column(Key)
    klass: Mapped[str] = mapped_column("class", Key)
    line: Mapped[int]
    part: Mapped[int]
    occurred_from: Mapped[datetime | None] = mapped_column(Moment)
    occurred_to: Mapped[datetime | None] = mapped_column(Moment)
    reported_at: Mapped[datetime | None] = mapped_column(Moment)
    source: Mapped[str] = mapped_column(Key)
    by_org: Mapped[int]
    by_person: Mapped[UUID | None] = mapped_column(Id)
    act: Mapped[UUID] = mapped_column(Id)
    ident: Mapped[bytes] = mapped_column(Digest)
