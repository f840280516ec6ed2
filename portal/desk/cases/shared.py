"""Table: what several cases have in common, such as a vessel or a strike; and what is said of it.

The owner's alone. That it was named, and what was said of all its cases at once, stands in
the house; that a case belongs to it, and what came of each, in the case's own order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Day, Id, Key, Moment, Tenant, current, db, uuid7
from portal.desk.workflow import Closing
from portal.errors import N_, Conflict, NotAllowed, NotFound, NotUnderstood
from portal.ledger import Draft
from portal.people import Actor
from portal.watch import Case, CaseReading

LONGEST_NAME = 80
OFFERED = 50  # open causes that are offered, the newest first


class SharedCause(Tenant, Base):
    """One cause that cases share. `day` is by when it should be over, `ended_at` when it was.

    `reason`, `cause` and `accountable` are what its cases were closed with.
    """

    __tablename__ = "shared_cause"

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    day: Mapped[date | None] = mapped_column(Day)
    made_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Key)
    cause: Mapped[str] = mapped_column(Key)
    accountable: Mapped[str] = mapped_column(Key)


_OPEN = {"sqlite_where": text("ended_at IS NULL"), "postgresql_where": text("ended_at IS NULL")}
Index("ix_shared_cause_open", SharedCause.owner, SharedCause.made_at, **_OPEN)
Index("ix_shared_cause_made", SharedCause.owner, SharedCause.made_at)


@dataclass(frozen=True, slots=True)
class Counted:
    """A cause with how many of its cases are open, and how many there are."""

    row: SharedCause
    live: int
    all: int


def name_cause(name: str) -> tuple[UUID, list[Draft]]:
    """“These have one cause.” Keeper's scope; returns its id and what the house is told.

    Raises:
        NotUnderstood: it has no name.
    """
    name = " ".join(name.split())
    if not name:
        raise NotUnderstood(N_("Give the cause a name, such as that of the vessel."), field="name")
    if len(name) > LONGEST_NAME:
        raise NotUnderstood(
            N_("Shorten this to %(most)s characters."), field="name", most=LONGEST_NAME
        )
    made = SharedCause(
        owner=current().org,
        id=uuid7(),
        name=name,
        day=None,
        made_at=clock.now(),
        ended_at=None,
        reason="",
        cause="",
        accountable="",
    )
    db.session.add(made)
    body = {"cause": str(made.id), "name": name}
    return made.id, [Draft("cause.named", key=f"cause:{made.id}", body=body)]


def cause_of(ident: UUID) -> SharedCause:
    """Return a cause of the scope's owner.

    Raises:
        NotFound: there is none.
    """
    found = db.session.scalar(select(SharedCause).where(SharedCause.id == ident))
    if found is None:
        raise NotFound(N_("There is no such cause."))
    return found


def open_causes(limit: int = OFFERED) -> list[SharedCause]:
    """Return causes that are not over, the newest first."""
    query = select(SharedCause).where(SharedCause.ended_at.is_(None))
    return list(db.session.scalars(query.order_by(SharedCause.made_at.desc()).limit(limit)))


def causes_counted(limit: int = OFFERED) -> list[Counted]:
    """Return the newest causes, over or not, each with its cases counted; two statements."""
    query = select(SharedCause).order_by(SharedCause.made_at.desc()).limit(limit)
    rows = list(db.session.scalars(query))
    counts = (
        select(CaseReading.shared, CaseReading.live, func.count())
        .where(CaseReading.shared.in_([one.id for one in rows]))
        .group_by(CaseReading.shared, CaseReading.live)
    )
    many = {(one, live): n for one, live, n in db.session.execute(counts)} if rows else {}
    return [
        Counted(row, many.get((row.id, True), 0),
                many.get((row.id, True), 0) + many.get((row.id, False), 0))
        for row in rows
    ]  # fmt: skip


def live_cases(cause: UUID, limit: int) -> list[tuple[UUID, UUID]]:
    """Return (case, order) of open cases of a cause, those with most at stake first."""
    row = CaseReading
    query = select(row.case, row.stream).where(row.shared == cause, row.live)
    query = query.order_by(row.stake.desc(), row.case.desc()).limit(limit)
    return [tuple(one) for one in db.session.execute(query)]


def note_cause(row: SharedCause, text_: str, key: str, day: date | None = None) -> list[Draft]:
    """Say something of all cases of a cause, and perhaps by when it should be over."""
    _check_open(row)
    body = {"cause": str(row.id), "name": row.name}
    if day:
        row.day, body = day, body | {"day": day.isoformat()}
    details = {"text": text_} if text_ else {}
    return [Draft("cause.noted", key=key, body=body, details=details)]


def end_cause(row: SharedCause, closing: Closing, key: str) -> list[Draft]:
    """“It is over”: its cases are closed with this."""
    _check_open(row)
    row.ended_at = clock.now()
    row.reason, row.cause, row.accountable = closing.reason, closing.cause, closing.accountable
    body = {"cause": str(row.id), "name": row.name, "reason": closing.reason,
            "root": closing.cause, "accountable": closing.accountable}  # fmt: skip
    return [Draft("cause.ended", key=key, body=body)]


def reopen_cause(row: SharedCause, key: str) -> list[Draft]:
    """“It is not over after all”: cases may be linked to it again."""
    if row.ended_at is None:
        raise Conflict(N_("This cause is open."))
    row.ended_at, row.reason, row.cause, row.accountable = None, "", "", ""
    body = {"cause": str(row.id), "name": row.name}
    return [Draft("cause.reopened", key=key, body=body)]


def link(case: Case, by: Actor, row: SharedCause, key: str = "") -> Draft:
    """“This belongs to it.”"""
    _check(case, by)
    _check_open(row)
    if case.shared == row.id:
        raise NotAllowed(N_("It belongs to this cause already."))
    body = {"case": str(case.id), "shared": str(row.id), "name": row.name}
    return _inside("case.linked", case, by, body, key)


def unlink(case: Case, by: Actor, key: str = "") -> Draft:
    """“It does not.”"""
    _check(case, by)
    if case.shared is None:
        raise NotAllowed(N_("It shares no cause with others."))
    return _inside("case.unlinked", case, by, {"case": str(case.id)}, key)


def _inside(kind: str, case: Case, by: Actor, body: dict, key: str) -> Draft:
    return Draft(kind, line=case.line, part=case.part, key=key, body=body, only_for=by.org)


def _check(case: Case, by: Actor) -> None:
    if by.side != "owner":
        raise NotAllowed(N_("Only the buyer's people work on cases."))
    if not case.live:
        raise NotAllowed(N_("This case is resolved. Reopen it first."))


def _check_open(row: SharedCause) -> None:
    if row.ended_at is not None:
        raise Conflict(N_("This cause is over already. Open it again first."))


def names_of_causes(causes: Iterable[UUID]) -> dict[UUID, str]:
    """Return what these causes are called."""
    wanted = set(causes)
    if not wanted:
        return {}
    query = select(SharedCause.id, SharedCause.name).where(SharedCause.id.in_(wanted))
    return {one: name for one, name in db.session.execute(query)}
