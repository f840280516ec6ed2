"""The fault harnesses in small: what they promise holds, and they see what is planted."""

import pytest

from tests.bench.goals import Board
from tests.goals import (
    alarms,
    answers,
    conserve,
    converge,
    eta,
    eta_cost,
    folding,
    live,
    outbox,
    race,
    rebuilt,
    replay,
    roundtrip,
    scanner,
    steps,
    sweep,
    tamper,
    trust,
    worklist,
)
from tests.goals.stage import a_portal


@pytest.fixture
def stage(engine):
    """A portal in real time."""
    with a_portal(engine) as stage:
        yield stage


def missed(board: Board) -> list[str]:
    """Return the goals that were not reached."""
    return [line for line in board.lines if line.endswith("FAIL")]


def test_a_race_loses_nothing_and_doubles_nothing(stage):
    board = Board()
    race.run(stage, board, threads=6)

    assert missed(board) == []


def test_of_many_answers_to_one_line_one_is_taken(stage):
    board = Board()
    answers.run(stage, board, trials=4, senders=8)

    assert missed(board) == []


def test_files_converge(stage):
    board = Board()
    converge.run(stage, board, rounds=2, orders=6)

    assert missed(board) == []


def test_quantities_add_up_after_every_history(stage):
    board = Board()
    conserve.run(stage, board, histories=25)

    assert missed(board) == []


def test_every_change_of_the_ledger_is_found_and_named(stage):
    board = Board()
    tamper.run(stage, board)

    assert missed(board) == []


def test_a_spreadsheet_goes_round_and_nothing_is_misread(stage):
    board = Board()
    roundtrip.run(stage, board, rows=900, within=60, progress=1)

    assert missed(board) == []


def test_the_list_of_lines_costs_what_it_shows(stage):
    board = Board()
    worklist.run(stage, board, lines=3_000, answers=60)

    assert [line for line in missed(board) if "ratio" not in line and "first" not in line] == []


def test_expected_delivery_sees_no_future_and_is_light():
    board = Board()
    eta.invented(board, many=2_000)

    assert [line for line in missed(board) if "eta.one" not in line] == []


def test_expected_delivery_costs_little():
    board = Board()
    eta_cost.measure(board, many=1_000)

    assert [line for line in missed(board) if "eta_cost.line" not in line] == []


def test_a_low_confidence_means_something():
    board = Board()
    trust.invented(board, many=700)

    assert missed(board) == []


def test_looking_at_a_link_changes_nothing(stage):
    board = Board()
    scanner.run(stage, board, visits=60)

    assert missed(board) == []


def test_a_fold_costs_little_beside_reading_its_events(stage):
    board = Board()
    folding.run(stage, board, orders=10)

    assert [line for line in missed(board) if "×" not in line] == [], "a busy machine tells no time"


def test_arrival_does_not_change_the_state(stage):
    board = Board()
    folding.permute(stage, board, histories=20)

    assert missed(board) == []


def test_a_rebuild_goes_on_after_a_kill_and_gives_what_was_there(stage):
    board = Board()
    rebuilt.run(stage, board, events=1_500)

    assert missed(board) == []


def test_after_many_steps_the_readings_are_those_of_the_ledger(stage):
    board = Board()
    steps.run(stage, board, steps=120)

    assert missed(board) == []


def test_no_notice_is_lost_and_none_is_repeated_for_no_reason(stage):
    board = Board()
    outbox.run(stage, board, notices=150)

    assert missed(board) == []


def test_rules_see_late_orders_coming_and_a_peeking_one_is_seen(stage):
    board = Board()
    alarms.run(stage, board, invented=500, orders=400, least=5)

    assert missed(board) == []


def test_a_sweep_costs_what_is_due(stage):
    board = Board()
    sweep.run(stage, board, few=400, many=8_000, due=60, planted=60)

    assert missed(board) == []


def test_a_history_told_twice_opens_no_case_twice(stage):
    board = Board()
    replay.run(stage, board, histories=20, planted=15)

    assert missed(board) == []


def test_open_pages_ask_without_anything_being_drawn(stage):
    board = Board()
    live.run(stage, board, rounds=3, seconds=1.5, most=0.4)  # so short, the rate says little

    assert missed(board) == []
