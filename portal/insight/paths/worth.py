"""What a milestone is worth: how much better and earlier the forecast is for knowing it. Pure.

The same engine is fitted twice on what was known by a cut: with the milestone and as if nobody
had ever reported it. Both are asked, at the same moments, about lines that were finished after
the cut; only moments at which the milestone was known are compared, each for as long as it
lasted: what is known an hour earlier gains an hour. What a milestone tells
beside others counts, so one that only repeats its neighbour is worth little. Two that repeat
each other would each look spare: so those that seem to be are left out together, and the one
that tells most is taken back until the rest is really not missed.
"""

from collections.abc import Iterator, Mapping, Sequence
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
GAIN, PART = 0.1, 0.02  # days, and share of the days off: what is less makes no difference
LOSS, LOST_PART = 0.25, 0.05  # the same: what may be lost at most by what is called spare
SOONER = 0.5  # days
MORE_ALARMS = 0.02  # of the lines that came in time may be warned of besides
HELPS, WARNS, LITTLE, HURTS, UNKNOWN = "helps", "warns", "little", "hurts", "unknown"


@dataclass(frozen=True)
class Worth:
    """What knowing a step, or several, was worth: lines asked about, days off with and without.

    `low`, `high`: the 95 % interval of the days gained. `late` lines were late; their delay
    was seen `earlier` by so many days, at least `surely` ones at 97.5 %. `alarms`, `alarms_less`:
    the share of lines in time that were taken for late at some moment, with and without. None
    where there are too few.
    """

    lines: int
    with_mae: float | None = None
    without_mae: float | None = None
    low: float | None = None
    high: float | None = None
    late: int = 0
    earlier: float | None = None
    surely: float | None = None
    alarms: float | None = None
    alarms_less: float | None = None


@dataclass(frozen=True)
class Trial:
    """One question put to the past: lines, the cut, what is asked, and what the whole answers.

    `lasted`: days from each question to the next one about the same line, or to its end.
    """

    orders: Orders
    cut: float
    every: float
    asked: tuple[np.ndarray, np.ndarray, np.ndarray]
    lasted: np.ndarray
    whole: Judged


def cut_of(orders: Orders) -> float | None:
    """Return the moment that parts learning from asking; None if there is too little of either."""
    ends = np.sort(orders.known[:, -1][~np.isnan(orders.at[:, -1])])
    if len(ends) * SHARE < LEAST or len(ends) * (1 - SHARE) < ENOUGH:
        return None
    return float(ends[int(len(ends) * SHARE)])


def trial(orders: Orders, cut: float) -> Trial:
    """Return what is asked of lines finished after the cut, answered with all their steps."""
    every = max(1.0, float(np.nanmedian(orders.at[:, -1] - orders.at[:, 0])) / LOOKS)
    asked = _asked(orders, cut, every)
    whole = _answers(fit(orders, cut, every), orders, asked)
    return Trial(orders, cut, every, asked, _lasted(orders, asked), whole)


def worth(past: Trial) -> Iterator[Worth]:
    """Give what each step between the first and the last is worth, in the order of the steps."""
    for step in range(1, past.orders.at.shape[1] - 1):
        yield worth_of_steps(past, [step])


def spare(past: Trial, found: Mapping[int, Worth]) -> tuple[list[int], Worth | None]:
    """Return the steps that are not missed, all of them left out, and what that costs.

    Args:
        found: what each step that might be left out is worth by itself.
    """
    alone = {step: one for step, one in found.items() if _unmissed(one)}
    while alone:
        steps = sorted(alone)
        together = worth_of_steps(past, steps)
        if _unmissed(together):
            return steps, together
        del alone[max(steps, key=lambda step: (_gain(alone[step]), -step))]
    return [], None


def verdict(one: Worth) -> str:
    """Return whether steps earn their keep: helps, warns, little, hurts, or unknown.

    helps: the forecast is surely better with them, by at least a tenth of a day and two percent.
    warns: delays are surely seen earlier, by half a day on average, without more false alarms.
    unknown: fewer than thirty lines.
    """
    if one.lines < ENOUGH or one.without_mae is None:
        return UNKNOWN
    gain, least = _gain(one), max(GAIN, PART * one.without_mae)
    if one.low > 0 and gain >= least:
        return HELPS
    if one.high < 0 and gain <= -least:
        return HURTS
    return WARNS if _warns(one) else LITTLE


def without(orders: Orders, steps: Sequence[int]) -> Orders:
    """Return orders as if nobody had ever reported these steps."""
    at, known = orders.at.copy(), orders.known.copy()
    at[:, steps] = known[:, steps] = np.nan
    return replace(orders, at=at, known=known)


