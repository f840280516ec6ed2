"""Keeping backtests: put down, gone on with window by window, found again, forgotten."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from portal.db import current, db, insert_rows, uuid7
from portal.errors import N_, NotFound
from portal.journey import OrderReading
from portal.ledger import canonical
from portal.watch.backtest import Backtest, BacktestRow
from portal.watch.tally import Tally, added, begun, figures, wider
from portal.watch.trying import Asked, read, written

KEPT = timedelta(days=90)
RUNNING, DONE = "running", "done"


@dataclass(frozen=True, slots=True)
class Window:
    """What was found of some orders: a tally for each try, and rows of those it spoke of."""

    last: UUID
    orders: int
    tallies: list[Tally]
    rows: list[dict] = field(default_factory=list)
    span: tuple[datetime, datetime] | None = None


def put_down(asked: Asked, by: UUID | None, now: datetime, total: int, buyers: int) -> UUID:
    """Write down a backtest that is to be made; return its id. Does not commit."""
    made = Backtest(
        owner=current().org,
        id=uuid7(),
        rule=asked.rule,
        asked=canonical(written(asked)),
        made_at=now,
        made_by=by,
        state=RUNNING,
        total=total,
        seen=0,
        last=None,
        span=None,
        tallies=canonical([begun() for _ in asked.tries]),
        buyers=buyers,
        finished_at=None,
    )
    db.session.add(made)
    db.session.flush()
    return made.id


def backtest_called(ident: UUID) -> Backtest:
    """Return a backtest of the scope's owner.

    Raises:
        NotFound: there is none (any more).
    """
    found = db.session.scalar(select(Backtest).where(Backtest.id == ident))
    if found is None:
        raise NotFound(N_("There is no such backtest. They are kept for 90 days."))
    return found


@dataclass(frozen=True, slots=True)
class Result:
    """A backtest as values: what it was asked, how far it is, the figures of each try."""

    id: UUID
    asked: Asked
    made_at: datetime
    made_by: UUID | None
    finished_at: datetime | None
    total: int
    seen: int
    figures: tuple[dict, ...]

    @property
    def done(self) -> bool:
        """It has seen all orders."""
        return self.finished_at is not None


def result_of(found: Backtest) -> Result:
    """Return a backtest as values."""
    span = _span(found)
    tallies = json.loads(found.tallies)
    return Result(
        found.id,
        read(json.loads(found.asked)),
        found.made_at,
        found.made_by,
        found.finished_at,
        found.total,
        found.seen,
        tuple(figures(one, span, found.buyers) for one in tallies),
    )


def _span(found: Backtest) -> tuple[datetime, datetime] | None:
    if not found.span:
        return None
    first, last = (datetime.fromisoformat(text) for text in json.loads(found.span))
    return first, last


def backtests_of(rule: str, most: int) -> list[Backtest]:
    """Return the newest backtests of a rule; "" for those of every rule."""
    query = select(Backtest).where(Backtest.rule == rule)
    query = query.order_by(Backtest.made_at.desc(), Backtest.id.desc()).limit(most)
    return list(db.session.scalars(query))


def newest_of_every_rule() -> Backtest | None:
    """Return the newest finished look at every rule."""
    query = select(Backtest).where(Backtest.rule == "", Backtest.state == DONE)
    return db.session.scalar(query.order_by(Backtest.made_at.desc()).limit(1))


def note(ident: UUID, window: Window) -> None:
    """Count a window in. In a transaction: what is noted is never looked at again."""
    found = backtest_called(ident)
    owner = current().org
    rows = [{"owner": owner, "backtest": ident, **row} for row in window.rows]
    insert_rows(BacktestRow, rows)
    pairs = zip(json.loads(found.tallies), window.tallies, strict=True)
    found.tallies = canonical([added(one, more) for one, more in pairs])
    found.seen, found.last = found.seen + window.orders, window.last
    if window.span:
        found.span = canonical(wider(found.span and json.loads(found.span), *window.span))


def finish(ident: UUID, now: datetime) -> None:
    """Say that a backtest has seen all there is. In a transaction."""
    found = backtest_called(ident)
    found.state, found.finished_at, found.total = DONE, now, found.seen


def backtest_rows(
    ident: UUID, n: int, what: str, after: UUID | None, most: int
) -> list[tuple[BacktestRow, str, int]]:
    """Return a page of the orders a try spoke of, or missed, with number and partner."""
    row, order = BacktestRow, OrderReading
    same = (order.owner == row.owner) & (order.order == row.order)
    query = select(row, order.number, order.partner).join(order, same)
    query = query.where(row.backtest == ident, row.n == n, row.what == what)
    query = query.where(row.order < after) if after else query
    found = db.session.execute(query.order_by(row.order.desc()).limit(most))
    return [tuple(one) for one in found]


def forget_backtests(before: datetime) -> int:
    """Throw backtests away that were made before a moment; return how many. In a transaction."""
    owner = current().org
    old = list(db.session.scalars(select(Backtest.id).where(Backtest.made_at < before)))
    if old:
        for model, column in ((BacktestRow, BacktestRow.backtest), (Backtest, Backtest.id)):
            db.session.execute(delete(model).where(model.owner == owner, column.in_(old)))
    return len(old)
