"""What a forecast looks at: about fifteen columns, from one question and its history rows."""

from dataclasses import dataclass

import numpy as np

from portal.insight.history import Asked
from portal.insight.quantiles import (
    Level,
    chance_beyond,
    counted,
    mixed,
    rest_after,
)

MODES = 4  # the commonest modes have a column each
YEAR = 365.25


@dataclass(frozen=True)
class Past:
    """The history that answers: its levels, the pairs of lane and supplier, lanes' late shares."""

    levels: tuple[Level, ...]
    pairs: np.ndarray
    rates: np.ndarray
    suppliers: int


@dataclass(frozen=True)
class Seen:
    """A question in figures. `rest` is A's p10, p50, p90; `late` A's chance of being late."""

    columns: np.ndarray
    rest: np.ndarray
    late: np.ndarray
    counts: np.ndarray
    waited: np.ndarray


def columns_of(stages: int, extras: int) -> tuple[str, ...]:
    """Return the names of the columns, in their order."""
    return (
        "history",
        "spread",
        "waited",
        "age",
        "promise left",
        "promised",
        "promise passed",
        "promise given",
        "lane known",
        "supplier known",
        "lane late",
        "quantity",
        "weekday",
        "weekday",
        *("stage" for _ in range(1, stages)),
        *("mode" for _ in range(MODES)),
        *("distance and value" for _ in range(extras)),
    )


def look(past: Past, asked: Asked) -> Seen:
    """Return what is seen of each question."""
    places = places_of(past, asked)
    rows = mixed(past.levels, asked.stage, places)
    waited = np.maximum(asked.now - asked.since, 0.0)
    rest = rest_after(rows, waited, (0.1, 0.5, 0.9))
    late = chance_beyond(rows, waited, asked.promise + 1 - asked.since)
    counts = np.stack(
        [counted(one, asked.stage, at) for one, at in zip(past.levels, places, strict=True)], axis=1
    )
    columns = _columns(past, asked, rest, waited, counts)
    return Seen(columns, rest, late, counts, waited)


def places_of(past: Past, asked: Asked) -> tuple[np.ndarray, ...]:
    """Return where each question stands in each level of the history; -1 is nowhere."""
    pair = asked.lane * past.suppliers + asked.supplier
    found = np.searchsorted(past.pairs, pair)
    inside = np.minimum(found, max(len(past.pairs) - 1, 0))
    known = (asked.lane >= 0) & (asked.supplier >= 0)
    if len(past.pairs):
        known &= past.pairs[inside] == pair
    both = np.where(known, inside, -1)
    return np.zeros(len(asked), int), asked.lane, asked.supplier, both


def _columns(
    past: Past, asked: Asked, rest: np.ndarray, waited: np.ndarray, counts: np.ndarray
) -> np.ndarray:
    given = ~np.isnan(asked.promise)
    promise = np.where(given, asked.promise, asked.now)
    left = promise - asked.now
    spread = np.log1p(rest[:, 2]) - np.log1p(rest[:, 0])
    day = 2 * np.pi * (asked.now % 7) / 7
    rates = np.append(past.rates, past.rates.mean())  # -1 finds the mean
    parts = (
        np.log1p(rest[:, 1]),
        spread,
        np.log1p(waited),
        np.log1p(np.maximum(asked.now - asked.start, 0)),
        np.log1p(np.maximum(left, 0)),
        given,
        np.log1p(np.maximum(-left, 0)),
        np.log1p(np.maximum(promise - asked.start, 0) * given),
        np.log1p(counts[:, 1]),
        np.log1p(counts[:, 2]),
        rates[asked.lane],
        np.log1p(np.maximum(asked.quantity, 0)),
        np.sin(day),
        np.cos(day),
        *(asked.stage == nth for nth in range(1, past.levels[0].values.shape[0])),
        *(asked.mode == nth for nth in range(MODES)),
        *np.log1p(np.maximum(asked.extra, 0)).T,
    )
    columns = np.empty((len(asked), len(parts)))
    for nth, part in enumerate(parts):
        columns[:, nth] = part
    return columns
