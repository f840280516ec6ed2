"""Rebuilding a big town: how fast, that it goes on after a kill, and that a harm is found."""

import os
import re
import subprocess
import sys
import time

import sqlalchemy as sa

from portal import journey
from portal.db import db, keeper, transaction
from tests.bench import town
from tests.bench.goals import Board
from tests.conftest import ROOT
from tests.goals.stage import Stage

KEPT = re.compile(rb": (\d+) of \d+ orders and shipments")
AT_ONCE = "20"


def run(stage: Stage, board: Board, events: int = 1_000_000) -> None:
    """Build a town of so many events, and work all its readings out again."""
    made = town.build(events // 10, time.perf_counter, lambda _done: None)
    board.goal(f"rebuild.resumed.{stage.engine}", int(_goes_on_after_a_kill(stage)), "=", 1)
    began = time.perf_counter()
    assert _rebuild(stage, "--again").exit_code == 0
    took = time.perf_counter() - began
    board.goal(f"rebuild.{stage.engine}", made.events / took, "≥", 0, "/s")
    board.goal(f"rebuild.differences.{stage.engine}", differences(stage), "=", 0)
    _harm(made.owner)
    board.goal(f"rebuild.planted.caught.{stage.engine}", differences(stage), "=", 1)


def differences(stage: Stage) -> int:
    """Return how many readings differ from the ledger, as `ledger rebuild --check` says."""
    said = _rebuild(stage, "--check")
    last = said.stdout.strip().splitlines()[-1]
    found = int(last.split()[0])
    assert said.exit_code == int(found > 0), said.output
    return found


def _rebuild(stage: Stage, *words: str):
    db.session.remove()
    return stage.app.test_cli_runner().invoke(args=["ledger", "rebuild", *words])


def _goes_on_after_a_kill(stage: Stage) -> bool:
    """Kill a rebuild as soon as it has kept something; say whether the next one goes on."""
    db.session.remove()
    env = {**os.environ, **{name: str(value) for name, value in stage.settings.items()}}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "ledger", "rebuild"]
    command += ["--at-once", AT_ONCE, "--processes", "2"]
    going = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    said = b""
    while not KEPT.search(said):
        said += os.read(going.stderr.fileno(), 100)
    going.kill()
    going.wait()
    going.stderr.close()
    again = _rebuild(stage)
    return "goes on after" in again.output and again.exit_code == 0


def _harm(owner: int) -> None:
    """Plant a fault: one order's stored reading says something else."""
    one = sa.select(sa.func.min(journey.OrderReading.number))
    with keeper(owner), transaction():
        number = db.session.scalar(one)
        change = sa.update(journey.OrderReading).where(journey.OrderReading.number == number)
        db.session.execute(change.values(lines=99))
