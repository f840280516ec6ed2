"""Learning from an owner's finished lines: a model of each kind of order, for each step ahead.

Kinds are learnt apart. Under thirty finished lines of a kind there is no model of it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import func, not_, select

from portal.db import db
from portal.insight.fitting import LEAST, fit
from portal.insight.foresight import Foresight
from portal.insight.history import Orders
from portal.insight.keeping import keep_model
from portal.insight.lines import MOST, STEPS, Heap, finished_lines, float_of
from portal.insight.model import Model
from portal.insight.told import Told
from portal.insight.track import tracks
from portal.journey import LineReading

MANY = 0.5  # a step that fewer finished lines than this passed is not foreseen
ANEW = timedelta(days=1)  # a model is fitted again so long after, if anything was delivered
SOONER = 0.05  # or as soon as this share of what it learnt from was delivered since


@dataclass(frozen=True)
class Learnt:
    """What was learnt of a kind of order: a model by step, none under thirty finished lines."""

    kind: str
    finished: int
    cut: datetime
    models: dict[str, Model]
    track: dict


def learn(cut: datetime, seen: Callable[[int], object] = lambda _: None) -> Iterator[Learnt]:
    """Yield what the scope's owner's finished lines teach, kind by kind.

    Args:
        cut: nothing that was learnt later is used.
        seen: told how many lines were read so far.
    """
    heaps = _heaps(seen)
    for kind in sorted(heaps):
        heap = heaps.pop(kind)
        yield learn_kind(kind, heap.orders(), heap.claimed(), cut)


def keep_learnt(learnt: Learnt, now: datetime) -> int:
    """Keep the models of one kind; return the version of the delivery's. Does not commit."""
    version = 0
    for step, model in learnt.models.items():
        track = learnt.track if step == STEPS[-1] else {}
        version = keep_model(learnt.kind, step, model, now, learnt.cut, track)
    return version


def wanting(now: datetime) -> bool:
    """Say whether the scope's owner's orders should be learnt from again.

    That is: enough was delivered since, or a day has passed and something was; or there are
    thirty finished lines of a kind and no model yet. Costs what was finished since.
    """
    fitted, orders = db.session.execute(
        select(func.max(Foresight.fitted_at), func.max(Foresight.orders))
    ).one()
    line = LineReading
    ended = func.coalesce(line.delivered_at, line.received_at).is_not(None)
    query = select(line.kind).where(not_(line.open), ended)
    if fitted is not None:
        query = query.where(line.changed_at > fitted)
    counts = Counter(db.session.scalars(query.limit(MOST)))
    if fitted is None:
        return max(counts.values(), default=0) >= LEAST
    return counts.total() >= (1 if now - fitted >= ANEW else max(LEAST, SOONER * orders))


def _heaps(seen: Callable[[int], object]) -> dict[str, Heap]:
    heaps: dict[str, Heap] = {}
    count = 0
    for rows in finished_lines():
        told = Told(rows)
        for row in rows:
            heaps.setdefault(row.kind, Heap()).add(row, told.known(row), told.claims(row))
        count += len(rows)
        seen(count)
    return heaps


def learn_kind(kind: str, orders: Orders, claims: np.ndarray, cut: datetime) -> Learnt:
    """Return what finished lines of one kind teach, with what was `claimed` of them."""
    moment = float_of(cut)
    done = orders.known[:, -1] <= moment
    orders, claims = orders.take(done), claims[done]
    models, count = {}, len(orders)
    for step in range(1, len(STEPS)):
        ahead = _until(orders, step)
        if count >= LEAST and len(ahead) >= max(LEAST, MANY * count):
            models[STEPS[step]] = fit(ahead, moment)
    return Learnt(kind, count, cut, models, tracks(orders, claims) if models else {})


def _until(orders: Orders, step: int) -> Orders:
    """Return the orders that passed a step, as if it were their end."""
    passed = orders.take(~np.isnan(orders.at[:, step]))
    parts = {name: getattr(passed, name) for name in passed.__dataclass_fields__}
    return Orders(**parts | {"at": passed.at[:, : step + 1], "known": passed.known[:, : step + 1]})
