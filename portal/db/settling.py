"""Moving what was written from SQLite's log into its file, behind the writers' backs.

Left alone, SQLite does it at the end of the commit that fills the log: one request in some
thousands then waits for seconds, and everybody in line behind it. A thread of its own does
the same from time to time with a connection of its own, and holds up nobody. What it has
not got to is still done by the commit that fills the log, so the log stays bounded.
"""

import logging
import sqlite3
import threading
import time
from pathlib import Path

log = logging.getLogger(__name__)

EVERY = 2.0  # seconds
WORTH = 8 * 1024 * 1024  # bytes of log that are worth the trouble


class Settler:
    """Settles the log of one database file, at most one thread at a time."""

    def __init__(self, database: Path) -> None:
        """Look after the log beside `database`."""
        self._database = database
        self._log = database.with_name(f"{database.name}-wal")
        self._next = 0.0
        self._busy = threading.Lock()

    def written(self) -> None:
        """Say that something was committed; settle it soon, if there is enough of it."""
        now = time.monotonic()
        if now < self._next or not self._is_worth_it() or not self._busy.acquire(blocking=False):
            return
        self._next = now + EVERY
        threading.Thread(target=self._settle, name="settler", daemon=True).start()

    def _is_worth_it(self) -> bool:
        try:
            return self._log.stat().st_size >= WORTH
        except OSError:
            return False

    def _settle(self) -> None:
        try:
            connection = sqlite3.connect(f"{self._database.as_uri()}?mode=rw", uri=True)
            try:
                connection.execute("PRAGMA synchronous=FULL")
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                connection.close()
        except sqlite3.Error as error:  # the commit that fills the log does it then
            log.warning("the log of %s could not be settled: %s", self._database.name, error)
        finally:
            self._busy.release()
