"""Orders as arrays: when each step happened, when we learnt it, who, where, how much.

Moments are days since some epoch, as floats. Column 0 of the steps is the beginning,
the last one the delivery. Names stand apart; the rows hold their numbers.
"""

from dataclasses import dataclass, fields, replace

import numpy as np

GROUPS = ("supplier", "lane", "mode")


@dataclass(frozen=True)
class Orders:
    """Open and finished orders.

    `at` and `known` are (orders, steps); nan is "not yet" or "skipped". `promise` is a whole
    day, nan if nobody promised; it counts as said with the first step after the beginning,
    and `wanted` until then. `extra` are (orders, any) further figures known at the beginning:
    distance, value.
    """

    at: np.ndarray
    known: np.ndarray
    promise: np.ndarray
    wanted: np.ndarray
    supplier: np.ndarray
    lane: np.ndarray
    mode: np.ndarray
    quantity: np.ndarray
    extra: np.ndarray
    names: dict[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.promise)

    def take(self, rows: np.ndarray) -> "Orders":
        """Return some of the orders."""
        parts = {f.name: getattr(self, f.name)[rows] for f in fields(self) if f.name != "names"}
        return Orders(names=self.names, **parts)

    def without(self, steps: np.ndarray) -> "Orders":
        """Return the orders as if nobody had reported these steps."""
        hidden = {name: np.where(steps, np.nan, getattr(self, name)) for name in ("at", "known")}
        return replace(self, **hidden) if steps.any() else self

    def known_by(self, moment: float) -> "Orders":
        """Return the orders begun by a moment, with only what was recorded by then."""
        seen = self.known <= moment
        begun = seen[:, 0]
        told = replace(
            self,
            at=np.where(seen, self.at, np.nan),
            known=np.where(seen, self.known, np.nan),
        )
        return told.take(begun)

    def finished(self) -> "Orders":
        """Return the delivered orders, by when it was known; equal ones in an order of content.

        So the way in which they were handed over changes nothing.
        """
        done = self.take(~np.isnan(self.at[:, -1] + self.at[:, 0] + self.known[:, -1]))
        keys = [*done.extra.T, done.quantity, done.wanted, done.promise, *done.at.T]
        keys += [_rank(done.names[name])[getattr(done, name)] for name in GROUPS]
        return done.take(np.lexsort((*keys, done.known[:, -1])))


def orders(
    at: np.ndarray,
    promise: np.ndarray,
    groups: dict[str, list[str]],
    quantity: np.ndarray,
    *,
    known: np.ndarray | None = None,
    extra: np.ndarray | None = None,
    wanted: np.ndarray | None = None,
) -> Orders:
    """Return orders from columns; without `known`, each step was recorded as it happened.

    Without `wanted`, the promise was known at the beginning.
    """
    coded = {
        name: np.unique(np.asarray(groups[name], dtype=str), return_inverse=True) for name in GROUPS
    }
    return Orders(
        at=at,
        known=at if known is None else np.where(np.isnan(at), np.nan, np.fmax(known, at)),
        promise=promise,
        wanted=promise if wanted is None else wanted,
        quantity=quantity,
        extra=np.zeros((len(at), 0)) if extra is None else extra,
        names={name: tuple(map(str, found)) for name, (found, _) in coded.items()},
        **{name: rows for name, (_, rows) in coded.items()},
    )


@dataclass(frozen=True)
class Asked:
    """Questions: what is known of an order at a moment. One row each.

    `stage` is the last step known, `since` the moment it happened; groups are numbers in
    the names of the model that will answer, -1 where it has never heard of one.
    """

    now: np.ndarray
    stage: np.ndarray
    since: np.ndarray
    start: np.ndarray
    promise: np.ndarray
    supplier: np.ndarray
    lane: np.ndarray
    mode: np.ndarray
    quantity: np.ndarray
    extra: np.ndarray

    def __len__(self) -> int:
        return len(self.now)


def ask(told: Orders, rows: np.ndarray, now: np.ndarray, names: dict[str, tuple]) -> Asked:
    """Ask about orders at moments, seeing only what was recorded by then."""
    seen = told.known[rows] <= now[:, None]
    seen[:, -1] = False
    stage = seen.shape[1] - 1 - np.argmax(seen[:, ::-1], axis=1)
    at = told.at[rows]
    own = {
        name: _moved(told.names[name], names[name])[getattr(told, name)[rows]] for name in GROUPS
    }
    return Asked(
        now=now,
        stage=stage,
        since=at[np.arange(len(rows)), stage],
        start=at[:, 0],
        promise=np.where(stage == 0, told.wanted[rows], told.promise[rows]),
        quantity=told.quantity[rows],
        extra=told.extra[rows],
        **own,
    )


def moments(told: Orders, every: float, until: float = np.inf) -> tuple[np.ndarray, ...]:
    """Return (rows, moments, is a milestone): each step as it is learnt, then every few days."""
    end = np.fmin(told.known[:, -1], until)
    end = np.where(np.isnan(end), until, end)
    rows, nows, steps = [], [], []
    for step in range(told.at.shape[1] - 1):
        here = np.flatnonzero(told.known[:, step] < end)
        rows, nows = [*rows, here], [*nows, told.known[here, step]]
        steps.append(np.ones(len(here), bool))
    start = told.known[:, 0]
    many = np.clip(np.ceil((end - start) / every) - 1, 0, 60)
    many = np.nan_to_num(many).astype(int)
    here = np.repeat(np.arange(len(told)), many)
    nth = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many) + 1
    rows, nows = [*rows, here], [*nows, start[here] + nth * every]
    steps.append(np.zeros(len(here), bool))
    return np.concatenate(rows), np.concatenate(nows), np.concatenate(steps)


def _rank(names: tuple[str, ...]) -> np.ndarray:
    return np.argsort(np.argsort(np.asarray(names, dtype=str)))


def _moved(mine: tuple[str, ...], theirs: tuple[str, ...]) -> np.ndarray:
    if mine is theirs:
        return np.arange(len(mine))
    place = {name: row for row, name in enumerate(theirs)}
    return np.array([place.get(name, -1) for name in mine], dtype=int)
