"""Expected delivery: p10, p50 and p90, the chance of being late, and what it rests on."""

from dataclasses import dataclass

import numpy as np

from portal.insight.features import Past, Seen, columns_of, look, places_of
from portal.insight.fitting import late_columns
from portal.insight.history import GROUPS, Asked
from portal.insight.linear import log_odds, sigmoid
from portal.insight.model import Model
from portal.insight.quantiles import LEVELS, mixed, rest_after

MOST = 0.8  # of orders come within the usual time
BASE = 10  # a level of history with fewer orders does not name itself


@dataclass(frozen=True)
class Forecasts:
    """Answers, a row each: `days` (questions, 3) from now, `late` a chance, nan if unpromised."""

    days: np.ndarray
    late: np.ndarray
    seen: Seen


@dataclass(frozen=True)
class Basis:
    """What one forecast rests on: past orders, their level, the largest (name, days) parts."""

    orders: int
    level: str
    parts: tuple[tuple[str, float], ...]


def forecast(model: Model, asked: Asked, step: np.ndarray | None = None) -> Forecasts:
    """Answer questions. `step` says which are asked just as a milestone became known."""
    seen = look(_past(model), asked)
    step = seen.waited < 0.5 if step is None else step
    kind = asked.stage + np.where(step, 0, model.stages)
    a = np.log1p(seen.rest) + model.offsets[kind, 0]
    b = model.line(seen.columns)[:, None] + model.offsets[kind, 1]
    days = np.maximum(np.expm1((a + b) / 2), 0.0)
    return Forecasts(np.maximum.accumulate(days, axis=1), _late(model, asked, seen, step), seen)


def question(
    model: Model,
    now: float,
    steps: list[float | None],
    promise: float | None = None,
    quantity: float = 0.0,
    extra: tuple[float, ...] = (),
    **groups: str,
) -> Asked:
    """Ask about one order: its steps known by now, without the delivery; the groups by name."""
    stage = max(nth for nth, at in enumerate(steps) if at is not None)
    found = {kind: np.array([model.place[kind].get(groups.get(kind), -1)]) for kind in GROUPS}
    return Asked(
        now=np.array([now]),
        stage=np.array([stage]),
        since=np.array([steps[stage]], dtype=float),
        start=np.array([steps[0]], dtype=float),
        promise=np.array([np.nan if promise is None else promise]),
        quantity=np.array([quantity]),
        extra=np.array([extra]),
        **found,
    )


def basis(model: Model, answer: Forecasts, row: int = 0) -> Basis:
    """Say what an answer rests on: the nearest level with ten orders, and three parts in days."""
    counts = answer.seen.counts[row]
    deep = max(nth for nth in range(len(LEVELS)) if counts[nth] >= BASE or nth == 0)
    parts = model.line.parts(answer.seen.columns[row : row + 1])[0]
    extras = len(parts) - len(columns_of(model.stages, 0))
    days: dict[str, float] = {}
    for name, part in zip(columns_of(model.stages, extras), parts, strict=True):
        days[name] = days.get(name, 0.0) + float(part)
    middle = 1 + answer.days[row, 1]
    told = {name: float(middle * -np.expm1(-part)) for name, part in days.items()}
    largest = sorted(told.items(), key=lambda one: (-abs(one[1]), one[0]))[:3]
    return Basis(int(counts[deep]), LEVELS[deep], tuple(largest))


def usual(model: Model, asked: Asked) -> np.ndarray:
    """Return the days from their last step within which most such orders come.

    Waiting changes nothing: whoever has been silent for longer is silent for unusually long.
    """
    past = _past(model)
    rows = mixed(past.levels, asked.stage, places_of(past, asked))
    return rest_after(rows, np.zeros(len(asked)), (MOST,))[:, 0]


def _past(model: Model) -> Past:
    return Past(model.levels, model.pairs, model.rates, max(len(model.names["supplier"]), 1))


def _late(model: Model, asked: Asked, seen: Seen, step: np.ndarray) -> np.ndarray:
    if np.isnan(asked.promise).all():
        return np.full(len(asked), np.nan)
    at = model.late(late_columns(seen))
    waiting = model.tail(log_odds(seen.late)[:, None])
    chance = sigmoid(np.where(step, at, waiting))
    chance = np.where(asked.now >= asked.promise + 1, 1.0, chance)
    return np.where(np.isnan(asked.promise), np.nan, chance)
