"""Expected delivery is better than its lane's history, honest about its width, and cheap.

Each file is asked at a cut inside it and over its last year; the model is fitted anew every
week of that time with what was recorded by then. Intervals draw whole orders anew. The engine
asks no database, so it is measured once.
"""

import subprocess
import sys
import time

import numpy as np

from portal import insight
from tests.bench.goals import Board
from tests.goals import leak, past
from tests.goals.stage import Stage

FILES = (("olist", "2017-12-01", 3), ("scms", "2012-07-01", 14), ("bpi", "2018-05-01", 3))
WARM_UP = 60  # days of a file before the first question
MEMORY = """
import sys, portal
def now():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
before = now()
from portal import insight
model = insight.from_bytes(sys.stdin.buffer.read())
insight.forecast(model, insight.question(model, 800.0, [780.0, None], 790.0, lane="l2"))
print(now() - before)
"""


def run(stage: Stage, board: Board) -> None:
    """Measure the real files, if they are there; then leaks, time and memory on invented orders."""
    if stage.engine != "sqlite":
        return
    if past.DATA.is_dir():
        for name, cut, every in FILES:
            real(board, name, past.day(cut), every)
    else:
        print("left out: the real files, there is no ../shared folder", flush=True)
    invented(board)


def real(board: Board, name: str, cut: float, every: float) -> None:
    """Judge one file from its cut on, and over its last year."""
    orders = getattr(past, name)()
    first, end = np.nanmin(orders.known[:, 0]), np.nanmax(orders.known) + 1e-6
    usual = float(np.nanquantile(orders.known[:, 0], 0.01))
    year = max(end - 365, usual + WARM_UP, first)
    for period, begin in (("cut", cut), ("year", year)):
        judged = insight.backtest(orders, begin, end, every)
        for kind, kept in (("created", judged.step & (judged.stage == 0)), ("open", ~judged.step)):
            judge(board, f"{name}.{period}.{kind}", judged.take(kept), name)
        if name == "olist":
            late(board, f"{name}.{period}.open", judged.take(~judged.step & judged.judged))


def judge(board: Board, at: str, judged: insight.Judged, name: str) -> None:
    """Print the days: against the lane, the promise, and how wide the band is."""
    ours, lane = insight.days(judged.ours, judged.came), insight.days(judged.lane, judged.came)
    off = [np.abs(said[:, 1] - judged.came) for said in (judged.ours, judged.lane)]
    off.append(np.abs(judged.promised - judged.came))
    inside = (judged.ours[:, 0] <= judged.came) & (judged.came <= judged.ours[:, 2])
    print(
        f"{at}: {ours.n} questions of {len(np.unique(judged.order))} orders; MAE {ours.mae:.2f} d, "
        f"lane {lane.mae:.2f} d, bias {ours.bias:+.2f} d, width {ours.width:.1f} d, "
        f"pinball {ours.pinball:.2f}, lane's coverage {lane.coverage:.2f}"
    )
    _told(at + " / lane", judged.order, lambda r: off[0][r].sum() / off[1][r].sum())
    board.goal(f"eta.{at}.lane", off[0].sum() / off[1].sum(), "≤", 0.97)
    if name == "olist":
        _told(at + " / promised", judged.order, lambda r: off[0][r].sum() / off[2][r].sum())
        board.goal(f"eta.{at}.promised", off[0].sum() / off[2].sum(), "≤", 0.45)
    if name != "scms":
        _told(at + " coverage", judged.order, lambda r: inside[r].mean())
        board.goal(f"eta.{at}.coverage.least", ours.coverage, "≥", 0.75)
        board.goal(f"eta.{at}.coverage.most", ours.coverage, "≤", 0.88)


def late(board: Board, at: str, judged: insight.Judged) -> None:
    """Print the chance of being late: against the lane's rate, and whether it is true."""
    found = insight.chances(judged.chance, judged.late)
    print(
        f"{at}: late {found.base:.3f} of {found.n}; AUC {found.auc:.3f}, lane's "
        f"{insight.auc(judged.rate, judged.late):.3f}, AP {found.precision:.3f}, Brier "
        f"{found.brier:.4f} of {found.base * (1 - found.base):.4f}"
    )
    print("  said, came: " + ", ".join(f"{b.said:.2f} {b.came:.2f}" for b in found.bins))

    def more(r):
        late = judged.late[r]
        return insight.auc(judged.chance[r], late) - insight.auc(judged.rate[r], late)

    low = _told(at + " AUC above lane's", judged.order, more)[0]
    board.goal(f"eta.{at}.late.auc_above_lane.low", low, "≥", 0.001)
    board.goal(f"eta.{at}.late.ece", found.ece, "≤", 0.05)


def _told(what: str, order: np.ndarray, measure) -> tuple[float, float]:
    low, high = insight.interval(order, measure)
    print(f"  {what}: {low:.3f} to {high:.3f}", flush=True)
    return low, high


def invented(board: Board, many: int = 100_000) -> None:
    """Look for leaks and find planted ones; then processor time, and memory in a portal."""
    few = past.invented(1_500)
    board.goal("eta.leak.fit", int(leak.fitting_leaks(few, 500.0)), "=", 0)
    board.goal("eta.leak.ask", int(leak.asking_leaks(few, 500.0)), "=", 0)
    caught = leak.fitting_leaks(few, 500.0, leak.fit_late)
    caught += leak.asking_leaks(few, 500.0, leak.ask_late)
    board.goal("eta.leak.planted.caught", int(caught), "=", 2)
    orders = past.invented(many)
    cut = float(np.nanmax(orders.known))
    spent, model = min(
        (_spent(lambda: insight.fit(orders, cut)) for _ in range(3)), key=lambda t: t[0]
    )
    board.goal("eta.fit", spent, "≤", 2, " s")
    model = insight.from_bytes(insight.to_bytes(model))

    def hundred():
        for _ in range(100):
            asked = insight.question(
                model, 800.0, [780.0, None], 790.0, 5, supplier="s1", lane="l2", mode="sea"
            )
            insight.forecast(model, asked)

    board.goal("eta.one", min(_spent(hundred)[0] for _ in range(9)) * 10, "≤", 0.3, " ms")
    said = subprocess.run(
        [sys.executable, "-c", MEMORY],
        input=insight.to_bytes(model),
        capture_output=True,
        check=True,
    )
    board.goal("eta.memory", float(said.stdout), "≤", 40, " MB")


def _spent(work) -> tuple[float, object]:
    began = time.process_time()
    made = work()
    return time.process_time() - began, made
