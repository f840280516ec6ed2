"""Choices: how somebody wants to be told by mail."""

from uuid import UUID

from sqlalchemy import SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Key


class Choice(Base):
    """How one reader wants mails: a person, a contact, or the mailbox of a link.

    `mail`: "once", "digest" (at `hour` in their own zone) or "never". Between `quiet_from` and
    `quiet_until` (hours of the day) and, unless `weekends`, on Saturdays and Sundays nothing is
    sent. `least` is the severity from which mails about cases are sent. Who has no row has the
    usual. It names nobody's organisation: a mailbox is one, for whomever its person works.
    """

    __tablename__ = "choice"

    reader: Mapped[UUID] = mapped_column(Id, primary_key=True)
    mail: Mapped[str] = mapped_column(Key)
    hour: Mapped[int] = mapped_column(SmallInteger)
    quiet_from: Mapped[int | None] = mapped_column(SmallInteger)
    quiet_until: Mapped[int | None] = mapped_column(SmallInteger)
    weekends: Mapped[bool]
    least: Mapped[int] = mapped_column(SmallInteger)
