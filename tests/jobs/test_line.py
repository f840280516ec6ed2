"""Writers of one SQLite file wait in line, over threads and processes; the log is settled."""

import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from portal.db.settling import WORTH, Settler
from portal.db.turn import Line

OTHER = """
import sys, time
from pathlib import Path
from portal.db.turn import Line

line = Line(Path(sys.argv[1]))
with line.turn():
    print("in", flush=True)
    sys.stdin.readline()
print("out", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def other(tmp_path):
    """Another process that has the turn, until it is told to go on."""
    command = [sys.executable, "-c", OTHER, str(tmp_path / "portal.db")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout.readline() == "in\n"
        yield process
        process.kill()


def test_one_process_waits_for_another(tmp_path, other):
    line, done = Line(tmp_path / "portal.db"), []

    def write():
        with line.turn():
            done.append("mine")

    waiting = threading.Thread(target=write)
    waiting.start()
    time.sleep(0.1)
    before = list(done)
    other.stdin.write("\n")
    other.stdin.flush()
    waiting.join(10)

    assert (before, done) == ([], ["mine"])


def test_a_process_that_dies_holds_up_nobody(tmp_path, other):
    other.kill()
    other.wait()

    with Line(tmp_path / "portal.db").turn():
        pass


def test_after_ten_seconds_the_database_decides(tmp_path, other, monkeypatch):
    monkeypatch.setattr("portal.db.turn.PATIENCE", 0.05)
    line = Line(tmp_path / "portal.db")

    with line.turn():
        pass
    with line.turn():  # and nothing is left behind that would stop the next one
        pass

    assert other.poll() is None


def test_a_turn_within_a_turn_ends_with_the_outer_one(tmp_path):
    line, inside = Line(tmp_path / "portal.db"), []

    def write():
        with line.turn():
            inside.append(True)

    with line.turn():
        with line.turn():
            pass
        waiting = threading.Thread(target=write)
        waiting.start()
        time.sleep(0.05)
        before = list(inside)
    waiting.join(10)

    assert (before, inside) == ([], [True])


def test_a_log_that_is_worth_it_is_settled_while_others_write(tmp_path):
    path = tmp_path / "portal.db"
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "wal_autocheckpoint=0"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE t (a BLOB)")
    connection.execute("INSERT INTO t VALUES (zeroblob(?))", (WORTH + 1,))
    before = path.stat().st_size

    settler = Settler(path)
    settler.written()
    settler._busy.acquire(timeout=10)

    assert before < WORTH < path.stat().st_size
    connection.close()


def test_a_short_log_is_left_alone(tmp_path):
    settler = Settler(tmp_path / "portal.db")
    (tmp_path / "portal.db-wal").write_bytes(b"x" * 100)

    settler.written()

    assert settler._busy.acquire(blocking=False), "a thread was started for nothing"
