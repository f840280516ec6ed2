"""The figures of forecasts: by stage, supplier and lane, against the promise and the lane. Pure.

Days are judged in whole days, as they are shown. A group of fewer than ten orders says nothing
of its own and is taken together with the others of its kind; under thirty orders in all there
are no figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from portal.insight.accuracy import ENOUGH, Bin, Days, auc, chances, days, interval
from portal.insight.forecast import BASE
from portal.insight.lines import STEPS
from portal.insight.sayings import Sayings, Spoken

PERIODS = (30, 90, 365)  # days
ALL, STAGE, SUPPLIER, LANE, RULE = CUTS = ("all", "stage", "supplier", "lane", "rule")
OTHERS = ""  # the name of groups that are too small, together
ROUNDS = 200
MOST = 20_000  # forecasts from which an interval is drawn; more make it no truer


@dataclass(frozen=True)
class Figure:
    """The figures of one group; `doc` is plain values (see `told`)."""

    cut: str
    name: str
    doc: dict = field(default_factory=dict)


def figures(spoken: Spoken, since: float) -> Iterator[Figure]:
    """Yield the figures of what came on or after a day, all of it and group by group."""
    kept = np.flatnonzero(spoken.sayings.came >= np.floor(since))
    said = spoken.sayings.take(kept)
    order = orders_of(spoken)[said.line]
    yield Figure(ALL, ALL, told(said, order, intervals=True))
    for cut in (STAGE, SUPPLIER, LANE):
        group = groups(spoken, cut)[kept]
        alone = standing(group, order)
        for name in _sorted(cut, np.unique(group[alone])):
            rows = np.flatnonzero(alone & (group == name))
            yield Figure(cut, str(name), told(said.take(rows), order[rows]))
        if len(rest := np.flatnonzero(~alone)):
            yield Figure(cut, OTHERS, told(said.take(rest), order[rest]))


def groups(spoken: Spoken, cut: str) -> np.ndarray:
    """Return to which group each saying belongs, as text."""
    if cut == STAGE:
        return np.asarray(spoken.sayings.stage, dtype=str)
    name = {SUPPLIER: "partner", LANE: "lane"}[cut]
    named = np.array([str(getattr(line, name)) for line in spoken.lines], dtype=str)
    return named[spoken.sayings.line]


def standing(group: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Say which rows belong to groups of at least ten orders."""
    pairs = np.unique(np.array([group, order.astype(str)]), axis=1) if len(group) else group
    names, counts = np.unique(pairs[0], return_counts=True) if len(group) else (group, group)
    return np.isin(group, names[counts >= BASE])


def orders_of(spoken: Spoken) -> np.ndarray:
    """Return a number for the order of each line."""
    place: dict = {}
    return np.array([place.setdefault(line.order, len(place)) for line in spoken.lines], dtype=int)


def told(said: Sayings, order: np.ndarray, intervals: bool = False) -> dict:
    """Return the figures of some forecasts.

    n and orders; and where there are ten orders or more: mae, coverage, width, bias, pinball
    (in days); held: how many came within the band; promised and lane: {n, mae, ours} on those
    where there was one; late: see `_late`; with intervals: 95 % of each, drawn anew by whole
    orders, from thirty orders on.
    """
    count = len(np.unique(order))
    doc = {"n": len(said), "orders": count}
    if count < (ENOUGH if intervals else BASE):
        return doc
    found = days(said.days, said.came)
    doc |= {name: round(getattr(found, name), 3) for name in Days.__dataclass_fields__}
    doc["held"] = int(_held(said).sum())
    for name, day in (("promised", said.promise), ("lane", said.lane_day)):
        doc[name] = _against(said, day)
    doc["late"] = _late(said, order)
    return doc | ({"interval": _intervals(said, order)} if intervals else {})


def _held(said: Sayings) -> np.ndarray:
    return (said.days[:, 0] <= said.came) & (said.came <= said.days[:, 2])


def _against(said: Sayings, day: np.ndarray) -> dict | None:
    """Return how far off another claim was, and ours of the same; the past is no claim."""
    rows = ~np.isnan(day)
    if not rows.any():
        return None
    theirs, ours = _offs(said.take(rows), np.maximum(day[rows], np.floor(said.at[rows])))
    return {
        "n": int(rows.sum()),
        "mae": round(float(theirs.mean()), 3),
        "ours": round(float(ours.mean()), 3),
    }


def _offs(said: Sayings, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.abs(day - said.came), np.abs(said.days[:, 1] - said.came)


def _late(said: Sayings, order: np.ndarray) -> dict | None:
    """Return how true the chances of being late were; None where too few or all alike."""
    rows = np.flatnonzero(said.open)
    late = said.late[rows]
    if len(np.unique(order[rows])) < ENOUGH or late.all() or not late.any():
        return None
    found = chances(said.chance[rows], late)
    rate = said.rate[rows]
    return {
        "n": found.n,
        "came_late": int(late.sum()),
        "base": round(found.base, 4),
        "auc": round(found.auc, 4),
        "lane_auc": None if np.isnan(rate).any() else round(auc(rate, late), 4),
        "precision": round(found.precision, 4),
        "brier": round(found.brier, 4),
        "brier_base": round(found.base * (1 - found.base), 4),
        "ece": round(found.ece, 4),
        "bins": [_bin(one) for one in found.bins],
    }


def _bin(one: Bin) -> dict:
    """Return a group of alike chances; its ends are exact, so that its rows are found by them."""
    shares = {"said": round(one.said, 4), "came": round(one.came, 4)}
    return {"n": one.n, **shares, "low": one.low, "high": one.high}


def _intervals(said: Sayings, order: np.ndarray) -> dict[str, list[float]]:
    """Return 95 % intervals: of the ratios to the promise and the lane, of coverage and AUC."""
    if len(said) > MOST:
        thin = np.sort(np.random.default_rng(7).choice(len(said), MOST, replace=False))
        said, order = said.take(thin), order[thin]
    held = _held(said)
    found = {"coverage": interval(order, lambda rows: held[rows].mean(), ROUNDS)}
    for name, day in (("promised", said.promise), ("lane", said.lane_day)):
        rows = np.flatnonzero(~np.isnan(day))
        if len(np.unique(order[rows])) >= ENOUGH:
            some = said.take(rows)
            theirs, ours = _offs(some, np.maximum(day[rows], np.floor(some.at)))
            found[name] = interval(order[rows], _ratio(ours, theirs), ROUNDS)
    rows = np.flatnonzero(said.open)
    late, chance = said.late[rows], said.chance[rows]
    if len(np.unique(order[rows])) >= ENOUGH and late.any() and not late.all():
        found["auc"] = interval(order[rows], lambda r: auc(chance[r], late[r]), ROUNDS)
    return {name: [round(low, 4), round(high, 4)] for name, (low, high) in found.items()}


def _ratio(ours: np.ndarray, theirs: np.ndarray):
    """Return the measure of some rows: how far off ours were against theirs."""

    def measure(rows: np.ndarray) -> float:
        whole = theirs[rows].sum()
        return float(ours[rows].sum() / whole) if whole else float("nan")

    return measure


def _sorted(cut: str, names: np.ndarray) -> list[str]:
    """Return stages in the order of the way, everything else by name."""
    place = {step: nth for nth, step in enumerate(STEPS)}
    return sorted(names, key=lambda name: (place.get(name, 0) if cut == STAGE else 0, name))
