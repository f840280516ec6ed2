"""Table: what a supplier was asked about a case. The only part of a case it may see."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Select, select, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.elements import ColumnElement

from portal.db import Base, Id, Key, Moment, Org, Scope, Tenant, current, upsert_rows
from portal.ledger import Said


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


def keep_questions(told: Iterable[tuple[UUID, Iterable[Said]]]) -> None:
    """Write the questions asked in these streams: one statement, however many. No commit."""
    upsert_rows(Question, [row for stream, said in told for row in question_rows(stream, said)])


def question_rows(stream: UUID, said: Iterable[Said]) -> list[dict]:
    """Return the questions of a stream as table rows, folded from what both sides may read."""
    rows: dict[str, dict] = {}
    for event in said:
        kind, body = event.facts["kind"], event.facts.get("body", {})
        if kind == "case.asked":
            rows[body["case"]] = _asked(stream, event)
        elif kind == "case.answered" and body["case"] in rows:
            rows[body["case"]]["answered_at"] = event.at
    return list(rows.values())


def questions_for_supplier() -> Select[tuple[Question]]:
    """Select the questions that still wait for an answer, the oldest first.

    In the supplier's scope: its own, of all owners. In the owner's: those it asked.
    """
    return select(Question).where(Question.answered_at.is_(None)).order_by(Question.asked_at)


def _asked(stream: UUID, event: Said) -> dict:
    body = event.facts["body"]
    return {
        "owner": current().org,
        "case": UUID(body["case"]),
        "stream": stream,
        "line": event.facts.get("line", 0),
        "part": event.facts.get("part", 0),
        "rule": body["rule"],
        "partner": body["to"],
        "asked_at": event.at,
        "answered_at": None,
    }
