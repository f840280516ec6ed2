"""Two small regressions on standardised columns: ridge, and logistic with the same penalty."""

from dataclasses import dataclass

import numpy as np

FAR = 4.0  # standard deviations; what is further out counts as this far


@dataclass(frozen=True)
class Linear:
    """A fitted line: middle and spread of each column, a weight each, and the constant."""

    middle: np.ndarray
    spread: np.ndarray
    weight: np.ndarray
    constant: float

    def parts(self, columns: np.ndarray) -> np.ndarray:
        """Return what each column adds, against an average order."""
        far = np.minimum(np.maximum((columns - self.middle) / self.spread, -FAR), FAR)
        return far * self.weight

    def __call__(self, columns: np.ndarray) -> np.ndarray:
        return self.parts(columns).sum(axis=1) + self.constant


def ridge(columns: np.ndarray, wanted: np.ndarray, penalty: float = 10.0) -> Linear:
    """Fit by least squares with a penalty on large weights."""
    middle, spread, scaled = _scaled(columns)
    constant = float(wanted.mean())
    square = scaled.T @ scaled + penalty * np.eye(columns.shape[1])
    weight = np.linalg.solve(square, scaled.T @ (wanted - constant))
    constant -= float((scaled @ weight).mean())
    return Linear(middle, spread, weight, constant)


def logistic(columns: np.ndarray, yes: np.ndarray, penalty: float = 5.0) -> Linear:
    """Fit log odds by a few Newton steps; half an order of each answer is always added."""
    middle, spread, scaled = _scaled(columns)
    scaled = np.column_stack([scaled, np.ones(len(scaled))])
    ridge_of = penalty * np.eye(scaled.shape[1])
    ridge_of[-1, -1] = 1e-3
    share = (yes.sum() + 0.5) / (len(yes) + 1)
    weight = np.zeros(scaled.shape[1])
    weight[-1] = np.log(share / (1 - share))
    for _ in range(12):
        chance = sigmoid(scaled @ weight)
        slope = scaled.T @ (yes - chance) - ridge_of @ weight
        curve = (scaled * (chance * (1 - chance))[:, None]).T @ scaled + ridge_of
        weight += np.clip(np.linalg.solve(curve, slope), -2, 2)
    return Linear(middle, spread, weight[:-1], float(weight[-1]))


def sigmoid(odds: np.ndarray) -> np.ndarray:
    """Return the chance for log odds."""
    return 1 / (1 + np.exp(-np.minimum(np.maximum(odds, -30), 30)))


def log_odds(chance: np.ndarray) -> np.ndarray:
    """Return the log odds of a chance, never further than one in ten thousand."""
    held = np.minimum(np.maximum(chance, 1e-4), 1 - 1e-4)
    return np.log(held / (1 - held))


def _scaled(columns: np.ndarray) -> tuple[np.ndarray, ...]:
    middle, spread = columns.mean(axis=0), columns.std(axis=0)
    spread = np.where(spread < 1e-6, 1e9, spread)  # a column that never changes says nothing
    return middle, spread, np.clip((columns - middle) / spread, -FAR, FAR)
