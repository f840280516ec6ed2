"""Forecasts of finished lines beside what came, as arrays: those given, or those of a backtest.

Days are whole and counted since the epoch of all arrays, as pages show them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from uuid import UUID

import numpy as np

GIVEN, BACKTEST = SOURCES = ("given", "backtest")


@dataclass(frozen=True)
class Line:
    """A finished schedule line: which, whose, from where to where."""

    order: UUID
    line: int
    part: int
    partner: int
    lane: str


@dataclass(frozen=True)
class Sayings:
    """One forecast a row. `line` is its place among `lines`, `at` the moment it was given.

    `days` are (n, 3) p10, p50, p90; `promise`, `lane_day`, `chance` and `rate` (the lane's
    share of late ones) are nan where there was none. `step`: given as a stage was reached.
    """

    line: np.ndarray
    at: np.ndarray
    stage: np.ndarray
    step: np.ndarray
    days: np.ndarray
    promise: np.ndarray
    lane_day: np.ndarray
    chance: np.ndarray
    rate: np.ndarray
    came: np.ndarray

    def __len__(self) -> int:
        return len(self.line)

    def take(self, rows: np.ndarray) -> "Sayings":
        """Return some of them."""
        return Sayings(*(getattr(self, one.name)[rows] for one in fields(self)))

    @property
    def late(self) -> np.ndarray:
        """Say which came after their promise."""
        return self.came > self.promise

    @property
    def open(self) -> np.ndarray:
        """Say where it was still open whether it is late, and a chance was given."""
        return ~np.isnan(self.chance) & (np.floor(self.at) <= self.promise)


@dataclass(frozen=True)
class Spoken:
    """The sayings of one kind of order and source, their lines, and the model that said them."""

    kind: str
    source: str
    lines: Sequence[Line]
    sayings: Sayings
    model: str


def joined(parts: Sequence[Sayings]) -> Sayings:
    """Return them one after another."""
    return Sayings(
        *(np.concatenate([getattr(p, one.name) for p in parts]) for one in fields(Sayings))
    )
