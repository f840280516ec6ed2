"""What a milestone is worth: how much better and earlier the forecast is for knowing it. Pure.

The same engine is fitted twice on what was known by a cut: with the milestone and as if nobody
had ever reported it. Both are asked, at the same moments, about lines that were finished after
the cut; only moments at which the milestone was known are compared. What a milestone tells
beside others counts, so one that only repeats its neighbour is worth little.
"""

from dataclasses import dataclass, replace

import numpy as np

from portal.insight.accuracy import ENOUGH, interval
from portal.insight.backtest import Judged, judge
from portal.insight.fitting import LEAST, fit
from portal.insight.history import Orders, moments
from portal.insight.model import Model

SHARE = 0.7  # of the finished lines are learnt from, the later ones are asked about
LOOKS = 8  # at a line on its usual way
ROUNDS = 200


@dataclass(frozen=True)
class Worth:
    """What one step was worth: lines asked about, days off with and without it.

    `low`, `high`: the 95 % interval of the days gained. `late` lines were late; their delay
    was seen `earlier` by so many days. None where there are too few.
    """

    lines: int
    with_mae: float | None = None
    without_mae: float | None = None
    low: float | None = None
    high: float | None = None
    late: int = 0
    earlier: float | None = None


def cut_of(orders: Orders) -> float | None:
    """Return the moment that parts learning from asking; None if there is too little of either."""
    ends = np.sort(orders.known[:, -1][~np.isnan(orders.at[:, -1])])
    if len(ends) * SHARE < LEAST or len(ends) * (1 - SHARE) < ENOUGH:
        return None
    return float(ends[int(len(ends) * SHARE)])


def worth(orders: Orders, cut: float) -> list[Worth]:
    """Return what each step between the first and the last is worth, in the order of the steps."""
    every = max(1.0, float(np.nanmedian(orders.at[:, -1] - orders.at[:, 0])) / LOOKS)
    asked = _asked(orders, cut, every)
    model = fit(orders, cut, every)
    whole = _answers(model, orders, asked)
    return [
        _worth_of(step, orders, cut, every, asked, whole)
        for step in range(1, orders.at.shape[1] - 1)
    ]


def without(orders: Orders, step: int) -> Orders:
    """Return orders as if nobody had ever reported a step."""
    at, known = orders.at.copy(), orders.known.copy()
    at[:, step] = known[:, step] = np.nan
    return replace(orders, at=at, known=known)


def _asked(orders: Orders, cut: float, every: float) -> tuple[np.ndarray, ...]:
    """Return the questions after the cut about lines that were finished since.

    What is known of a line before it was placed asks nothing: there is no line yet.
    """
    rows, now, step = moments(orders, every)
    end = orders.known[rows, -1]
    kept = (now >= np.fmax(cut, orders.known[rows, 0])) & (now < end)
    kept &= ~np.isnan(orders.at[rows, -1])
    return rows[kept], now[kept], step[kept]


def _answers(model: Model, orders: Orders, asked: tuple) -> Judged:
    return judge(model, orders, *asked)


def _worth_of(
    step: int, orders: Orders, cut: float, every: float, asked: tuple, whole: Judged
) -> Worth:
    rows, now, _ = asked
    known = orders.known[rows, step] <= now
    lines = len(np.unique(rows[known]))
    if lines < ENOUGH or not _learnt(orders, step, cut):
        return Worth(lines)
    blind = without(orders, step)
    less = _answers(fit(blind, cut, every), blind, asked)
    off_with = np.abs(whole.ours[:, 1] - whole.came)[known]
    off_without = np.abs(less.ours[:, 1] - less.came)[known]
    gain = off_without - off_with
    low, high = interval(rows[known], lambda some: float(gain[some].mean()), ROUNDS)
    late, earlier = _earlier(orders, asked, known, (less, whole))
    return Worth(lines, float(off_with.mean()), float(off_without.mean()), low, high, late, earlier)


def _learnt(orders: Orders, step: int, cut: float) -> bool:
    """Say whether enough finished lines had the step by the cut, so that it could be learnt."""
    done = orders.known[:, -1] <= cut
    return int((done & (orders.known[:, step] <= cut)).sum()) >= LEAST


def _earlier(
    orders: Orders, asked: tuple, known: np.ndarray, answered: tuple[Judged, Judged]
) -> tuple[int, float | None]:
    """Return how many lines came late, and how many days earlier that was seen.

    A delay is seen when the forecast's middle first lies past the promised day; at the latest
    when that day has passed, or the goods are there.
    """
    whole = answered[1]
    late = np.unique(asked[0][known & whole.late & whole.judged])
    if len(late) < ENOUGH:
        return len(late), None
    end = np.fmin(orders.promise + 1, orders.at[:, -1])
    seen = [_first_seen(orders, asked, each, end) for each in answered]
    return len(late), float((seen[0] - seen[1])[late].mean())


def _first_seen(orders: Orders, asked: tuple, answered: Judged, end: np.ndarray) -> np.ndarray:
    (rows, now, _), first = asked, end.copy()
    warns = now + answered.ours[:, 1] >= orders.promise[rows] + 1
    np.minimum.at(first, rows[warns], now[warns])
    return np.fmin(first, end)
