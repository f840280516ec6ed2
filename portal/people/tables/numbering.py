"""Where an organisation's package numbers come from."""

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Key


class Numbering(Base):
    """The GS1 company prefix of an organisation, and the serial its next package gets.

    It is the organisation's own, whomever it sends to: the same number may not be given
    twice, for whatever owner. So it stands outside the walls, like people.
    """

    __tablename__ = "numbering"

    org: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, autoincrement=False
    )
    prefix: Mapped[str] = mapped_column(Key)
    extension: Mapped[int]
    serial: Mapped[int] = mapped_column(BigInteger)
