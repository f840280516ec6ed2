"""What is ahead of open lines of one kind: the day of each step to come, and what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from portal.insight.confidence import FULL, Confidence
from portal.insight.fitting import LEAST, rare
from portal.insight.forecast import BASE, Forecasts, basis, forecast, usual
from portal.insight.history import Asked, Orders, ask
from portal.insight.keeping import Fitted
from portal.insight.lines import CLAIMS, STEPS, Heap, LineRow, date_of, float_of
from portal.insight.model import Model
from portal.insight.quantiles import counted, rest_after
from portal.insight.track import record

END = STEPS[-1]
JUST_PLACED = 3.0  # days; so soon the chance says no more than the lane's rate (measured)


@dataclass
class Ahead:
    """A line with its forecast: days since the epoch, none without a model.

    `chance` is None where nothing was promised, or where it would say no more than the
    lane's share of late ones does. `usual` are the days within which most leave this stage.
    """

    row: LineRow
    stage: str = STEPS[0]
    model: str = ""
    days: tuple[float, ...] = ()
    chance: float | None = None
    lane_day: float | None = None
    lane_rate: float | None = None
    usual: float | None = None
    trust: Confidence = field(default_factory=lambda: Confidence(FULL))
    base: dict = field(default_factory=dict)
    miles: dict[str, list[str]] = field(default_factory=dict)


def ahead(
    rows: Sequence[LineRow], models: Mapping[str, Fitted], now: datetime, track: Mapping
) -> list[Ahead]:
    """Return what is ahead of these lines of one kind, seen at a moment.

    Args:
        models: by the step they foresee; without that of the delivery nothing is foreseen.
        track: how right each claim was, see `tracks`.
    """
    fitted = models.get(END)
    if fitted is None:
        return [Ahead(row, _stage(row), base={"needed": LEAST}) for row in rows]
    heap, nothing = Heap(), (float("nan"),) * len(STEPS)
    for row in rows:
        heap.add(row, nothing)
    told, moment = heap.orders(), float_of(now)
    told.at[:, 0] = told.known[:, 0] = np.minimum(told.at[:, 0], moment)  # dated ahead: just placed
    asked, answer = _answers(fitted.model, told, moment)
    lane, quiet = _lane_days(fitted.model, asked), usual(fitted.model, asked)
    found = []
    for nth, row in enumerate(rows):
        one = Ahead(row, STEPS[_last(row)], fitted.name)
        one.days = tuple(float(day) for day in moment + answer.days[nth])
        one.chance = _chance(answer, asked, nth)
        one.lane_day = None if np.isnan(lane[nth]) else float(moment + lane[nth])
        one.usual = float(quiet[nth])
        rate = record(track, "late", str(row.partner), row.lane)
        one.lane_rate = rate and rate.days / rate.n
        one.base = _base(fitted, answer, nth) | {"lane": row.lane, "track": _said(track, row)}
        found.append(one)
    _add_miles(found, models, told, moment)
    return found


def _answers(model: Model, told: Orders, moment: float) -> tuple[Asked, Forecasts]:
    """Ask about all lines at one moment; steps the model hardly ever saw are passed over."""
    hidden = rare(model.levels)
    hidden[-1] = True
    steps = len(hidden)
    cut = replace(told, at=told.at[:, :steps], known=told.known[:, :steps]).without(hidden)
    asked = ask(cut, np.arange(len(told)), np.full(len(told), moment), model.names)
    return asked, forecast(model, asked)


def _lane_days(model: Model, asked: Asked) -> np.ndarray:
    """Return the median days still to come by the lane's history alone; nan for a thin one."""
    level = model.levels[1]
    known = counted(level, asked.stage, asked.lane) >= BASE
    rows = level.values[asked.stage, np.where(known, asked.lane, 0)].astype(float)
    rest = rest_after(rows, np.maximum(asked.now - asked.since, 0.0), (0.5,))[:, 0]
    return np.where(known, rest, np.nan)


def _chance(answer: Forecasts, asked: Asked, nth: int) -> float | None:
    chance = float(answer.late[nth])
    new = asked.stage[nth] == 0 and answer.seen.waited[nth] < JUST_PLACED
    return None if np.isnan(chance) or new else round(chance, 4)


def _base(fitted: Fitted, answer: Forecasts, nth: int) -> dict:
    """Return what a forecast rests on, as plain values."""
    told = basis(fitted.model, answer, nth)
    rest = answer.seen.rest[nth]
    return {
        "orders": told.orders,
        "level": told.level,
        "all": fitted.model.orders,
        "median": round(float(rest[1]), 1),
        "p90": round(float(rest[2]), 1),
        "parts": [[name, round(days, 1)] for name, days in told.parts],
        "fitted": fitted.fitted_at.date().isoformat(),
    }


def _said(track: Mapping, row: LineRow) -> dict:
    """Return the record of each claim on this supplier and lane: [n, level, mean days late]."""
    found = {claim: record(track, claim, str(row.partner), row.lane) for claim in (*CLAIMS, "late")}
    return {claim: [one.n, one.level, one.days] for claim, one in found.items() if one}


def _add_miles(
    found: Sequence[Ahead], models: Mapping[str, Fitted], told: Orders, moment: float
) -> None:
    """Add the days of the steps before the delivery that are still to come; none after it."""
    for step, name in enumerate(STEPS[:-1]):
        if name not in models:
            continue
        _, answer = _answers(models[name].model, told, moment)
        for nth, one in enumerate(found):
            if _last(one.row) < step:
                days = np.minimum(moment + answer.days[nth], one.days)
                one.miles[name] = [date_of(float(day)).isoformat() for day in days]


def _stage(row: LineRow) -> str:
    return STEPS[_last(row)]


def _last(row: LineRow) -> int:
    """Return the last step that has happened."""
    return max(nth for nth, at in enumerate(row.moments) if at is not None)
