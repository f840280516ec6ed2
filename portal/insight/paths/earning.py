"""Which milestones earn their keep: the lines learnt from, and what came of it, kept."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import orjson
from sqlalchemy import delete, func, select

from portal import journey
from portal.db import current, db, insert_rows, moment_of
from portal.insight.accuracy import ENOUGH
from portal.insight.history import Orders, orders
from portal.insight.paths.tables import EVERYBODY, LinePath, MilestoneWorth, PathTally, StepTally
from portal.insight.paths.worth import Worth, cut_of, worth

BEGINNING = journey.milestone("ORDER_CREATED").rank
LEARNT = 20_000  # the newest lines of a template; what lies further back has drifted away
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Earned:
    """What the steps of one template are worth, in their order. No cut: too little to learn."""

    kind: str
    template: str
    lines: int
    cut: datetime | None
    steps: tuple[tuple[str, Worth], ...]


def earned() -> Iterator[Earned]:
    """Work out what each milestone of each template of the scope's owner is worth."""
    one = PathTally
    query = select(one.kind, one.template).where(one.partner == EVERYBODY).distinct()
    for kind, name in db.session.execute(query.order_by(one.kind, one.template)).all():
        yield _earned(kind, name)


def keep_worth(found: Earned, now: datetime) -> None:
    """Keep it in place of what was worked out before. Does not commit."""
    one = MilestoneWorth
    gone = delete(one).where(
        one.owner == current().org, one.kind == found.kind, one.template == found.template
    )
    db.session.execute(gone.execution_options(synchronize_session=False))
    insert_rows(
        one,
        [
            {
                "owner": current().org,
                "kind": found.kind,
                "template": found.template,
                "code": code,
                **worth.__dict__,
                "cut": found.cut or now,
                "computed_at": now,
            }
            for code, worth in found.steps
        ],
    )


def _earned(kind: str, template: str) -> Earned:
    rows = _rows(kind, template)
    codes = _codes(rows)
    told = as_orders(rows, codes)
    cut = cut_of(told) if len(told) else None
    found = worth(told, cut) if cut is not None and codes else [Worth(0) for _ in codes]
    reported = dict(zip(codes, found, strict=True))
    names = dict.fromkeys([*_expected(kind, template), *codes])
    steps = tuple((code, reported.get(code, Worth(0))) for code in names)
    return Earned(kind, template, len(rows), _moment(cut), steps)


def _expected(kind: str, template: str) -> list[str]:
    """Return the steps of a template, in their order, as lines went by it."""
    one = StepTally
    query = select(one.code).where(one.kind == kind, one.template == template)
    query = query.where(one.partner == EVERYBODY).group_by(one.code)
    return list(db.session.scalars(query.order_by(func.max(one.place), one.code)))


def _rows(kind: str, template: str) -> list[dict]:
    """Return what the newest finished lines tell, with who the partner was."""
    one = LinePath
    query = select(one.partner, one.told).where(
        one.kind == kind, one.template == template, one.days.is_not(None)
    )
    query = query.order_by(one.month.desc(), one.order.desc(), one.line.desc()).limit(LEARNT)
    return [
        {**orjson.loads(told), "partner": str(partner)}
        for partner, told in db.session.execute(query)
    ]


def _codes(rows: Sequence[dict]) -> list[str]:
    """Return the milestones that enough lines reported before an end, in their usual order.

    Also those the template does not expect: it may be that they should be asked for.
    """
    seen = Counter(code for row in rows for code in row["steps"])
    ends = {row["end"] for row in rows}
    last = max((step.rank for step in map(journey.milestone, seen) if step.what in ends), default=0)
    common = [code for code, lines in seen.items() if lines >= ENOUGH]
    return sorted(
        (code for code in common if BEGINNING < journey.milestone(code).rank < last),
        key=lambda code: (journey.milestone(code).rank, code),
    )


def as_orders(rows: Sequence[dict], codes: Sequence[str]) -> Orders:
    """Return lines as arrays: the beginning, these steps, the end; each with when it was known."""
    at = np.full((len(rows), len(codes) + 2), np.nan)
    known = at.copy()
    for nth, row in enumerate(rows):
        at[nth, 0] = known[nth, 0] = days_of(moment_of(row["begun"]))
        ended = moment_of(row["ended"][0])
        at[nth, -1], known[nth, -1] = days_of(ended), days_of(moment_of(row["ended"][1]))
        for step, code in enumerate(codes, 1):
            if code in row["steps"]:
                at[nth, step], known[nth, step] = (
                    days_of(moment_of(text)) for text in row["steps"][code]
                )
    promise = [date.fromisoformat(r["promise"]) if "promise" in r else None for r in rows]
    return orders(
        at,
        np.array([np.nan if p is None else (p - _EPOCH.date()).days for p in promise], float),
        {
            "supplier": [row["partner"] for row in rows],
            "lane": [row["lane"] for row in rows],
            "mode": [row["mode"] for row in rows],
        },
        np.array([float(row["qty"]) for row in rows], float),
        known=known,
    )


def days_of(moment: datetime) -> float:
    """Return a moment as days since 1970."""
    return (moment - _EPOCH) / _DAY


def _moment(days: float | None) -> datetime | None:
    return None if days is None else _EPOCH + days * _DAY
