"""Rows that could not be understood: where, why, and the row as it came."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Json, Key, Tenant


class RowProblem(Tenant, Base):
    """One problem of one row of a message. `words` is an English template, `given` its values."""

    __tablename__ = "row_problem"
    __table_args__ = (ForeignKeyConstraint(["owner", "message"], ["message.owner", "message.id"]),)

    message: Mapped[UUID] = mapped_column(Id, primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ord: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    column: Mapped[str] = mapped_column("column_name", Key)
    words: Mapped[str]
    given: Mapped[str] = mapped_column(Json)
    raw: Mapped[str] = mapped_column(Json)
    state: Mapped[str] = mapped_column(Key, default="open")
