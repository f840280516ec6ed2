"""How right forecasts were: days, bands, chances; each with what it is measured against."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

SHARES = (0.1, 0.5, 0.9)
ENOUGH = 30


@dataclass(frozen=True)
class Days:
    """Forecasts of days against what came. `mae` of the median, bias positive if too late."""

    n: int
    mae: float
    coverage: float
    width: float
    bias: float
    pinball: float


@dataclass(frozen=True)
class Bin:
    """Chances that are alike: how many, what they said, the share that came; lowest, highest."""

    n: int
    said: float
    came: float
    low: float
    high: float


@dataclass(frozen=True)
class Chances:
    """Chances of being late against what came, and that of each group of alike chances."""

    n: int
    base: float
    auc: float
    precision: float
    brier: float
    ece: float
    bins: tuple[Bin, ...]


def days(said: np.ndarray, came: np.ndarray) -> Days:
    """Judge (n, 3) forecasts p10, p50, p90."""
    off = came[:, None] - said
    inside = (off[:, 0] >= 0) & (off[:, 2] <= 0)
    shares = np.array(SHARES)
    return Days(
        len(came),
        float(np.abs(off[:, 1]).mean()),
        float(inside.mean()),
        float((said[:, 2] - said[:, 0]).mean()),
        float(-off[:, 1].mean()),
        float(np.maximum(shares * off, (shares - 1) * off).mean()),
    )


def chances(said: np.ndarray, late: np.ndarray, bins: int = 10) -> Chances:
    """Judge chances; the bins hold equally many, but equal chances are in one bin."""
    shown = [_bin(said[part], late[part]) for part in _alike(said, bins)]
    return Chances(
        len(late),
        float(late.mean()),
        auc(said, late),
        average_precision(said, late),
        float(((said - late) ** 2).mean()),
        sum(one.n * abs(one.said - one.came) for one in shown) / len(late),
        tuple(shown),
    )


def _alike(said: np.ndarray, bins: int) -> list[np.ndarray]:
    """Return the rows of each bin, the lowest chances first."""
    order = np.argsort(said, kind="stable")
    cuts = {int(part[0]) for part in np.array_split(np.arange(len(order)), bins) if len(part)}
    sorted_ = said[order]
    ends = {int(np.searchsorted(sorted_, sorted_[cut])) for cut in cuts}
    return np.split(order, sorted(ends - {0}))


def _bin(said: np.ndarray, late: np.ndarray) -> Bin:
    low, high = float(said.min()), float(said.max())
    return Bin(len(said), float(said.mean()), float(late.mean()), low, high)


def auc(said: np.ndarray, late: np.ndarray) -> float:
    """Return the chance that a late order got more than one in time; ties count half."""
    late = np.asarray(late, bool)
    _, place, counts = np.unique(said, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[place]
    hits = int(late.sum())
    if not 0 < hits < len(late):
        return float("nan")
    return float((rank[late].sum() - hits * (hits + 1) / 2) / (hits * (len(late) - hits)))


def average_precision(said: np.ndarray, late: np.ndarray) -> float:
    """Return the mean precision over the late ones, ties taken together."""
    values, place = np.unique(-said, return_inverse=True)
    hits = np.cumsum(np.bincount(place, weights=late, minlength=len(values)))
    all_of = np.cumsum(np.bincount(place, minlength=len(values)))
    gained = np.diff(np.concatenate([[0], hits]))
    return float((gained * hits / all_of).sum() / max(hits[-1], 1))


def interval(
    order: np.ndarray, measure: Callable[[np.ndarray], float], rounds: int = 300, seed: int = 7
) -> tuple[float, float]:
    """Return the 95 % interval of a measure by drawing whole orders anew.

    Args:
        order: to which order each row belongs; rows of one order are never torn apart.
        measure: gives the figure for some rows.
    """
    draw = np.random.default_rng(seed)
    _, place, counts = np.unique(order, return_inverse=True, return_counts=True)
    rows = np.argsort(place, kind="stable")
    first = np.cumsum(counts) - counts
    found = []
    for _ in range(rounds):
        picked = draw.integers(len(counts), size=len(counts))
        many = counts[picked]
        start = np.repeat(first[picked] - np.cumsum(many) + many, many)
        found.append(measure(rows[start + np.arange(many.sum())]))
    low, high = np.nanquantile(found, (0.025, 0.975))
    return float(low), float(high)
