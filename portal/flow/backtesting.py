"""Judging rules on history: asked for, gone through window by window, each kept as it comes.

    ask ─▶ run: what the models knew ─▶ windows of orders ─▶ hindsight ─▶ verdicts ─▶ note

What is noted is not looked at again, so a run that is broken off goes on where it was. Windows
are read and judged without a lock, in other processes if there are any; one writes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select

from portal import clock, desk, insight, ledger, people, watch
from portal.db import current, db, keeper, transaction
from portal.flow.ruling import rulings_tried
from portal.journey import LineReading, OrderReading, fold
from portal.ledger import Said
from portal.watch import Asked, Outcome, Promise, Settings, Verdict, Window

AT_ONCE = 100  # orders in a window
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
BACKTEST = "watch.backtest"
Run = Callable[[Callable, Iterable["Batch"]], Iterator[Window]]
Foreseen = Mapping[int, Mapping[UUID, datetime]]  # by try: when it spoke of which order


@dataclass(frozen=True, slots=True)
class Batch:
    """Some orders of one owner to be judged, and all that is needed for it."""

    owner: int
    orders: tuple[UUID, ...]
    asked: Asked
    settings: Settings
    foreseen: Foreseen
    now: datetime


def ask_backtest(asked: Asked, by: UUID | None, queue: bool = True) -> UUID:
    """Put a backtest in line; return its id. In a transaction.

    Args:
        queue: the worker makes it; else whoever asks for it does.

    Raises:
        NotUnderstood: there is no such rule or figure.
    """
    watch.check(asked, watch.settings())
    total = db.session.scalar(select(func.count()).select_from(_orders(asked).subquery()))
    staff = people.members(current().org)
    buyers = sum(one.role == "buyer" and one.active for one in staff)
    made = watch.put_down(asked, by, clock.now(), total, buyers)
    if queue:
        desk.enqueue(BACKTEST, made.hex, {"backtest": str(made)}, desk.BULK)
    return made


def run_backtest(
    owner: int,
    ident: UUID,
    hold: Callable[[int], object] = lambda _: None,
    run: Run = map,
) -> None:
    """Judge what a backtest asks for, from where it is; done, it is over.

    Args:
        hold: told after each window how many orders were seen; outside of any transaction.
        run: goes through batches in their order, in other processes perhaps.
    """
    with keeper(owner):
        found = watch.backtest_called(ident)
        last, result, settings = found.last, watch.result_of(found), watch.settings()
    if result.done:
        return
    asked, seen = result.asked, result.seen
    now = clock.now()
    with keeper(owner):
        foreseen = foreseen_then(asked, settings, now, lambda _: hold(seen))
    for window in run(judge, _batches(owner, asked, settings, foreseen, last, now)):
        with keeper(owner), transaction():
            watch.note(ident, window)
        seen += window.orders
        hold(seen)
    with keeper(owner), transaction():
        watch.finish(ident, clock.now())


def judge(batch: Batch) -> Window:
    """Return what each try would have said of some orders, against what came. Reads only."""
    asked, today = batch.asked, batch.now.date()
    tries = [watch.tried(one, batch.settings) for one in asked.tries]
    with keeper(batch.owner):
        told = ledger.told_of(batch.orders)
        promises = _promises(batch.orders)
        known = {order: watch.as_known(some) for order, some in told.items()}
        settings = rulings_tried({order: fold(some) for order, some in known.items()}, tries)
    tallies, rows, span = [watch.begun() for _ in asked.tries], [], None
    for order in batch.orders:
        came = watch.outcome(promises.get(order, ()), asked.truth, today)
        looks = [
            watch.looking(one.rule, setting)
            for one, setting in zip(asked.tries, settings[order], strict=True)
        ]
        alarms = watch.hindsight(known[order], looks, batch.now)
        span = _wider(span, known[order])
        for nth, one in enumerate(asked.tries):
            at = batch.foreseen.get(nth, {}).get(order)
            if at := at and settings[order][nth].measured_from(one.rule, 0, at):
                alarms[nth] = {(0, 0): at}
            found = watch.verdict(came, alarms[nth])
            watch.count(tallies[nth], came, found, len(alarms[nth]), asked.truth)
            if found and one.shown:
                rows.append(_row(nth, order, found, came))
    return Window(batch.orders[-1], len(batch.orders), tallies, rows, span)


def foreseen_then(
    asked: Asked, settings: Settings, now: datetime, hold: Callable[[int], object]
) -> Foreseen:
    """Return what tries of the rule that goes by forecasts would have said.

    It ranks all orders that were open in a night, also those that are not judged.
    """
    mine = [nth for nth, one in enumerate(asked.tries) if one.rule == watch.LIKELY]
    if not mine:
        return {}
    tries = {nth: watch.setting_of(asked.tries[nth], settings) for nth in mine}
    since = _midnight(asked.since) if asked.since else FIRST
    orders, nights = insight.chances_then(since, now, hold)
    found: dict[int, dict[UUID, datetime]] = {nth: {} for nth in mine}
    for count, night in enumerate(nights):
        if count % 30 == 0:
            hold(count)
        for nth, setting in tries.items():
            for place in watch.chosen(night.chances, night.left, night.open, setting):
                found[nth].setdefault(orders[night.orders[place]], night.moment)
    return found


def _batches(
    owner: int, asked: Asked, settings: Settings, foreseen: Foreseen, last: UUID | None,
    now: datetime,
) -> Iterator[Batch]:  # fmt: skip
    while True:
        with keeper(owner):
            query = _orders(asked).order_by(OrderReading.order).limit(AT_ONCE)
            query = query.where(OrderReading.order > last) if last else query
            orders = tuple(db.session.scalars(query))
        if not orders:
            return
        mine = {
            nth: {order: at[order] for order in orders if order in at}
            for nth, at in foreseen.items()
        }
        yield Batch(owner, orders, asked, settings, mine, now)
        last = orders[-1]


def _orders(asked: Asked) -> Select:
    query = select(OrderReading.order)
    if asked.since:
        query = query.where(OrderReading.opened_at >= _midnight(asked.since))
    if asked.until:
        query = query.where(OrderReading.opened_at < _midnight(asked.until))
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _promises(orders: Sequence[UUID]) -> dict[UUID, list[Promise]]:
    """Return how each schedule line of these orders ended. One statement."""
    one = LineReading
    ended = func.coalesce(one.delivered_at, one.received_at)
    query = select(
        one.order, one.base_day, one.first_day, one.ask_day, one.open, one.late_days, ended
    ).where(one.order.in_(orders))
    found: dict[UUID, list[Promise]] = {}
    for order, base, first, asked, is_open, late_days, came in db.session.execute(query):
        days = {watch.PROMISED: base, watch.FIRST: first, watch.ASKED: asked}
        on = came and (base + timedelta(days=late_days) if base and late_days is not None
                       else came.date())  # fmt: skip
        found.setdefault(order, []).append(Promise(days, is_open, came, on))
    return found


def _wider(span, known: Sequence[Said]):
    if not known:
        return span
    ends = known[0].at, known[-1].at
    return (min(span[0], ends[0]), max(span[1], ends[1])) if span else ends


def _row(nth: int, order: UUID, found: Verdict, came: Outcome) -> dict:
    return {
        "n": nth,
        "order": order,
        "line": found.line,
        "part": found.part,
        "what": found.what,
        "at": found.at,
        "day": came.day,
        "came": came.came,
        "days": found.days,
    }
