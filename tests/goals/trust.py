"""A low confidence means something: such orders' forecasts are worse, and their bands are widened.

Each file is asked while its orders were open, from a cut on, as `eta` does; the confidence of
each question is worked out from the order's story as it was known then. Forecasts are compared
by how far they were off against how much was left: whoever is late for long has less to come.

Invented orders of which some are told badly are asked the same; with two faults planted in the
portal, each of which must be missed as a goal: a score that sees no gap, a band that stays.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from unittest.mock import patch

import numpy as np

from portal import insight, journey
from tests.bench.goals import Board
from tests.goals import past
from tests.goals.stage import Stage
from tests.goals.told import moment, story

# name, cut, end, days between questions
FILES = (
    ("olist", "2017-12-01", "2018-03-01", 3),
    ("scms", "2012-07-01", "2013-07-01", 14),
    ("bpi", "2018-05-01", "2018-08-01", 6),
)
GAP = 10  # points below the best told orders of a file, which may lack a day in all of them
MONTH = 30
WORSE = 1.1  # so much further off are forecasts of doubtful orders, at least


def run(stage: Stage, board: Board) -> None:
    """Measure the real files, if they are there."""
    if stage.engine != "sqlite":
        return
    invented(board)
    if not past.DATA.is_dir():
        print("left out: the real files, there is no ../shared folder", flush=True)
        return
    for name, cut, end, every in FILES:
        real(board, name, past.day(cut), past.day(end), every)
    hidden(board)


@dataclass(frozen=True)
class Doubtful:
    """What doubtful orders are like beside the well told: off by how much more; bands that held.

    `off` is a ratio, 1 is alike. `held`: as forecast; `widened`; `sure`: of the well told.
    """

    off: float
    held: float
    widened: float
    sure: float

    @property
    def least(self) -> float:
        """Return how many of the deliveries of doubtful orders their bands must hold."""
        return min(self.sure, 0.8) - 0.05

    @property
    def sound(self) -> bool:
        """Say whether a low score means something, and the band is widened enough for it."""
        return self.off >= WORSE and self.widened >= self.least

    def goals(self, board: Board, name: str) -> None:
        """Write both down."""
        board.goal(f"trust.{name}.worse", self.off, "≥", WORSE)
        board.goal(f"trust.{name}.band", self.widened, "≥", self.least)


def real(board: Board, name: str, begin: float, end: float, every: float) -> None:
    """Compare forecasts of doubtful orders with those of well told ones."""
    orders = getattr(past, name)()
    _compared(orders, begin, end, every, name).goals(board, name)


def invented(board: Board, many: int = 1_500) -> None:
    """Compare invented orders, of which some are told badly; then with faults planted."""
    orders = told_badly(many)
    asked = (orders, 400.0, 720.0, 5.0, "invented")
    _compared(*asked).goals(board, "invented")
    caught = 0
    for fault in (_seeing_no_gap, _never_wider):
        with fault():
            caught += not _compared(*asked).sound
    board.goal("trust.planted.caught", caught, "=", 2)


def told_badly(many: int, seed: int = 5) -> insight.Orders:
    """Return orders of which each sixth is told badly: nobody says that it left, and it strays."""
    orders, draw = past.invented(many), np.random.default_rng(seed)
    badly, at, known = np.arange(many) % 6 == 0, orders.at.copy(), orders.known.copy()
    whole = (at[:, 2] - at[:, 0]) * draw.lognormal(0.3, 0.8, many)
    at[badly, 2] = (at[:, 0] + whole)[badly]
    known[badly, 2] = at[badly, 2] + 0.1
    at[badly, 1] = known[badly, 1] = np.nan
    return replace(orders, at=at, known=known)


def _seeing_no_gap():
    """Plant a fault: no doubt takes a point, so every record looks well told."""
    weights = insight.WEIGHTS
    return patch.dict(weights, {name: replace(one, points=0.0) for name, one in weights.items()})


@contextmanager
def _never_wider() -> Iterator[None]:
    """Plant a fault: bands stay as they are, however doubtful the record."""
    with patch.object(insight, "widened", lambda low, middle, high, _score: (low, middle, high)):
        yield


def _compared(orders, begin: float, end: float, every: float, name: str) -> Doubtful:
    judged = insight.backtest(orders, begin, end, every)
    judged = judged.take(~judged.step)
    scores = scored(orders, judged, begin, every, name)
    low = scores <= scores.max() - GAP
    if not low.any():
        return Doubtful(1.0, 0.0, 0.0, 1.0)
    off = np.abs(judged.ours[:, 1] - judged.came)

    def worse(rows):
        here = low[rows]
        shares = [off[rows][k].sum() / judged.came[rows][k].sum() for k in (here, ~here)]
        return shares[0] / shares[1]

    for least, most in ((0, 60), (60, 75), (75, 90), (90, 101)):
        _told(name, judged.take((scores >= least) & (scores < most)), least, most)
    rows = np.arange(len(scores))
    print(f"  off by so much more: {worse(rows):.2f}, {insight.interval(judged.order, worse)}")
    wide = np.stack(insight.widened(*judged.ours.T, scores), axis=1)
    held = [insight.days(said[low], judged.came[low]).coverage for said in (judged.ours, wide)]
    sure = insight.days(wide[~low], judged.came[~low]).coverage
    print(
        f"  band holds {sure:.3f} of the well told; of the doubtful {held[0]:.3f} → {held[1]:.3f}"
    )
    return Doubtful(float(worse(rows)), *held, sure)


def scored(orders, judged, begin: float, every: float, name: str) -> np.ndarray:
    """Return the confidence of each question; the usual times are those known a month before."""
    month = np.floor((judged.now - begin) / MONTH)
    scores = np.zeros(len(month))
    for nth in np.unique(month):
        here = np.flatnonzero(month == nth)
        model = insight.fit(orders, begin + nth * MONTH, every)
        asked = insight.ask(orders, judged.order[here], judged.now[here], model.names)
        for row, days in zip(here, insight.usual(model, asked), strict=True):
            scores[row] = _score(orders, judged.order[row], judged.now[row], name, days)
    return scores


def _score(orders, row: int, now: float, name: str, usual: float) -> int:
    said = story(orders, row, now, name)
    read = journey.fold(said)
    template = read.template
    heard = insight.heard(read, said)
    return insight.confidence(read, template, moment(now), heard, float(usual)).score


def hidden(board: Board) -> None:
    """Ask again about orders under way, once without having been told that they left."""
    name, cut, end, every = FILES[0]
    orders, begin = past.olist(), past.day(cut)
    model = insight.fit(orders, begin, every)
    rows, now, step = insight.moments(orders, every, until=past.day(end))
    due = np.floor(now) > orders.promise[rows] - 2
    kept = (now >= begin) & ~step & (orders.known[rows, 2] <= now) & due
    kept &= ~np.isnan(orders.at[rows, -1])
    rows, now = rows[kept], now[kept]
    secret = replace(orders, known=orders.known.copy(), at=orders.at.copy())
    secret.known[:, 2] = secret.at[:, 2] = np.nan
    came = orders.at[rows, -1] - now
    held, points = [], []
    for told in (orders, secret):
        asked = insight.ask(told, rows, now, model.names)
        said, usual = insight.forecast(model, asked).days, insight.usual(model, asked)
        pairs = zip(rows, now, usual, strict=True)
        scores = np.array([_score(told, row, at, name, days) for row, at, days in pairs])
        wide = np.stack(insight.widened(*said.T, scores), axis=1)
        held += [insight.days(days, came).coverage for days in (said, wide)]
        points.append(scores.mean())
    print(
        f"{len(rows)} questions: told, {points[0]:.0f} points, the band holds {held[0]:.3f}, "
        f"widened {held[1]:.3f}; hidden, {points[1]:.0f} points, {held[2]:.3f}, {held[3]:.3f}"
    )
    board.goal("trust.hidden.points", points[0] - points[1], "≥", 10)
    board.goal("trust.hidden.band", held[0] - held[2], "≥", 0.03)
    board.goal("trust.hidden.widened", held[3] - held[2], "≥", 0.03)


def _told(name: str, judged: insight.Judged, least: int, most: int) -> None:
    if not len(judged.order):
        return
    found = insight.days(judged.ours, judged.came)
    print(
        f"{name} {least} to {most - 1}: {found.n} questions of {len(np.unique(judged.order))} "
        f"orders; MAE {found.mae:.2f} d of {judged.came.mean():.1f} d left, "
        f"band {found.coverage:.3f}",
        flush=True,
    )
