"""Does a forecast see the future? Everything recorded after its moment is changed; it must not be.

Fitting is compared byte by byte, questions figure by figure.
"""

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np

from portal.insight import Orders, ask, fit, to_bytes


def garbled(orders: Orders, moment: float, seed: int = 1) -> Orders:
    """Return the orders with everything that was recorded after a moment said otherwise."""
    draw = np.random.default_rng(seed)
    later = ~(orders.known <= moment)
    other = moment + 0.01 + draw.exponential(20, orders.at.shape)
    open_still = draw.random(orders.at.shape) < 0.3
    known = np.where(open_still, np.nan, other)
    return replace(
        orders,
        at=np.where(later, known - draw.exponential(1, other.shape), orders.at),
        known=np.where(later, known, orders.known),
    )


def fitting_leaks(orders: Orders, cut: float, fit: Callable = fit) -> bool:
    """Say whether a fit changes with what was recorded after its cut."""
    return to_bytes(fit(orders, cut)) != to_bytes(fit(garbled(orders, cut), cut))


def asking_leaks(orders: Orders, moment: float, ask: Callable = ask) -> bool:
    """Say whether a question changes with what was recorded after its moment."""
    rows = np.flatnonzero((orders.known[:, 0] <= moment) & ~(orders.known[:, -1] <= moment))
    now = np.full(len(rows), moment)
    seen = ask(orders, rows, now, orders.names)
    other = ask(garbled(orders, moment), rows, now, orders.names)
    pairs = [(getattr(seen, f.name), getattr(other, f.name)) for f in fields(seen)]
    return not all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs)


def fit_late(orders: Orders, cut: float):
    """Plant a fault: a fit that knows the next ten days."""
    return replace(fit(orders, cut + 10), cut=cut)


def ask_late(orders: Orders, rows: np.ndarray, now: np.ndarray, names: dict):
    """Plant a fault: a figure that is written after the delivery stands in the question."""
    asked = ask(orders, rows, now, names)
    return replace(asked, extra=np.column_stack([asked.extra, orders.at[rows, -1] % 7]))
