"""Table: what somebody is to be told, and whether it left. Written with the news itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Json, Key, Moment, Tenant


class Notice(Tenant, Base):
    """One message to one recipient. `params` hold ids only; words are made when it is sent.

    The recipient is a person we know, or an address (`address`, erasable) we do not know yet.
    `message_id` is worked out from the id, so a repeat can be recognised by the receiver.
    `bounce` is the status its server gave when it came back (RFC 3463), such as "5.1.1".
    `reader` is the person, the contact or the mailbox; `bundle` the digest it went with.
    """

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("owner", "message_id"),)

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    person: Mapped[UUID | None] = mapped_column(Id)
    address: Mapped[str]
    channel: Mapped[str] = mapped_column(Key)
    template: Mapped[str] = mapped_column(Key)
    params: Mapped[str] = mapped_column(Json)
    stream: Mapped[UUID | None] = mapped_column(Id)
    state: Mapped[str] = mapped_column(Key)
    tries: Mapped[int]
    message_id: Mapped[str] = mapped_column(Key)
    made_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    bounced_at: Mapped[datetime | None] = mapped_column(Moment)
    bounce: Mapped[str] = mapped_column(Key, default="")
    reader: Mapped[UUID | None] = mapped_column(Id)
    send_at: Mapped[datetime | None] = mapped_column(Moment)
    bundle: Mapped[UUID | None] = mapped_column(Id)


Index("ix_notice_person", Notice.owner, Notice.person, Notice.made_at)
Index("ix_notice_stream", Notice.owner, Notice.stream)
# What waits for one reader, to be sent alone or together.
_UNSENT = {
    "sqlite_where": text("state IN ('waiting', 'later')"),
    "postgresql_where": text("state IN ('waiting', 'later')"),
}
Index("ix_notice_reader", Notice.owner, Notice.reader, Notice.state, **_UNSENT)
Index("ix_notice_bundle", Notice.owner, Notice.bundle)
