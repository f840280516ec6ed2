"""Waiting in line to write: SQLite has one writer at a time, and lets who waits nap.

Its own waiting asks again after longer and longer naps, so at eight at once somebody
waits for seconds while the others pass. Here the threads of a process wait on a lock, and
one thread of each process waits at the file beside the database: first at the door, then
for the room. Who holds the door is the next one in, so no process is passed over.

    thread lock ─▶ door (byte 0) ─▶ room (byte 1), and the door is free for the next ─▶ write
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

try:
    import fcntl
except ImportError:  # no such locks on this system; SQLite's own waiting has to do
    fcntl = None

PATIENCE = 10.0  # seconds; after that SQLite decides, which waits as long once more
NAP = 0.001
DOOR, ROOM = 0, 1


class Line:
    """The line of writers of one database file, as one process sees it."""

    def __init__(self, database: Path) -> None:
        """Wait beside `database`; the file that carries the locks is never written."""
        self._threads = RLock()
        self._depth = 0
        self._path = database.with_name(f"{database.name}-line")
        self._file = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn and have it inside. A turn within a turn waits for nobody."""
        until = time.monotonic() + PATIENCE
        mine = self._threads.acquire(timeout=PATIENCE)
        try:
            inside = mine and self._enter(until)
            try:
                yield
            finally:
                if inside:
                    self._leave()
        finally:
            if mine:
                self._threads.release()

    def _enter(self, until: float) -> bool:
        self._depth += 1
        if self._depth > 1 or fcntl is None:
            return True
        if self._wait(DOOR, until):
            if self._wait(ROOM, until):
                self._free(DOOR)
                return True
            self._free(DOOR)
        self._depth -= 1
        return False

    def _leave(self) -> None:
        self._depth -= 1
        if not self._depth and fcntl is not None:
            self._free(ROOM)

    def _wait(self, place: int, until: float) -> bool:
        while not self._take(place):
            if time.monotonic() > until:
                return False
            time.sleep(NAP)
        return True

    def _take(self, place: int) -> bool:
        if self._file is None:
            self._file = self._path.open("ab")
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except OSError:
            return False
        return True

    def _free(self, place: int) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place)
