"""Table: what waits, or waited, for an answer: asked of the owner or of a partner."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, select, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.elements import ColumnElement

from portal.db import Base, Id, Key, Moment, Org, Scope, Tenant, current, db, upsert_rows
from portal.desk.talk import Post, talk
from portal.journey import unlike
from portal.ledger import Said, part_of


class Question(Tenant, Base):
    """One question in an order's conversation. The words asked stand in the events, erasable.

    Folded from what both sides may read. `id` is the event that asked, or the case it is
    about: a new question about the same case opens it again. `partner` is the organisation
    that asked or was asked, `to_owner` says that the owner has to answer.
    """

    __tablename__ = "question"

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    stream: Mapped[UUID] = mapped_column(Id)
    line: Mapped[int]
    part: Mapped[int]
    rule: Mapped[str] = mapped_column(Key)
    partner: Mapped[int] = mapped_column(Org)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    to_owner: Mapped[bool]

    @classmethod
    def seen_by_partner(cls, scope: Scope) -> ColumnElement[bool]:
        """Whoever asked or was asked."""
        return cls.partner == scope.org

    @classmethod
    def within(cls, scope: Scope) -> ColumnElement[bool]:
        """Questions on its orders."""
        return part_of(scope, cls.owner, cls.stream)


_NAMES = tuple(column.key for column in Question.__mapper__.column_attrs)
OPEN = {
    "sqlite_where": text("answered_at IS NULL"),
    "postgresql_where": text("answered_at IS NULL"),
}
Index("ix_question_owner", Question.owner, Question.to_owner, Question.asked_at, **OPEN)
Index(
    "ix_question_partner",
    Question.owner,
    Question.partner,
    Question.to_owner,
    Question.asked_at,
    **OPEN,
)
Index("ix_question_stream", Question.owner, Question.stream)


def keep_questions(told: Iterable[tuple[UUID, Iterable[Said]]]) -> None:
    """Write the questions asked in these streams: one statement, however many. No commit."""
    upsert_rows(Question, [row for stream, said in told for row in question_rows(stream, said)])


def question_rows(stream: UUID, said: Iterable[Said]) -> list[dict]:
    """Return the questions of a stream as table rows, folded from what both sides may read."""
    said = list(said)
    if not any(_asks(one.facts) for one in said):
        return []  # most orders: what is written often must not cost more for it
    found = talk(said)
    facts = {one.ident: one.facts for one in said}
    rows = {
        row["id"]: row
        for post in found.posts.values()
        if post.asked
        for row in [_row(stream, post, facts[post.ident], found.owner)]
    }
    return list(rows.values())


def question_differences(told: Mapping[UUID, Iterable[Said]]) -> dict[UUID, list[str]]:
    """Return by stream which stored questions are not what the ledger gives. One statement."""
    made = [row for stream, said in told.items() for row in question_rows(stream, said)]
    there = db.session.scalars(select(Question).where(Question.stream.in_(told)))
    names = {row["id"]: row["stream"] for row in made}
    ours = {row["id"]: row for row in made}
    theirs = {one.id: {name: getattr(one, name) for name in _NAMES} for one in there}
    names |= {key: row["stream"] for key, row in theirs.items()}
    wrong: dict[UUID, list[str]] = {}
    for key in sorted(names):
        if key not in ours or key not in theirs or unlike(Question, ours[key], theirs[key]):
            wrong.setdefault(names[key], []).append(f"question {key}")
    return wrong


def _asks(facts: dict) -> bool:
    return facts["kind"] == "case.asked" or bool(facts.get("body", {}).get("question"))


def _row(stream: UUID, post: Post, facts: dict, owner: int) -> dict:
    to_owner = post.asked == owner
    case = post.thread.case if post.kind == "case.asked" else ""
    return {
        "owner": current().org,
        "id": UUID(case) if case else UUID(hex=post.ident),
        "stream": stream,
        "line": facts.get("line", 0),
        "part": facts.get("part", 0),
        "rule": facts["body"].get("rule", ""),
        "partner": post.org if to_owner else post.asked,
        "asked_at": post.at,
        "answered_at": post.answered_at,
        "to_owner": to_owner,
    }
