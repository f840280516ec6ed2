"""Ask the past: fit at each of several cuts, ask about what was open then, compare."""

from dataclasses import dataclass

import numpy as np

from portal.insight.fitting import fit, rare
from portal.insight.forecast import forecast
from portal.insight.history import Asked, Orders, ask, moments
from portal.insight.model import Model
from portal.insight.quantiles import counted, rest_after


@dataclass(frozen=True)
class Judged:
    """Past questions, what was answered, what came. Days from the moment of asking.

    `ours` and `lane` are (questions, 3); `rate` is the lane's late share; `judged` says
    where lateness was still open.
    """

    order: np.ndarray
    now: np.ndarray
    stage: np.ndarray
    step: np.ndarray
    came: np.ndarray
    ours: np.ndarray
    lane: np.ndarray
    promised: np.ndarray
    chance: np.ndarray
    rate: np.ndarray
    late: np.ndarray
    judged: np.ndarray

    def take(self, rows: np.ndarray) -> "Judged":
        """Return some of the questions."""
        return Judged(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def backtest(orders: Orders, begin: float, end: float, every: float, refit: float = 7.0) -> Judged:
    """Ask at each milestone and every few days between begin and end; fit anew as time goes by.

    Each answer comes from the model of the last cut before it. Only orders delivered since
    are judged.
    """
    rows, now, step = moments(orders, every, until=end)
    kept = (now >= begin) & (now < end) & ~np.isnan(orders.at[rows, -1])
    rows, now, step = rows[kept], now[kept], step[kept]
    week = np.floor((now - begin) / refit).astype(int)
    parts = []
    for nth in np.unique(week) if len(week) else (0,):
        here = week == nth
        model = fit(orders, begin + nth * refit, every)
        parts.append(judge(model, orders, rows[here], now[here], step[here]))
    return Judged(
        *(np.concatenate([getattr(p, n) for p in parts]) for n in Judged.__dataclass_fields__)
    )


def judge(model: Model, orders: Orders, rows: np.ndarray, now: np.ndarray, step: np.ndarray):
    """Answer questions with one model and put what came beside it.

    Steps that the model hardly ever saw are passed over, as in forecasts that are given.
    """
    asked = ask(orders.without(rare(model.levels)), rows, now, model.names)
    answer = forecast(model, asked, step)
    end = orders.at[rows, -1]
    return Judged(
        order=rows,
        now=now,
        stage=asked.stage,
        step=step,
        came=np.maximum(end - now, 0.0),
        ours=answer.days,
        lane=lane_history(model, asked),
        promised=np.maximum(asked.promise - now, 0.0),
        chance=answer.late,
        rate=np.append(model.rates, model.share)[asked.lane],
        late=end >= asked.promise + 1,
        judged=now < asked.promise + 1,
    )


def lane_history(model: Model, asked: Asked, least: int = 10) -> np.ndarray:
    """Return p10, p50, p90 of the lane alone; of all where it has fewer than ten orders."""
    whole, lane = model.levels[:2]
    enough = counted(lane, asked.stage, asked.lane) >= least
    rows = np.where(
        enough[:, None],
        lane.values[asked.stage, asked.lane],
        whole.values[asked.stage, 0],
    ).astype(float)
    return rest_after(rows, np.maximum(asked.now - asked.since, 0.0), (0.1, 0.5, 0.9))
