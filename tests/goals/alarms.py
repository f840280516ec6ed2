"""The shipped rules see late orders coming, without shouting, and without a look into the future.

Orders of the real file are loaded and judged by the portal's own backtest, each moment knowing
what was known then. The rules take their turn by how right they were on earlier orders, as long
as those flagged stay within twice the number of late ones. Then whatever lies after a moment is
taken away: what was said before that moment must not change, and a rule that peeks must be seen.
"""

import csv
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sqlalchemy import select

from portal import flow, ledger, loading, people, watch
from portal.cli.processes import workers
from portal.db import db, keeper
from portal.flow.backtesting import foreseen_then
from portal.insight import then
from portal.journey import OrderReading, fold
from portal.watch import CAUGHT, FALSE, BacktestRow, Truth
from tests.bench import town
from tests.bench.goals import Board
from tests.goals import past
from tests.goals.marketplace import invent, moment_of, rows_of, until
from tests.goals.stage import Stage

TRUTH = Truth(ahead=3)
SETTLED = timedelta(days=60)  # orders so old by the middle were over by then
MOST = 2  # flagged orders, against late ones
LEAST = 10  # orders a rule flagged before, or nobody knows how right it is


def run(
    stage: Stage, board: Board, invented: int = 0, orders: int = 10_000, least: int = 200
) -> None:
    """Judge the real file, or an invented one of so many orders; then leaks, then speed.

    Args:
        orders: of the town whose judging is timed, `least` a second: 100,000 within nine minutes.
    """
    file = past.DATA / "olist.csv"
    if stage.engine == "sqlite" and (invented or file.is_file()):
        with TemporaryDirectory() as folder:
            rows = invent(invented) if invented else rows_of(file)
            judge(stage, board, rows, Path(folder))
    elif stage.engine == "sqlite":
        print("left out: the real file, there is no ../shared folder", flush=True)
    speed(stage, board, orders, least)


