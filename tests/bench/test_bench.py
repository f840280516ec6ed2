"""The benchmark itself: it prints its goals, and it would notice."""

import re

from tests.bench import run
from tests.bench.goals import Board
from tests.bench.meter import scans

SIGHTS = {
    "import.new", "import.old", "acknowledge.p99", "share.list", "share.order",
    "share.acknowledge", "search", "scans", *(f"statements.{page}" for page in run.PAGES),
    *(f"growth.{page}" for page in run.PAGES),
}  # fmt: skip


def test_a_small_town_is_measured_end_to_end(engine, capsys):
    board = Board()

    cost = run.measure(engine, 240, 2, board)
    run.judge(engine.name, cost, cost, board)

    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("GOAL ")]
    assert {line.split()[1] for line in lines} == {f"{name}.{engine.name}" for name in SIGHTS}
    assert all(re.fullmatch(r"GOAL \S+ \S+ \S+ (PASS|FAIL)", line) for line in lines)
    assert max(cost.statements.values()) <= run.MOST_STATEMENTS
    if engine.name == "sqlite":  # PostgreSQL rightly reads a few hundred rows from end to end
        assert cost.scanned == []
    _a_page_that_asks_more_misses_its_goal(engine.name, cost)


def _a_page_that_asks_more_misses_its_goal(engine: str, cost: run.Cost):
    board, cost.statements["list"] = Board(), run.MOST_STATEMENTS + 1

    run.judge(engine, cost, cost, board)

    missed = [line.split()[1] for line in board.lines if line.endswith("FAIL")]
    assert board.failed and f"statements.list.{engine}" in missed


def test_a_question_without_an_index_is_reported(world):
    world.place("PO-7")
    whole = ("SELECT count(*) FROM event WHERE code = 'DISPATCHED'", ())
    role = ("SELECT set_config('role', 'portal_partner', true)", ())

    assert scans([role, whole], world.sam.scope) == ["event"]
