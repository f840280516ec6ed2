"""How right each claim on the day of delivery was: by supplier and lane, by lane, over all.

A record is (n, mean days late); of "late" it is (n, late ones) against the promise. Groups of
fewer than ten say nothing of their own; under thirty in all there is no record.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from portal.insight.fitting import LEAST
from portal.insight.forecast import BASE
from portal.insight.history import Orders
from portal.insight.lines import CLAIMS


@dataclass(frozen=True)
class Record:
    """What a claim was worth: on how many deliveries, of which level, mean days late."""

    n: int
    level: str
    days: float


def tracks(orders: Orders, claims: np.ndarray) -> dict:
    """Return the records of finished orders, ready to be kept.

    Args:
        claims: (orders, claims) the days named, nan where not.
    """
    came = np.floor(orders.at[:, -1])
    off = {name: came - claims[:, nth] for nth, name in enumerate(CLAIMS)}
    late = np.where(np.isnan(orders.promise), np.nan, came > orders.promise)
    return {
        name: _levels(orders, days, np.sum if name == "late" else np.mean)
        for name, days in (off | {"late": late}).items()
    }


def record(track: Mapping, claim: str, supplier: str, lane: str) -> Record | None:
    """Return the nearest record of a claim, or None while there is not enough data."""
    levels = track.get(claim, {})
    if levels.get("all", (0, 0))[0] < LEAST:
        return None
    for level, name in (("both", f"{supplier} {lane}"), ("lane", lane)):
        if found := levels.get(level, {}).get(name):
            return Record(found[0], level, found[1])
    return Record(levels["all"][0], "all", levels["all"][1])


def _levels(orders: Orders, days: np.ndarray, how) -> dict:
    given = ~np.isnan(days)
    days, supplier, lane = days[given], orders.supplier[given], orders.lane[given]
    if not len(days):
        return {}
    names, lanes = orders.names["supplier"], orders.names["lane"]
    both = _groups(lane * len(names) + supplier, days, how)
    return {
        "all": [len(days), round(float(how(days)), 2)],
        "lane": {lanes[one]: said for one, said in _groups(lane, days, how).items()},
        "both": {
            f"{names[one % len(names)]} {lanes[one // len(names)]}": said
            for one, said in both.items()
        },
    }


def _groups(group: np.ndarray, days: np.ndarray, how) -> dict[int, list]:
    order = np.argsort(group, kind="stable")
    names, first, counts = np.unique(group[order], return_index=True, return_counts=True)
    return {
        int(name): [int(n), round(float(how(days[order[at : at + n]])), 2)]
        for name, at, n in zip(names, first, counts, strict=True)
        if n >= BASE
    }