def judge(stage: Stage, board: Board, rows: list[dict], folder: Path) -> None:
    """Load the file and judge the later half of what was delivered."""
    owner = stage.world.nordwind
    load(stage, owner, rows, folder / "whole.csv")
    placed = sorted(moment_of(row["purchased"]) for row in rows if row["delivered"])
    middle = placed[len(placed) // 2].date()
    before = backtest(owner, until=middle - SETTLED)
    after = backtest(owner, since=middle)
    told(after)
    ranking = ranked(before)
    found = together(owner, after, ranking)
    print(f"  in turn: {', '.join(found['rules'])}")
    board.goal("alarms.volume", found["volume"], "≤", MOST)
    board.goal("alarms.in_time", found["in_time"], "≥", 0.6)
    board.goal("alarms.page", shown(stage), "=", len(watch.RULES))
    leaks(board, owner)
    cut = middle + (placed[-1].date() - middle) / 2
    peeks(stage, board, rows, folder, cut)


def load(stage: Stage, owner: int, rows: list[dict], path: Path) -> None:
    """Take a file in as an owner's."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    arrival = loading.Arrival(path, path.name, "olist")
    loading.take_in(owner, arrival, people.system(owner), stage.app.config, lambda _: None)


def backtest(owner: int, **span: date) -> watch.Result:
    """Judge every shipped rule on the orders placed in a time."""
    asked = watch.every_rule(TRUTH, **span)
    made = flow.within(owner, lambda: flow.ask_backtest(asked, None, queue=False))
    flow.run_backtest(owner, made)
    with keeper(owner):
        return watch.result_of(watch.backtest_called(made))


def told(found: watch.Result) -> None:
    """Print how each rule did that spoke at all."""
    first = found.figures[0]
    print(f"{first['orders']} orders, {first['judged']} judged, {first['late']} late")
    for one, doc in zip(found.asked.tries, found.figures, strict=True):
        if doc["flagged"]:
            shares = (doc[key] for key in ("volume", "precision", "recall", "ahead", "warning"))
            texts = ("–" if share is None else f"{share:.2f}" for share in shares)
            words = zip(("volume", "precision", "recall", "in time", "days"), texts, strict=True)
            print(f"  {one.rule}: " + ", ".join(f"{name} {text}" for name, text in words))


def ranked(before: watch.Result) -> list[int]:
    """Return the places of the rules, those first that were right most often before."""
    known = [
        (doc["caught"] / doc["flagged"], n)
        for n, doc in enumerate(before.figures)
        if doc["flagged"] >= LEAST
    ]
    return [n for _share, n in sorted(known, key=lambda pair: (-pair[0], pair[1]))]


def together(owner: int, after: watch.Result, ranking: list[int]) -> dict:
    """Let the rules speak in turn while there is room; return what all of them came to."""
    late, flagged, rules = after.figures[0]["late"], {}, []
    for n in ranking:
        more = dict(flagged)
        for order, what, days in verdicts(owner, after, n):
            more[order] = max(more.get(order, -1), days if what == CAUGHT else -1)
        if len(more) <= MOST * late:
            flagged, rules = more, [*rules, after.asked.tries[n].rule]
    in_time = sum(days >= TRUTH.ahead for days in flagged.values())
    return {"rules": rules, "volume": len(flagged) / late, "in_time": in_time / late}


def verdicts(owner: int, found: watch.Result, n: int) -> list[tuple]:
    """Return the orders a rule flagged while they were under way, and how far ahead."""
    row = BacktestRow
    query = select(row.order, row.what, row.days).where(
        row.backtest == found.id, row.n == n, row.what.in_((CAUGHT, FALSE))
    )
    with keeper(owner):
        return [tuple(one) for one in db.session.execute(query)]


def shown(stage: Stage) -> int:
    """Return of how many rules the page shows figures: as many as are judged."""
    page = stage.world.browser(stage.world.ada).get("/exceptions/backtests").text
    rows = [part for part in page.split("<tr>") if "/exceptions/backtests/rules/" in part]
    return sum(part.count('class="num"') == 6 for part in rows)


def leaks(board: Board, owner: int) -> None:
    """Cut some orders short at a moment: what was said before it must stay the same."""
    with keeper(owner):
        query = select(OrderReading.order).order_by(OrderReading.order).limit(300)
        said = ledger.told_of(list(db.session.scalars(query)))
    looks = [watch.looking(rule, watch.DEFAULTS) for rule in watch.RULES]
    known = [watch.as_known(one) for one in said.values()]
    board.goal("alarms.leak", changed(known, looks, watch.hindsight), "=", 0)
    caught = changed(known, looks, peeking) > 0
    board.goal("alarms.leak.planted.caught", int(caught), "=", 1)


def changed(known: list[list], looks: list, ask: Callable) -> int:
    """Return of how many orders more is said, or less, before the last that is known of them."""
    count = 0
    for one in known:
        moments = sorted({said.at for said in one})
        if len(moments) < 2:
            continue
        cut = moments[-1]
        whole = ask(one, looks, cut + SETTLED)
        short = ask([said for said in one if said.at < cut], looks, cut)
        count += [_before(alarms, cut) for alarms in whole] != short
    return count


def _before(alarms: dict, cut: datetime) -> dict:
    return {place: at for place, at in alarms.items() if at < cut}


def peeking(known: list, looks: list, until: datetime) -> list[dict]:
    """Judge as `hindsight` does, but look at the whole order from its first moment on."""
    read, begin = fold(known), known[0].at
    return [{place: at for place, at in look(read, begin) if at < until} for look in looks]


def peeks(stage: Stage, board: Board, rows: list[dict], folder: Path, cut: date) -> None:
    """Take all away that lies after a day: what forecasts made rules say before must not change."""
    whole = foreseen(stage.world.nordwind, cut)
    load(stage, stage.world.westhaven, until(rows, cut), folder / "short.csv")
    short = foreseen(stage.world.westhaven, cut)
    board.goal("alarms.foreseen.some", int(bool(short)), "=", 1)
    board.goal("alarms.foreseen.leak", len(whole ^ short), "=", 0)
    honest = then.fit_then
    then.fit_then = lambda orders, at: honest(orders, np.inf)
    try:
        peeked = foreseen(stage.world.nordwind, cut)
    finally:
        then.fit_then = honest
    board.goal("alarms.foreseen.planted.caught", int(peeked != whole), "=", 1)


def foreseen(owner: int, cut: date) -> set[tuple[str, datetime]]:
    """Return which orders were named as likely late before a day, and when."""
    asked = watch.Asked((watch.Try(watch.LIKELY),), TRUTH)
    with keeper(owner):
        settings, end = watch.settings(), datetime(*cut.timetuple()[:3], tzinfo=UTC)
        (named,) = foreseen_then(asked, settings, end, lambda _: None).values()
        query = select(OrderReading.order, OrderReading.number)
        numbers = dict(db.session.execute(query).all())
    return {(numbers[order], at) for order, at in named.items()}


def speed(stage: Stage, board: Board, orders: int, least: int) -> None:
    """Judge every rule on a big town, as the command does with two processes."""
    owner = town.build(orders, time.perf_counter, lambda _done: None).owner
    asked = watch.every_rule(TRUTH)
    made = flow.within(owner, lambda: flow.ask_backtest(asked, None, queue=False))
    began = time.perf_counter()
    with workers(2) as run:
        flow.run_backtest(owner, made, run=run)
    took = time.perf_counter() - began
    with keeper(owner):
        found = watch.result_of(watch.backtest_called(made))
    assert found.figures[0]["orders"] == orders, "not all of the town was judged"
    board.goal(f"alarms.speed.{stage.engine}", orders / took, "≥", least, " orders/s")
