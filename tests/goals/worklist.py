"""The list of lines costs what it shows: 50,000 open lines, each view and filter, 500 answers.

Processor time counts on SQLite; PostgreSQL works in processes of its own, so there it is time
on the wall. Both as a multiple of a page that asks for no lines, taken in the same rounds: a
machine that becomes slower in between slows both.
"""

import re
import time
from collections.abc import Sequence
from contextlib import contextmanager

from portal.desk import linelist
from tests.bench.goals import Board
from tests.bench.meter import Sample
from tests.bench.run import settle
from tests.goals.crowded import COMMON, EACH, RARE, add_lines, number
from tests.goals.stage import Stage
from tests.stories.filling import form_on

SEND = "/lines/bundles"
VIEWS = {
    "sam": ("answer", "ours", "theirs", "soon", "late", "step", "waiting", "open"),
    "ada": ("decide", "unanswered", "theirs", "soon", "late", "waiting", "open"),
}
FILTERS = (
    f"item={RARE}",
    f"item={COMMON}",
    "kind=purchase",
    "days=7",
    "days=90",
    "sort=last",
    f"q={number(8)}",
)
ROUNDS = 9
OTHER = "/account"
FEW = 1_000


def run(stage: Stage, board: Board, lines: int = 50_000, answers: int = 500) -> None:
    """Compare every view and filter at 1,000 lines with `lines`; then answer many at once."""
    few = min(FEW, lines // 4)
    _add(stage, few)
    before = _measured(stage)
    _add(stage, lines - few, first=few // EACH)
    after = _measured(stage)
    with _reading_all():
        planted = _measured(stage, 1)
    name = stage.engine
    worst = max(after, key=lambda at: after[at] / before[at])
    print(f"the worst is {worst}: {before[worst]:.2f}, then {after[worst]:.2f}", flush=True)
    board.goal(f"worklist.ratio.{name}", after[worst] / before[worst], "≤", 1.5)
    board.goal(f"worklist.first.{name}", after["sam /lines"] / before["sam /lines"], "≤", 1.5)
    slower = max(planted[at] / after[at] for at in after)
    board.goal(f"worklist.planted.caught.{name}", int(slower > 1.5), "=", 1)
    board.goal(f"worklist.answers.{name}", _answered(stage, answers), "≤", 2, " s")


def _add(stage: Stage, lines: int, first: int = 0) -> None:
    """Add lines, and let the database count them, as it does by itself where it lives longer."""
    add_lines(stage, lines, first)
    if stage.engine == "postgresql":
        settle(stage.settings)


def _measured(stage: Stage, rounds: int = ROUNDS) -> dict[str, float]:
    """Return what each page costs, by who asks and its address: the best of some rounds.

    Rounds go over all pages, so that a busy moment of the machine spoils one round of each.
    """
    browsers = {who: stage.world.browser(getattr(stage.world, who)) for who in VIEWS}
    pages = [(who, at) for who, views in VIEWS.items() for at in _addresses(views)]
    found = {f"{who} {at}": Sample() for who, at in (*pages, ("sam", OTHER))}
    for _ in range(rounds):
        for who, at in (*pages, ("sam", OTHER)):
            answer = found[f"{who} {at}"].take(lambda who=who, at=at: browsers[who].get(at))
            assert answer.status_code == 200
    spent = "cpu" if stage.engine == "sqlite" else "wall"
    best = {at: min(getattr(page, spent)) for at, page in found.items()}
    other = best.pop(f"sam {OTHER}")
    return {at: page / other for at, page in best.items()}


def _addresses(views: Sequence[str]) -> list[str]:
    named = [f"/lines?view={one}" for one in views]
    return ["/lines", *named, *(f"/lines?view=open&{one}" for one in FILTERS)]


@contextmanager
def _reading_all():
    """Plant a fault: to show a page, the whole list is read."""
    sound = linelist._rows

    def greedy(wanted, after, limit, dated=True):
        return sound(wanted, after, 1_000_000, dated)[:limit]

    linelist._rows = greedy
    try:
        yield
    finally:
        linelist._rows = sound


def _answered(stage: Stage, many: int) -> float:
    """Accept `many` lines at once; return the seconds until the page says what became of them."""
    browser = stage.world.browser(stage.world.sam)
    page = browser.get(f"/lines?view=answer&sort=last&size={max(many, 50)}").text
    keys = re.findall(r'name="row" value="([^"]+)"', page)[:many]
    form = form_on(page, SEND) | {"row": keys, "go": "tell", "verb": "accept"}
    began = time.perf_counter()
    answer = browser.post(SEND, data=form)
    said = browser.get(answer.location).text
    took = time.perf_counter() - began
    assert f"{len(keys)} answers are sent" in said, "some answers were not sent"
    return took
