"""What the engine would have said of an owner's finished lines, knowing only what was known then.

The past is asked as `backtest` does, each question answered by a model of what had been
recorded or reported by the last fortnight. Kinds are judged apart.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import numpy as np

from portal.insight.ahead import JUST_PLACED
from portal.insight.backtest import Judged, backtest
from portal.insight.fitting import LEAST
from portal.insight.history import Orders
from portal.insight.lines import STEPS, Heap, LineRow, finished_lines, float_of
from portal.insight.sayings import BACKTEST, Line, Sayings, Spoken
from portal.insight.told import Told

MOST = 20_000  # finished lines, the newest
REFIT = 14.0  # days
WARM = 2 * LEAST  # lines that must be known before the first question
USUAL = 0.9  # so many come within the time before the period from which questions are asked


def backcast(
    since: datetime, now: datetime, seen: Callable[[int], object] = lambda _: None
) -> Iterator[Spoken]:
    """Yield what would have been said of the scope's owner's lines that came since a moment.

    Args:
        seen: told how many lines were read so far.
    """
    heaps: dict[str, tuple[Heap, list[LineRow]]] = {}
    count = 0
    for rows in finished_lines(MOST):
        told = Told(rows)
        for row in rows:
            heap, kept = heaps.setdefault(row.kind, (Heap(), []))
            heap.add(row, told.known(row))
            kept.append(row)
        count += len(rows)
        seen(count)
    for kind in sorted(heaps):
        heap, kept = heaps[kind]
        spoken = _of_kind(kind, heap.orders(), kept, float_of(since), float_of(now))
        if spoken:
            yield spoken


def _of_kind(
    kind: str, orders: Orders, rows: list[LineRow], since: float, now: float
) -> Spoken | None:
    ends = np.sort(orders.known[orders.known[:, -1] <= now, -1])
    if len(ends) <= WARM:
        return None
    whole = orders.at[:, -1] - orders.at[:, 0]
    begin = max(ends[WARM - 1] + 1e-6, since - float(np.nanquantile(whole, USUAL)))
    every = max(1.0, float(np.median(whole)) / 4)
    if begin >= now:
        return None
    judged = backtest(orders, begin, now, every, REFIT)
    judged = judged.take(orders.at[judged.order, -1] >= since)
    if not len(judged.order):
        return None
    used, place = np.unique(judged.order, return_inverse=True)
    lines = [_line(rows[nth]) for nth in used]
    return Spoken(kind, BACKTEST, lines, _sayings(orders, judged, place), f"{kind}/{REFIT:.0f}d")


def _sayings(orders: Orders, judged: Judged, place: np.ndarray) -> Sayings:
    at, rows = judged.now, judged.order
    promise = np.where(judged.stage == 0, orders.wanted[rows], orders.promise[rows])
    new = (judged.stage == 0) & (at - orders.at[rows, 0] < JUST_PLACED)
    return Sayings(
        line=place,
        at=at,
        stage=np.array(STEPS)[judged.stage],
        step=judged.step,
        days=np.floor(at[:, None] + judged.ours),
        promise=promise,
        lane_day=np.floor(at + judged.lane[:, 1]),
        chance=np.where(new, np.nan, judged.chance),
        rate=judged.rate,
        came=np.floor(orders.at[rows, -1]),
    )


def _line(row: LineRow) -> Line:
    return Line(row.order, row.line, row.part, row.partner, row.lane)
