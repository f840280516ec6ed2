"""How long the rest of the way takes: quantiles by lane and supplier, shrunk where thin.

A group's quantiles are values at the shares `SHARES`. Beyond the last observed one the
tail falls exponentially, so that somebody who has waited longer than anybody before
still has a finite rest. Mixtures of such rows keep their order.
"""

from dataclasses import dataclass

import numpy as np

WINDOW = 400
# 15 hides what a supplier or lane is like: as good on Olist, 1 to 3 % worse on SCMS and BPI.
THIN = 8
SMALL = 2**15  # groups with so few numbers are sorted digit by digit, ten times as fast
LEVELS = ("all", "lane", "supplier", "both")
BODY = np.array([0, 0.02, *np.arange(1, 19) * 0.05, 0.95, 0.98])
TAIL = np.array([0.99, 0.999, 0.9999, 0.99999])
SHARES = np.concatenate([BODY, TAIL])
EIGHTY, LAST = int(np.searchsorted(BODY, 0.79)), len(BODY) - 1


@dataclass(frozen=True)
class Level:
    """Quantiles of one level of history: (stages, groups, shares), and on how many they rest."""

    values: np.ndarray
    counts: np.ndarray


def level(group: np.ndarray, rest: np.ndarray, groups: int) -> Level:
    """Return the quantiles of each group at each stage.

    Args:
        group: of each finished order, oldest first; -1 for none.
        rest: (orders, stages) days from the stage to the delivery, nan where skipped.
    """
    found = [_one_stage(group, days, groups) for days in rest.T]
    return Level(np.stack([v for v, _ in found]), np.stack([n for _, n in found]))


def _one_stage(group: np.ndarray, days: np.ndarray, groups: int) -> tuple[np.ndarray, np.ndarray]:
    keep = ~np.isnan(days)
    if not keep.any():
        body = np.zeros((groups, len(BODY)))
        return np.hstack([body, _tail(body)]).astype(np.float32), np.zeros(groups, int)
    group, days = group[keep], np.maximum(days[keep], 0.0)
    if groups < SMALL:
        group = group.astype(np.int16)
    kept = _latest(group, groups)
    group, days = group[kept], days[kept]
    order = np.argsort(days)
    days = days[order[np.argsort(group[order], kind="stable")]]
    counts = np.bincount(group, minlength=groups)
    first = np.cumsum(counts) - counts
    where = BODY * np.maximum(counts - 1, 0)[:, None]
    low = where.astype(int)
    high = np.minimum(low + 1, np.maximum(counts - 1, 0)[:, None])
    padded = np.append(days, 0.0)
    at = np.minimum(first, len(days))[:, None]
    lower = padded[np.minimum(at + low, len(days))]
    upper = padded[np.minimum(at + high, len(days))]
    body = lower + (upper - lower) * (where - low)
    body[counts == 0] = 0.0
    return np.concatenate([body, _tail(body)], axis=1).astype(np.float32), counts


def _latest(group: np.ndarray, groups: int) -> np.ndarray:
    """Return the rows of the last `WINDOW` of each group."""
    order = np.argsort(group, kind="stable")
    counts = np.bincount(group, minlength=groups)
    ends = np.cumsum(counts)[group[order]]
    return np.sort(order[ends - np.arange(len(order)) <= WINDOW])


def _tail(body: np.ndarray) -> np.ndarray:
    top = body[:, LAST]
    fall = (top - body[:, EIGHTY]) / np.log(0.2 / 0.02)
    fall = np.maximum(fall, 0.03 * top + 0.02)
    return top[:, None] + fall[:, None] * np.log(0.02 / (1 - TAIL))


def mixed(levels: tuple[Level, ...], stage: np.ndarray, places: tuple) -> np.ndarray:
    """Return one row of quantiles per question: all, then lane, supplier, both; thin ones less."""
    whole = levels[0].values[stage, 0].astype(float)
    for one, place in zip(levels[1:], places[1:], strict=True):
        weight = weights(one, stage, place)[:, None]
        whole += weight * (one.values[stage, place] - whole)
    return whole


def weights(one: Level, stage: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return how much a group's own history counts: n / (n + THIN)."""
    counts = counted(one, stage, place)
    return counts / (counts + THIN)


def counted(one: Level, stage: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return on how many past orders a group rests; 0 for an unknown one."""
    if not one.counts.shape[1]:
        return np.zeros(len(stage))
    return np.where(place >= 0, one.counts[stage, place], 0)


def share_below(rows: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return the share of each row that takes at most so many days."""
    n, last = np.arange(len(rows)), len(SHARES) - 1
    high = np.minimum(np.maximum((rows <= days[:, None]).sum(axis=1), 1), last)
    low, top = rows[n, high - 1], rows[n, high]
    part = (days - low) / np.maximum(top - low, 1e-9)
    return SHARES[high - 1] + np.minimum(np.maximum(part, 0), 1) * (SHARES[high] - SHARES[high - 1])


def rest_after(rows: np.ndarray, waited: np.ndarray, shares: tuple[float, ...]) -> np.ndarray:
    """Return (questions, shares): the days still to come, given those already waited."""
    n = np.arange(len(rows))[:, None]
    gone = share_below(rows, waited)[:, None]
    wanted = gone + np.asarray(shares) * (1 - gone)
    high = np.searchsorted(SHARES, wanted, side="right")
    high = np.minimum(np.maximum(high, 1), len(SHARES) - 1)
    low = high - 1
    part = (wanted - SHARES[low]) / (SHARES[high] - SHARES[low])
    part = np.minimum(np.maximum(part, 0), 1)
    value = rows[n, low] + part * (rows[n, high] - rows[n, low])
    fall = (rows[:, -1] - rows[:, LAST]) / np.log(0.02 / (1 - SHARES[-1]))
    beyond = -np.log1p(-np.asarray(shares)) * fall[:, None]
    past = waited[:, None] >= rows[:, -1:]
    return np.where(past, beyond, np.maximum(value - waited[:, None], 0.0))


def chance_beyond(rows: np.ndarray, waited: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return the chance of taking more than `days` in all, given those already waited."""
    left = 1 - share_below(rows, waited)
    return (1 - share_below(rows, np.maximum(days, waited))) / left
