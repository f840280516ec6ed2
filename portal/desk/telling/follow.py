"""Table: what somebody follows: an order, a supplier, a rule, or all that is bad enough."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Index, and_, delete, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Id, Key, Moment, Org, Scope, Tenant, current, db, upsert_rows

ORDER, SUPPLIER, RULE, SEVERITY = KINDS = ("order", "supplier", "rule", "severity")
MOST = 500  # of one person with one owner


class Follow(Tenant, Base):
    """One person, who works for `org`, follows something of an owner.

    `ref` is the order's id, the supplier's number, the rule's name, or the severity from which
    cases are news. Partners' people follow orders only.
    """

    __tablename__ = "follow"

    person: Mapped[UUID] = mapped_column(Id, primary_key=True)
    org: Mapped[int] = mapped_column(Org, primary_key=True)
    kind: Mapped[str] = mapped_column(Key, primary_key=True)
    ref: Mapped[str] = mapped_column(Key, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment)

    @classmethod
    def seen_by_own(cls, scope: Scope) -> ColumnElement[bool]:
        """What the owner's own people follow."""
        return cls.org == scope.org

    @classmethod
    def seen_by_partner(cls, scope: Scope) -> ColumnElement[bool]:
        """What its own people follow."""
        return cls.org == scope.org

    @classmethod
    def within(cls, scope: Scope) -> ColumnElement[bool]:
        """Their own; nobody follows anything by a link."""
        return false() if scope.only else cls.person.in_(scope.people)


Index("ix_follow_ref", Follow.owner, Follow.kind, Follow.ref)


@dataclass(frozen=True, slots=True)
class Following:
    """One thing somebody follows, and since when."""

    kind: str
    ref: str
    owner: int
    since: datetime


def follow(person: UUID, org: int, kind: str, ref: str) -> None:
    """Let a person follow something of the keeper's owner; again changes nothing. No commit."""
    row = {"owner": current().org, "person": person, "org": org, "kind": kind, "ref": ref}
    upsert_rows(Follow, [row | {"made_at": clock.now()}], frozenset({"made_at"}))


def unfollow(person: UUID, org: int, kind: str, ref: str) -> None:
    """Let a person follow it no more. No commit."""
    mine = (Follow.person == person, Follow.org == org, Follow.kind == kind, Follow.ref == ref)
    gone = delete(Follow).where(Follow.owner == current().org, *mine)
    db.session.execute(gone.execution_options(synchronize_session=False))


def followed(person: UUID) -> list[Following]:
    """Return what a person follows, the newest first, as far as the scope sees."""
    query = select(Follow.kind, Follow.ref, Follow.owner, Follow.made_at)
    query = query.where(Follow.person == person).order_by(Follow.made_at.desc(), Follow.ref)
    return [Following(*row) for row in db.session.execute(query.limit(MOST))]


def follows(person: UUID, order: UUID) -> bool:
    """Say whether a person follows an order."""
    query = select(Follow.person).where(
        Follow.person == person, Follow.kind == ORDER, Follow.ref == str(order)
    )
    return db.session.scalar(query) is not None


def followers(
    orders: Collection[UUID], partners: Collection[int], rules: Collection[str]
) -> dict[tuple[str, str], list[tuple[UUID, int]]]:
    """Return who follows these, and who any severity: (kind, ref) → (person, organisation)."""
    wanted = {ORDER: map(str, orders), SUPPLIER: map(str, partners), RULE: rules}
    among = [and_(Follow.kind == kind, Follow.ref.in_(list(refs))) for kind, refs in wanted.items()]
    if rules:
        among.append(Follow.kind == SEVERITY)
    query = select(Follow.kind, Follow.ref, Follow.person, Follow.org)
    query = query.where(Follow.owner == current().org, or_(*among)).order_by(Follow.person)
    found: dict[tuple[str, str], list[tuple[UUID, int]]] = {}
    for kind, ref, person, org in db.session.execute(query):
        found.setdefault((kind, ref), []).append((person, org))
    return found
