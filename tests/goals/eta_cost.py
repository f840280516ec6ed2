"""Expected delivery is cheap to learn and to serve, and a portal with it is not much larger.

A model is learnt from 100,000 finished lines. Served: lines asked about a hundred at once, as
the worker does, with every step ahead and what it rests on. Memory is what a portal that has
read the model and answered holds more than one whose room for it is empty. Processor time; the
database is no part of it, so it is measured once.
"""

import subprocess
import sys
import time
import uuid
from datetime import timedelta
from decimal import Decimal

import numpy as np

from portal import insight
from portal.insight.ahead import ahead
from portal.insight.keeping import Fitted, read_model
from portal.insight.learning import learn_kind
from portal.insight.lines import CLAIMS, EPOCH, STEPS, LineRow
from tests.bench.goals import Board
from tests.goals.stage import Stage

AT_ONCE = 100
MOST = 0.3  # milliseconds a line
MEMORY = """
import sys, types
def hollow(_self, name):
    if name.startswith("__"):
        raise AttributeError(name)
    return Hollow(name, (), {})
class Hollow(type):
    __getattr__ = hollow
    __iter__ = lambda self: iter(())
class Empty(types.ModuleType):
    __all__ = []
    __getattr__ = hollow
if sys.argv[1] == "without":
    sys.modules["portal.insight"] = Empty("portal.insight")
import portal
if sys.argv[1] == "with":
    from portal import insight
    model = insight.from_bytes(sys.stdin.buffer.read())
    steps = [8000.0] + [None] * (model.stages - 1)
    insight.forecast(model, insight.question(model, 8010.0, steps, 8040.0, lane="DE>S1"))
resident = int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
print(resident, int("sklearn" in sys.modules or "scipy" in sys.modules))
"""


def run(stage: Stage, board: Board) -> None:
    """Measure once, on 100,000 finished lines."""
    if stage.engine == "sqlite":
        measure(board)


def measure(board: Board, many: int = 100_000) -> None:
    """Learn, serve and weigh; then serve as no process should, and see that it is noticed."""
    orders, claims = _finished(many)
    now = EPOCH + timedelta(days=float(np.nanmax(orders.known)) + 0.5)
    spent, model = min(
        (_spent(lambda: insight.fit(orders, float(np.nanmax(orders.known)))) for _ in range(3)),
        key=lambda one: one[0],
    )
    board.goal("eta_cost.fit", spent, "≤", 2, " s")
    print(f"eta_cost: one version is {len(insight.to_bytes(model)) / 1e6:.2f} MB", flush=True)
    learnt = learn_kind("purchase", orders, claims, now)
    kept = {step: insight.to_bytes(one) for step, one in learnt.models.items()}
    models = {step: _fitted(step, text, now) for step, text in kept.items()}
    rows = [_row(n, now) for n in range(AT_ONCE)]
    board.goal("eta_cost.line", _each(rows, lambda: models, learnt.track, now), "≤", MOST, " ms")
    # A process that read its models anew for every line would be noticed by the same limit.
    anew = _each(
        rows[:1],
        lambda: {step: _fitted(step, text, now) for step, text in kept.items()},
        learnt.track,
        now,
    )
    board.goal("eta_cost.planted.caught", int(anew > MOST), "=", 1)
    sizes = {how: _resident(how, kept["delivered"]) for how in ("with", "without")}
    board.goal("eta_cost.memory", sizes["with"][0] - sizes["without"][0], "≤", 40, " MB")
    board.goal("eta_cost.other_libraries", sizes["with"][1], "=", 0)


def _finished(many: int, seed: int = 5) -> tuple[insight.Orders, np.ndarray]:
    """Return lines of 300 suppliers on 80 lanes that passed five steps, and what was claimed."""
    draw = np.random.default_rng(seed)
    supplier, lane = draw.integers(300, size=many), draw.integers(80, size=many)
    slow = 0.3 * draw.standard_normal(300)[supplier] + 0.3 * draw.standard_normal(80)[lane]
    start = np.sort(draw.uniform(8_000, 9_000, many))
    at = np.full((many, len(STEPS)), np.nan)
    at[:, 0] = start
    for step, usual in (("acknowledged", 0.5), ("produced", 2), ("dispatched", 1),
                        ("arrived", 1.6), ("delivered", 0.4)):  # fmt: skip
        nth = STEPS.index(step)
        before = np.nanmax(at, axis=1)
        at[:, nth] = before + draw.lognormal(usual + slow / 2, 0.4)
    promise = np.floor(start + np.exp(slow / 2) * 28)
    orders = insight.orders(
        at,
        promise,
        {
            "supplier": [str(n) for n in supplier],
            "lane": [f"DE>S{n}" for n in lane],
            "mode": [("road", "sea", "air")[n % 3] for n in lane],
        },
        draw.integers(1, 500, many).astype(float),
        known=at + draw.exponential(0.05, at.shape),
        wanted=promise - 2,
    )
    claims = np.full((many, len(CLAIMS)), np.nan)
    claims[:, :3] = promise[:, None]
    return orders, claims


def _row(n: int, now) -> LineRow:
    """Return an open line that has just been acknowledged, or waits at another step."""
    began = now - timedelta(days=3 + n % 20)
    day = (began + timedelta(days=28)).date()
    done = {"acknowledged_at": began + timedelta(days=1)}
    if n % 2:
        done["produced_at"] = began + timedelta(days=2)
    fixed = {"order": uuid.UUID(int=n), "line": 1, "part": 1, "partner": n % 300, "open": True}
    texts = {"kind": "purchase", "site": f"S{n % 80}", "origin": "DE", "country": "", "mode": "sea"}
    fixed |= texts | {"ordered": Decimal(10), "opened_at": began}
    days = dict.fromkeys(("ask_day", "first_day", "agreed_day", "base_day", "late_from"), day)
    return LineRow(**{name: None for name in LineRow.__slots__} | fixed | days | done)


def _fitted(step: str, text: bytes, now) -> Fitted:
    return read_model("purchase", step, 1, now, now, text)


def _each(rows: list[LineRow], models, track: dict, now) -> float:
    """Return the milliseconds of one line, every step ahead of it foreseen."""
    return (
        min(_spent(lambda: ahead(rows, models(), now, track))[0] for _ in range(5))
        * 1000
        / len(rows)
    )


def _resident(how: str, model: bytes) -> tuple[float, int]:
    """Return the megabytes of a portal in a process of its own, and whether it learns by others."""
    said = subprocess.run(
        [sys.executable, "-c", MEMORY, how], input=model, capture_output=True, check=True
    )
    size, others = said.stdout.split()
    return float(size), int(others)


def _spent(work) -> tuple[float, object]:
    began = time.process_time()
    made = work()
    return time.process_time() - began, made
