"""Table: mails that came in, by their Message-ID, and what became of each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Key, Moment, Tenant

TAKEN, HELD, PASSED, BOUNCED = STATES = ("taken", "held", "passed", "bounced")


class Incoming(Tenant, Base):
    """One mail that answers a notice of ours. The same mail again finds its row.

    taken    it is in the conversation
    held     it was not taken, and `reason` says why; an administrator sees it
    passed   an automatic answer: nobody is told, nothing is said
    bounced  a server said that our notice did not arrive

    `sender` (an address) and `text` (of what was held) are erasable. `answered` says that the
    sender was told once that the mail was not taken.
    """

    __tablename__ = "incoming"
    __table_args__ = (UniqueConstraint("owner", "message_id"),)

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    message_id: Mapped[str] = mapped_column(Key)
    received_at: Mapped[datetime] = mapped_column(Moment)
    sender: Mapped[str]
    notice: Mapped[UUID] = mapped_column(Id)
    stream: Mapped[UUID | None] = mapped_column(Id)
    person: Mapped[UUID | None] = mapped_column(Id)
    state: Mapped[str] = mapped_column(Key)
    reason: Mapped[str] = mapped_column(Key)
    text: Mapped[str]
    answered: Mapped[bool]


Index("ix_incoming_state", Incoming.owner, Incoming.state, Incoming.received_at, Incoming.id)
Index("ix_incoming_received", Incoming.owner, Incoming.received_at, Incoming.id)
Index("ix_incoming_notice", Incoming.owner, Incoming.notice)
Index("ix_incoming_stream", Incoming.owner, Incoming.stream)
