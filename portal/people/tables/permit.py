"""Permits: what a partner's person may do with the orders of each buyer."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Key, Org


class Permit(Base):
    """The rights of a member with one buyer; `owner` 0 stands for every buyer not named.

    `rights` is as `rights.written` gives it. Who has no row has no rights. Read when the
    session is looked up, so a change holds at the next click.
    """

    __tablename__ = "permit"
    __table_args__ = (
        ForeignKeyConstraint(["org", "person"], ["membership.org", "membership.person"]),
    )

    org: Mapped[int] = mapped_column(Org, primary_key=True)
    person: Mapped[UUID] = mapped_column(Id, primary_key=True)
    owner: Mapped[int] = mapped_column(Org, primary_key=True, autoincrement=False)
    rights: Mapped[str] = mapped_column(Key)
