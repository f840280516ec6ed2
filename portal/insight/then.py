"""How likely each open order was late, day by day in the past, knowing only what was known then.

Every night the models of the last fortnight are asked about each line that was open and not late
yet, as the worker asks today's. Lines that never came were open then like any other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from portal.insight.ahead import JUST_PLACED
from portal.insight.backcast import REFIT, WARM
from portal.insight.fitting import fit, rare
from portal.insight.forecast import forecast
from portal.insight.history import Orders, ask
from portal.insight.lines import EPOCH, Heap, float_of, lines_ever
from portal.insight.model import Model
from portal.insight.told import Told

EVERY = 1.0  # days


@dataclass(frozen=True)
class Then:
    """One night: the chance of each order that had one, the worst of its lines.

    `orders` are places in the list that came with it; `left` are the days until the first of
    its lines is due; `open` counts all orders that were not late.
    """

    at: float
    orders: np.ndarray
    chances: np.ndarray
    left: np.ndarray
    open: int

    @property
    def moment(self) -> datetime:
        """Return when it was."""
        return EPOCH + timedelta(days=self.at)


def chances_then(
    since: datetime, until: datetime, seen: Callable[[int], object] = lambda _: None
) -> tuple[list[UUID], Iterator[Then]]:
    """Return the scope's owner's orders, and night by night how likely each was late.

    Args:
        seen: told how many lines were read so far.
    """
    places: dict[UUID, int] = {}
    kinds: dict[str, tuple[Heap, list[int]]] = {}
    count = 0
    for rows in lines_ever():
        told = Told(rows)
        for row in rows:
            heap, mine = kinds.setdefault(row.kind, (Heap(), []))
            heap.add(row, told.known(row))
            mine.append(places.setdefault(row.order, len(places)))
        count += len(rows)
        seen(count)
    told = [(heap.orders(), np.array(mine)) for heap, mine in kinds.values()]
    return list(places), _nights(told, float_of(since), float_of(until))


def _nights(told: list[tuple[Orders, np.ndarray]], since: float, until: float) -> Iterator[Then]:
    """Yield the nights between two moments that anything was open in."""
    first = min((np.nanmin(orders.known[:, 0]) for orders, _ in told), default=until)
    last = max((_last(orders) for orders, _ in told), default=since)
    begin, end = np.floor(max(since, first)) + 1, min(until, last)
    models: list = [None] * len(told)
    for nth, at in enumerate(np.arange(begin, end, EVERY)):
        if nth % int(REFIT / EVERY) == 0:
            models = [fit_then(orders, at) for orders, _ in told]
        parts = [_asked(*one, model, at) for one, model in zip(told, models, strict=True)]
        yield _worst(at, *(np.concatenate(column) for column in zip(*parts, strict=True)))


def _worst(at: float, mine: np.ndarray, chances: np.ndarray, left: np.ndarray) -> Then:
    """Return a night from its lines: the worst chance of each order, the first of its days."""
    spoken = ~np.isnan(chances)
    orders, place = np.unique(mine[spoken], return_inverse=True)
    worst, first = np.zeros(len(orders)), np.full(len(orders), np.inf)
    np.maximum.at(worst, place, chances[spoken])
    np.minimum.at(first, place, left[spoken])
    return Then(float(at), orders, worst, first, len(np.unique(mine)))


def _last(orders: Orders) -> float:
    """Return when the last line was delivered or promised, if it never came."""
    ends = np.where(np.isnan(orders.known[:, -1]), orders.promise + 1, orders.known[:, -1])
    return float(np.nanmax(ends, initial=-np.inf))


def fit_then(orders: Orders, at: float) -> Model | None:
    """Return the model of what was known by then; None while that is too little."""
    done = orders.known[:, -1] <= at
    return fit(orders.take(done), at) if done.sum() >= WARM else None


def _asked(orders: Orders, mine: np.ndarray, model, at: float):
    """Return the lines open and not late at a moment: their order, chance, days left."""
    known = orders.known
    late = at >= orders.promise + 1
    rows = np.flatnonzero((known[:, 0] <= at) & ~(known[:, -1] <= at) & ~late)
    chances = np.full(len(rows), np.nan)
    if model is not None and len(rows):
        asked = ask(orders.without(rare(model.levels)), rows, np.full(len(rows), at), model.names)
        answer = forecast(model, asked)
        new = (asked.stage == 0) & (answer.seen.waited < JUST_PLACED)
        chances = np.where(new, np.nan, answer.late)
    return mine[rows], chances, orders.promise[rows] - np.floor(at)
