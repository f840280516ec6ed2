"""Which milestones earn their keep: the lines learnt from, and what came of it, kept."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import inf

import numpy as np
import orjson
from sqlalchemy import delete, func, select

from portal import journey
from portal.db import current, db, insert_rows, moment_of
from portal.insight.accuracy import ENOUGH
from portal.insight.history import Orders, orders
from portal.insight.paths.tables import (
    BESIDES,
    END,
    EVERYBODY,
    SPARE,
    STEP,
    LinePath,
    MilestoneWorth,
    PathTally,
    StepTally,
)
from portal.insight.paths.worth import Worth, cut_of, spare, trial, worth

BEGINNING = journey.milestone("ORDER_CREATED").rank
COMING = frozenset(what for ends in journey.ENDS.values() for what in ends)
LEARNT = 20_000  # the newest lines of a template; what lies further back has drifted away
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Earned:
    """What the steps of one template are worth, in their order. No cut: too little to learn.

    `spare` are those nobody would miss, all of them left out; `together` is what they are worth.
    `ends` are those that say that goods came: they are what is foreseen, and judged.
    """

    kind: str
    template: str
    lines: int
    cut: datetime | None
    steps: tuple[tuple[str, Worth], ...]
    spare: tuple[str, ...] = ()
    together: Worth | None = None
    ends: tuple[str, ...] = ()

    def role(self, code: str) -> str:
        """Return what a step is here: the end, not missed, or just a step."""
        return SPARE if code in self.spare else END if code in self.ends else STEP


def untimely(now: datetime, after: timedelta) -> bool:
    """Say whether the scope's owner has paths whose worth is unknown, or older than that."""
    made = db.session.scalar(select(func.max(MilestoneWorth.computed_at)))
    if made is not None:
        return now - made >= after
    return db.session.scalar(select(PathTally.owner).limit(1)) is not None


def earned(seen: Callable[[int], object] = lambda _: None) -> Iterator[Earned]:
    """Work out what each milestone of each template of the scope's owner is worth.

    Args:
        seen: told how many fits were made so far; may take another scope meanwhile.
    """
    one = PathTally
    query = select(one.kind, one.template).where(one.partner == EVERYBODY).distinct()
    for kind, name in db.session.execute(query.order_by(one.kind, one.template)).all():
        yield _earned(kind, name, seen)


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
                "role": found.role(code),
                **worth.__dict__,
                "all_with": found.together.with_mae if code in found.spare else None,
                "all_without": found.together.without_mae if code in found.spare else None,
                "cut": found.cut or now,
                "computed_at": now,
            }
            for code, worth in found.steps
        ],
    )


def _earned(kind: str, template: str, seen: Callable[[int], object]) -> Earned:
    rows = _rows(kind, template)
    codes, ends = _codes(rows)
    told = as_orders(rows, codes)
    cut = cut_of(told) if len(told) else None
    found, unmissed, together = [Worth(0) for _ in codes], [], None
    if cut is not None and codes:
        past, found = trial(told, cut), []
        for one in worth(past):
            found.append(one)
            seen(len(found))
        beside = {n: one for n, one in enumerate(found, 1) if not _says_it_came(codes[n - 1])}
        unmissed, together = spare(past, beside)
    reported = dict(zip(codes, found, strict=True))
    expected = _expected(kind, template)
    steps = tuple(
        (code, reported.get(code, Worth(0))) for code in dict.fromkeys([*expected, *codes])
    )
    return Earned(
        kind,
        template,
        len(rows),
        _moment(cut),
        steps,
        tuple(codes[step - 1] for step in unmissed),
        together,
        tuple(
            code
            for code in dict.fromkeys([*expected, *codes])
            if journey.milestone(code).rank >= ends or _says_it_came(code)
        ),
    )


def _says_it_came(code: str) -> bool:
    return journey.milestone(code).what in COMING


def _expected(kind: str, template: str) -> list[str]:
    """Return the steps of a template, in their order, as lines went by it."""
    one = StepTally
    query = select(one.code).where(one.kind == kind, one.template == template)
    query = query.where(one.partner == EVERYBODY, one.place < BESIDES).group_by(one.code)
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


def _codes(rows: Sequence[dict]) -> tuple[list[str], float]:
    """Return the milestones that enough lines reported before an end, and the rank of the ends.

    Also those the template does not expect: it may be that they should be asked for.
    """
    seen = Counter(code for row in rows for code in row["steps"])
    ends = {row["end"] for row in rows}
    last = [step.rank for step in map(journey.milestone, seen) if step.what in ends]
    common = [code for code, lines in seen.items() if lines >= ENOUGH]
    between = (
        code for code in common if BEGINNING < journey.milestone(code).rank < max(last, default=0)
    )
    told = sorted(between, key=lambda code: (journey.milestone(code).rank, code))
    return told, max(last, default=inf)


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
