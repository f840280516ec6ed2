"""People: who may sign in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Key, Moment


class Person(Base):
    """Somebody with an address and a password. Name and address can be erased; the id stays.

    `email` is kept as `address()` writes it, so one mailbox is one person. `bounced_at` says
    since when mails to it come back; one that comes from there ends that.
    """

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(Key, unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    locale: Mapped[str] = mapped_column(Key)
    zone: Mapped[str] = mapped_column(Key)
    created_at: Mapped[datetime] = mapped_column(Moment)
    deactivated_at: Mapped[datetime | None] = mapped_column(Moment)
    bounced_at: Mapped[datetime | None] = mapped_column(Moment)