def worth_of_steps(past: Trial, steps: Sequence[int]) -> Worth:
    """Return what some steps are worth, all of them known or none."""
    rows, now, _ = past.asked
    known = (past.orders.known[np.ix_(rows, steps)] <= now[:, None]).any(axis=1)
    lines = len(np.unique(rows[known]))
    if lines < ENOUGH or not _learnt(past, steps):
        return Worth(lines)
    blind = without(past.orders, steps)
    less = _answers(fit(blind, past.cut, past.every), blind, past.asked)
    off = [np.abs(each.ours[:, 1] - each.came)[known] for each in (past.whole, less)]
    lasted = past.lasted[known]

    def gained(some: np.ndarray) -> float:
        return float(np.average((off[1] - off[0])[some], weights=lasted[some]))

    low, high = interval(rows[known], gained, ROUNDS)
    days = [float(np.average(one, weights=lasted)) for one in off]
    found = Worth(lines, *days, low, high)
    return _with_delays(found, past, known, less)


def _gain(one: Worth) -> float:
    return one.without_mae - one.with_mae


def _unmissed(one: Worth) -> bool:
    """Say whether not much is lost for sure; that no gain is certain yet is not enough."""
    if verdict(one) not in (LITTLE, HURTS):
        return False
    return one.high <= max(LOSS, LOST_PART * one.without_mae)


def _warns(one: Worth) -> bool:
    """Say whether delays are seen earlier for it, and not because more is taken for one."""
    if one.late < ENOUGH or one.earlier is None or one.earlier < SOONER or one.surely <= 0:
        return False
    return one.alarms is None or one.alarms <= one.alarms_less + MORE_ALARMS


def _asked(orders: Orders, cut: float, every: float) -> tuple[np.ndarray, ...]:
    """Return the questions after the cut about lines that were finished since.

    What is known of a line before it was placed asks nothing: there is no line yet.
    """
    rows, now, step = moments(orders, every)
    end = orders.known[rows, -1]
    kept = (now >= np.fmax(cut, orders.known[rows, 0])) & (now < end)
    kept &= ~np.isnan(orders.at[rows, -1])
    return rows[kept], now[kept], step[kept]


def _lasted(orders: Orders, asked: tuple) -> np.ndarray:
    """Return how long each question stands; at least a minute, so that none is lost."""
    rows, now, _ = asked
    order = np.lexsort((now, rows))
    last = np.append(rows[order][1:] != rows[order][:-1], True)
    until = np.where(last, orders.known[rows[order], -1], np.append(now[order][1:], 0.0))
    lasted = np.empty(len(rows))
    lasted[order] = np.maximum(until - now[order], 1 / 1440)
    return lasted


def _answers(model: Model, orders: Orders, asked: tuple) -> Judged:
    return judge(model, orders, *asked)


def _learnt(past: Trial, steps: Sequence[int]) -> bool:
    """Say whether enough finished lines had one of the steps by the cut, to be learnt from."""
    known, cut = past.orders.known, past.cut
    had = (known[:, steps] <= cut).any(axis=1)
    return int(((known[:, -1] <= cut) & had).sum()) >= LEAST


def _with_delays(found: Worth, past: Trial, known: np.ndarray, less: Judged) -> Worth:
    """Add how many lines came late, how many days earlier that was seen, and the false alarms."""
    rows, whole = past.asked[0], past.whole
    judged = known & whole.judged
    late, in_time = np.unique(rows[judged & whole.late]), np.unique(rows[judged & ~whole.late])
    if len(late) < ENOUGH:
        return replace(found, late=len(late))
    end = np.fmin(past.orders.promise + 1, past.orders.at[:, -1])
    seen = [_first_seen(past, each, end) for each in (whole, less)]
    days = (seen[1] - seen[0])[late]
    surely, _ = interval(late, lambda some: float(days[some].mean()), ROUNDS)
    found = replace(found, late=len(late), earlier=float(days.mean()), surely=surely)
    if len(in_time) < ENOUGH:
        return found
    alarms = [float((one[in_time] < end[in_time]).mean()) for one in seen]
    return replace(found, alarms=alarms[0], alarms_less=alarms[1])


def _first_seen(past: Trial, answered: Judged, end: np.ndarray) -> np.ndarray:
    """Return when each line was first taken for late: the forecast's middle past the promised day.

    At the latest when that day has passed, or the goods are there.
    """
    (rows, now, _), first = past.asked, end.copy()
    warns = now + answered.ours[:, 1] >= past.orders.promise[rows] + 1
    np.minimum.at(first, rows[warns], now[warns])
    return np.fmin(first, end)
