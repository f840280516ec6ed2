"""Table: what a supplier was asked about a case. The only part of a case it may see."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.elements import ColumnElement

from portal.db import Base, Id, Key, Moment, Org, Scope, Tenant


class Question(Tenant, Base):
    """One case that was asked about. The words asked stand in the events, erasable.

    Folded from case.asked and case.answered, which both sides may read. A new question
    about the same case opens it again.
    """

    __tablename__ = "question"

    case: Mapped[UUID] = mapped_column(Id, primary_key=True)
    stream: Mapped[UUID] = mapped_column(Id)
    line: Mapped[int]
    part: Mapped[int]
    rule: Mapped[str] = mapped_column(Key)
    partner: Mapped[int] = mapped_column(Org)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)

    @classmethod
    def seen_by_partner(cls, scope: Scope) -> ColumnElement[bool]:
        """Whoever was asked."""
        return cls.partner == scope.org


Index(
    "ix_question_open",
    Question.partner,
    Question.asked_at,
    sqlite_where=text("answered_at IS NULL"),
    postgresql_where=text("answered_at IS NULL"),
)
Index("ix_question_stream", Question.owner, Question.stream)
