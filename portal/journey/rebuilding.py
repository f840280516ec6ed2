"""How far a rebuild of the readings has come, so that one that was killed can go on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Key, Moment, Tenant, current, db


class Rebuild(Tenant, Base):
    """A rebuild that is under way, or was broken off. There is no row when none is.

    Subjects are done in the order of (kind, id); `last` is the last one that is kept.
    """

    __tablename__ = "rebuild"

    begun_at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(Key)
    last: Mapped[UUID | None] = mapped_column(Id)
    done: Mapped[int]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a rebuild stands: begun when, how many subjects are done, which was the last."""

    begun_at: datetime
    kind: str = ""
    last: UUID | None = None
    done: int = 0


def unfinished() -> Mark | None:
    """Return where the owner's rebuild was broken off; None if none was."""
    one = db.session.scalar(select(Rebuild))
    return one and Mark(one.begun_at, one.kind, one.last, one.done)


def begin(now: datetime) -> Mark:
    """Note that a rebuild begins at the first subject. Does not commit."""
    finish()
    mark = Mark(now)
    db.session.add(
        Rebuild(owner=current().org, begun_at=now, kind=mark.kind, last=mark.last, done=0)
    )
    db.session.flush()
    return mark


def advance(kind: str, last: UUID, more: int) -> None:
    """Note that all up to this subject are kept, `more` than before. Does not commit."""
    step = update(Rebuild).where(Rebuild.owner == current().org)
    step = step.values(kind=kind, last=last, done=Rebuild.done + more)
    db.session.execute(step.execution_options(synchronize_session=False))


def finish() -> None:
    """Note that nothing is left to do. Does not commit."""
    over = delete(Rebuild).where(Rebuild.owner == current().org)
    db.session.execute(over.execution_options(synchronize_session=False))
