"""Fit a model on what was recorded by a moment, and on nothing else.

The line, the corrections and the chances are learnt from questions asked in the past and
answered from the history of that time: the past is cut into blocks, and each block is asked
with the history before it. So nothing learns from an answer it was given.
"""

from dataclasses import dataclass

import numpy as np

from portal.insight.features import Past, Seen, look
from portal.insight.history import GROUPS, Asked, Orders, ask, moments
from portal.insight.linear import Linear, log_odds, logistic, ridge
from portal.insight.model import SHOWN, Model
from portal.insight.quantiles import THIN, Level, level

LEAST = 30  # finished orders
BLOCKS = 6
LEARNT = 12_000  # the last finished orders; what lies further back has drifted away
QUESTIONS = 40_000
RECENT = 500
ENOUGH = 60
TAKEN = np.array([[0.5, 0.5, 0.5], [1.0, 0.5, 1.0]])  # of A's and B's corrections


@dataclass(frozen=True)
class Lessons:
    """Past questions with their answers: days still to come, and whether it came late."""

    asked: Asked
    seen: Seen
    days: np.ndarray
    late: np.ndarray
    judged: np.ndarray
    step: np.ndarray
    told: np.ndarray


def fit(orders: Orders, cut: float, every: float | None = None) -> Model:
    """Return the model of what was recorded by `cut`.

    Args:
        every: days between two looks at an open order; a quarter of the usual time if left out.

    Raises:
        ValueError: fewer than 30 finished orders. Say "not enough data".
    """
    done = orders.known_by(cut).finished()
    if len(done) < LEAST:
        raise ValueError(f"{len(done)} finished orders, {LEAST} are needed")
    done = _named(done)
    lessons = _lessons(done, every or max(1.0, float(np.median(_whole(done))) / 4))
    past = past_of(done)
    line = ridge(lessons.seen.columns, np.log1p(lessons.days))
    late, tail = _chances(lessons)
    return Model(
        cut=cut,
        orders=len(done),
        names=done.names,
        levels=past.levels,
        pairs=past.pairs,
        line=line,
        offsets=_offsets(lessons, line, done.at.shape[1] - 1),
        late=late,
        tail=tail,
        rates=past.rates,
        share=float(_late_of(done)[~np.isnan(done.promise)].mean() if _promised(done) else 0),
        modes=len(done.names["mode"]),
    )


def past_of(done: Orders, asked: Orders | None = None) -> Past:
    """Return the history of finished orders.

    Args:
        asked: the only orders it will be asked about: of other pairs nothing is worked out.
    """
    rest = done.at[:, -1:] - done.at[:, :-1]
    suppliers, lanes = (max(len(done.names[one]), 1) for one in ("supplier", "lane"))
    pair, rows = done.lane * suppliers + done.supplier, slice(None)
    if asked is not None:
        shared = np.isin(pair, asked.lane * suppliers + asked.supplier)
        rows = shared if shared.any() else rows
    pairs, both = np.unique(pair[rows], return_inverse=True)
    levels = (
        level(np.zeros(len(done), int), rest, 1),
        level(done.lane, rest, lanes),
        level(done.supplier, rest, suppliers),
        level(both, rest[rows], len(pairs)),
    )
    given = ~np.isnan(done.promise)
    late = _late_of(done) & given
    whole = (late.sum() + 1) / (given.sum() + 10)
    counts = np.bincount(done.lane[given], minlength=lanes)
    hits = np.bincount(done.lane[late], minlength=lanes)
    return Past(levels, pairs, (hits + THIN * whole) / (counts + THIN), suppliers)


def _named(done: Orders) -> Orders:
    """Number the groups by name, modes by how common they are; forget unused names."""
    names, coded = {}, {}
    for kind in GROUPS:
        text = np.asarray(done.names[kind], dtype=str)[getattr(done, kind)]
        found, rows, counts = np.unique(text, return_inverse=True, return_counts=True)
        order = np.lexsort((found, -counts)) if kind == "mode" else np.arange(len(found))
        names[kind] = tuple(map(str, found[order]))
        coded[kind] = np.argsort(order)[rows]
    return Orders(
        done.at,
        done.known,
        done.promise,
        done.wanted,
        quantity=done.quantity,
        extra=done.extra,
        names=names,
        **coded,
    )


