"""Work shared out to as many processes as there are, its results in the order it was given."""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from multiprocessing import get_all_start_methods, get_context

from portal.db import db

AHEAD = 3  # batches a worker may be ahead of whoever keeps them
FEW = 1_000  # subjects for which starting processes takes longer than folding

Run = Callable[[Callable, Iterable], Iterator]


def fitting(subjects: int) -> int:
    """Return how many processes are worth it."""
    return 1 if subjects < FEW else len(os.sched_getaffinity(0))


@contextmanager
def workers(processes: int) -> Iterator[Run]:
    """Give what runs a task over batches and yields the results in their order."""
    if processes == 1 or "fork" not in get_all_start_methods():
        yield map
        return
    begin = partial(_end_with, os.getpid())
    with ProcessPoolExecutor(processes, get_context("fork"), begin) as pool:
        db.session.remove()
        db.engine.dispose()  # no connection is carried into another process
        pool.submit(os.getpid).result()  # all of them start with the first task
        yield lambda task, batches: _in_order(pool, task, batches, processes * AHEAD)


def _end_with(parent: int) -> None:
    """Let a worker end as soon as whoever started it is gone, even if that was killed."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, name="orphan", daemon=True).start()


def _in_order(pool: ProcessPoolExecutor, task, batches: Iterable, ahead: int) -> Iterator:
    """Yield the results in the order of the batches, with only so many under way."""
    waiting: deque[Future] = deque()
    coming = iter(batches)
    waiting.extend(pool.submit(task, batch) for batch in islice(coming, ahead))
    while waiting:
        yield waiting.popleft().result()
        waiting.extend(pool.submit(task, batch) for batch in islice(coming, 1))
