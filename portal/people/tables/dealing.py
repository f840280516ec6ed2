"""Dealings: the owners of a partner, readable before we know for whom we ask."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Org


class Dealing(Base):
    """A partner works for an owner. Written with the relation, read when a session is looked up.

    The relation itself stands behind the wall, and the wall needs this answer first.
    """

    __tablename__ = "dealing"

    partner: Mapped[int] = mapped_column(Org, ForeignKey("organisation.id"), primary_key=True)
    owner: Mapped[int] = mapped_column(Org, ForeignKey("organisation.id"), primary_key=True)
