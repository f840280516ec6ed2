"""Dry runs of tolerances: asked for, tried on past answers window by window, looked at."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, literal, select, tuple_

from portal import clock, ledger, people
from portal.db import current, db, insert_rows, uuid7
from portal.desk.job import BULK
from portal.desk.tolerance import House, Tolerance, Tried, read, rehearse, whole_house, written
from portal.desk.trial import Trial, TrialRow
from portal.desk.work import enqueue
from portal.errors import N_, NotFound
from portal.ledger import Event

JOB = "tolerance.try"
BACK = timedelta(days=90)
KEPT = timedelta(days=30)
WINDOW = 100  # answers weighed between two notes of how far it has come
RUNNING, DONE = "running", "done"
_LEFT = "left/"  # before why an answer was not weighed, among the counts

Place = tuple[datetime, UUID, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """One window: how many answers were looked at, what was said to them, where it goes on.

    `left` is how many were not weighed, by why.
    """

    many: int
    tried: tuple[Tried, ...]
    left: Mapping[str, int]
    next: Place | None


def ask(key: str, tolerance: Tolerance, by: UUID | None) -> UUID:
    """Put a setting in line to be tried on the answers of the last 90 days. No commit."""
    since = clock.now() - BACK
    total = db.session.scalar(select(func.count()).select_from(_answers(since).subquery()))
    made = Trial(
        owner=current().org,
        id=uuid7(),
        key=key,
        doc=ledger.canonical(written(tolerance)),
        version=ledger.settings_called([key]).get(key, (0, {}))[0],
        since=since,
        made_at=clock.now(),
        made_by=by,
        state=RUNNING,
        total=total,
        seen=0,
        counts="{}",
        finished_at=None,
    )
    db.session.add(made)
    enqueue(JOB, made.id.hex, {"trial": str(made.id)}, BULK)
    return made.id


def trial_called(ident: UUID) -> Trial:
    """Return a dry run of the scope's owner.

    Raises:
        NotFound: there is none.
    """
    found = db.session.scalar(select(Trial).where(Trial.id == ident))
    if found is None:
        raise NotFound(N_("There is no such dry run. They are kept for 30 days."))
    return found


def trials_of(key: str, most: int = 5) -> list[Trial]:
    """Return the newest dry runs of a setting."""
    query = select(Trial).where(Trial.key == key).order_by(Trial.made_at.desc(), Trial.id)
    return list(db.session.scalars(query.limit(most)))


def begin(ident: UUID) -> None:
    """Start anew: whatever was tried before is forgotten. In a transaction."""
    trial = trial_called(ident)
    db.session.execute(
        delete(TrialRow).where(TrialRow.owner == trial.owner, TrialRow.trial == ident)
    )
    trial.seen, trial.counts, trial.state = 0, "{}", RUNNING


def look(ident: UUID, house: House, after: Place | None) -> Seen:
    """Weigh the next window of answers. Reads only.

    Args:
        house: see `house_of`.
    """
    trial = trial_called(ident)
    rows = db.session.execute(_window(trial.since, after)).all()
    wanted: dict[UUID, set[str]] = {}
    for row in rows:
        wanted.setdefault(row.stream, set()).add(row.ident.hex())
    told = ledger.told_of(wanted)
    partners = {_partner(said) for said in told.values()}
    groups = people.groups_of(partners)
    found = [
        rehearse(order, told[order], house, trial.key, groups, answers)
        for order, answers in wanted.items()
    ]
    tried = [one for each in found for one in each.tried]
    tried.sort(key=lambda one: (one.answer.at, one.order, one.answer.seq))
    left = sum((Counter(each.left) for each in found), Counter())
    last = rows[-1] if len(rows) == WINDOW else None
    place = (last.recorded_at, last.stream, last.seq) if last else None
    return Seen(len(rows), tuple(tried), left, place)


def house_of(ident: UUID) -> House:
    """Return all settings as they stand, with the tried one in its place."""
    trial = trial_called(ident)
    return whole_house().with_setting(trial.key, trial.version + 1, read(json.loads(trial.doc)))


def note(ident: UUID, seen: Seen) -> None:
    """Write down what a window came to. In a transaction."""
    trial = trial_called(ident)
    counts = Counter(json.loads(trial.counts))
    first = sum(n for name, n in counts.items() if not name.startswith(_LEFT))
    counts.update(f"{one.says}/{one.really}" for one in seen.tried)
    counts.update({f"{_LEFT}{why}": n for why, n in seen.left.items()})
    insert_rows(TrialRow, [_row(trial, first + n, one) for n, one in enumerate(seen.tried)])
    trial.counts, trial.seen = ledger.canonical(counts), trial.seen + seen.many
    if seen.next is None:
        trial.state, trial.finished_at, trial.total = DONE, clock.now(), trial.seen


def counts_of(trial: Trial) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many answers were weighed, by "says/really", and how many were not, by why."""
    weighed, left = {}, {}
    for name, n in json.loads(trial.counts).items():
        if name.startswith(_LEFT):
            left[name.removeprefix(_LEFT)] = n
        else:
            weighed[name] = n
    return weighed, left


def rows_of(
    ident: UUID, says: str, really: str, after: int | None, most: int
) -> Sequence[TrialRow]:
    """Return a page of what was said to answers, the newest first.

    Args:
        says, really: only such; empty for all.
        after: the number of the last row of the page before.
    """
    query = select(TrialRow).where(TrialRow.trial == ident)
    query = query.where(TrialRow.says == says) if says else query
    query = query.where(TrialRow.really == really) if really else query
    query = query.where(TrialRow.n < after) if after is not None else query
    return db.session.scalars(query.order_by(TrialRow.n.desc()).limit(most)).all()


def forget(before: datetime) -> int:
    """Throw dry runs away that were made before a moment; return how many. In a transaction."""
    owner = current().org
    old = list(db.session.scalars(select(Trial.id).where(Trial.made_at < before)))
    if old:
        for model, column in ((TrialRow, TrialRow.trial), (Trial, Trial.id)):
            db.session.execute(delete(model).where(model.owner == owner, column.in_(old)))
    return len(old)


def _answers(since: datetime):
    return select(Event.seq).where(
        Event.owner == current().org, Event.kind == "response", Event.recorded_at >= since
    )


def _window(since: datetime, after: Place | None):
    place = (Event.recorded_at, Event.stream, Event.seq)
    query = (
        select(Event.stream, Event.seq, Event.ident, Event.recorded_at)
        .where(Event.owner == current().org, Event.kind == "response", Event.recorded_at >= since)
        .order_by(*place)
        .limit(WINDOW)
    )
    return query.where(tuple_(*place) > _literal(after)) if after else query


def _literal(after: Place):
    columns = (Event.recorded_at, Event.stream, Event.seq)
    values = (literal(value, c.type) for value, c in zip(after, columns, strict=True))
    return tuple_(*values)


def _partner(said) -> int:
    return next(
        (
            one.facts["body"].get("partner", 0)
            for one in said
            if one.facts["kind"] == "order.placed"
        ),
        0,
    )


def _row(trial: Trial, n: int, one: Tried) -> dict:
    return {
        "owner": trial.owner,
        "trial": trial.id,
        "n": n,
        "order": one.order,
        "line": one.line,
        "answer": bytes.fromhex(one.answer.ident),
        "answered_at": one.answer.at,
        "partner": one.partner,
        "number": one.number,
        "no": one.no,
        "says": one.says,
        "really": one.really,
        "rules": ledger.canonical(list(one.rules)),
    }
