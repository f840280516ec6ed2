"""What milestones are worth: worked out while nothing waits, then kept template by template."""

from collections.abc import Callable, Iterator
from datetime import datetime

from portal.db import keeper, transaction
from portal.insight import paths


def weigh(
    owner: int, now: datetime, seen: Callable[[int], object] = lambda _: None
) -> Iterator[paths.Earned]:
    """Work out what each milestone of an owner's journeys is worth, and keep it; yield it.

    Args:
        seen: told how many fits were made; may take another scope meanwhile.
    """
    with keeper(owner):
        found = list(paths.earned(seen))
    for one in found:
        with keeper(owner), transaction():
            paths.keep_worth(one, now)
        yield one