def _lessons(done: Orders, every: float) -> Lessons:
    first = max(len(done) - LEARNT, min(len(done) // 4, 2000))
    bounds = np.linspace(first, len(done), BLOCKS + 1).astype(int)
    blocks = []
    for low, high in zip(bounds, bounds[1:], strict=False):
        learnt = done.take(np.arange(low, high))
        past = past_of(done.take(np.arange(low)), learnt)
        learnt = learnt.without(rare(past.levels))
        rows, now, step = moments(learnt, every)
        thin = slice(None, None, -(-len(rows) * BLOCKS // QUESTIONS))
        rows, now, step = rows[thin], now[thin], step[thin]
        asked = ask(learnt, rows, now, done.names)
        blocks.append(_answered(learnt, rows, asked, look(past, asked), step))
    return _joined(blocks)


def rare(levels: tuple[Level, ...]) -> np.ndarray:
    """Return (steps): which ones a history hardly ever saw. It cannot tell what follows them."""
    found = np.append(levels[0].counts[:, 0] < LEAST, False)
    found[0] = False
    return found


def _answered(
    done: Orders, rows: np.ndarray, asked: Asked, seen: Seen, step: np.ndarray
) -> Lessons:
    end = done.at[rows, -1]
    return Lessons(
        asked,
        seen,
        np.maximum(end - asked.now, 0.0),
        _late_of(done)[rows],
        asked.now < done.promise[rows] + 1,
        step,
        done.known[rows, -1],
    )


def _joined(blocks: list) -> Lessons:
    def join(parts):
        if isinstance(parts[0], np.ndarray):
            return np.concatenate(parts)
        kind = type(parts[0])
        return kind(*(join([getattr(p, f) for p in parts]) for f in kind.__dataclass_fields__))

    return join(blocks)


def _offsets(lessons: Lessons, line: Linear, stages: int) -> np.ndarray:
    """Return (2 × stages, 2, shares): what the last deliveries say must be added to A and B.

    Half of a shift is noise or has passed by the time it is used; B's band is all its own.
    """
    wanted = np.log1p(lessons.days)
    a = wanted[:, None] - np.log1p(lessons.seen.rest)
    b = np.repeat((wanted - line(lessons.seen.columns))[:, None], len(SHOWN), axis=1)
    kinds = [
        (lessons.asked.stage == stage) & (lessons.step == step)
        for step in (True, False)
        for stage in range(stages)
    ]
    every = np.ones(len(wanted), bool)
    found = [_one_kind(k if k.sum() >= ENOUGH else every, lessons.told, a, b) for k in kinds]
    return TAKEN * np.stack(found)


def _one_kind(kind: np.ndarray, told: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    ends = np.unique(told[kind])
    kind = kind & (told >= ends[-min(RECENT, len(ends))])
    return np.array(
        [[np.quantile(one[kind, nth], share) for nth, share in enumerate(SHOWN)] for one in (a, b)]
    )


def _chances(lessons: Lessons) -> tuple[Linear, Linear]:
    judged = lessons.judged
    late = _chance(lessons, judged & lessons.step, late_columns(lessons.seen))
    tail = _chance(lessons, judged & ~lessons.step, log_odds(lessons.seen.late)[:, None])
    return late, tail


def _chance(lessons: Lessons, kept: np.ndarray, columns: np.ndarray) -> Linear:
    """Fit a chance on some of the lessons; with none, a line that says even odds."""
    if not kept.any():
        nothing = np.zeros(columns.shape[1])
        return Linear(nothing, nothing + 1, nothing, 0.0)
    return logistic(columns[kept], lessons.late[kept])


def late_columns(seen: Seen) -> np.ndarray:
    """Return what the chance at a milestone looks at: the columns, and A's tail."""
    tail = np.where(np.isnan(seen.late), 0.0, log_odds(seen.late))
    return np.column_stack([seen.columns, tail])


def _late_of(done: Orders) -> np.ndarray:
    return done.at[:, -1] >= done.promise + 1


def _promised(done: Orders) -> bool:
    return bool((~np.isnan(done.promise)).any())


def _whole(done: Orders) -> np.ndarray:
    return done.at[:, -1] - done.at[:, 0]
