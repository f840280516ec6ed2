"""Trying a tolerance on past answers, window by window: read first, then write it down."""

from collections.abc import Callable
from uuid import UUID

from portal.db import keeper, transaction
from portal.desk import trials


def try_out(owner: int, trial: UUID, hold: Callable[[object], None]) -> None:
    """Weigh every answer that a dry run asks about; doing it again begins anew.

    Args:
        hold: called after each window, outside of any transaction.
    """
    with keeper(owner), transaction():
        trials.begin(trial)
    with keeper(owner):
        house, place = trials.house_of(trial), None
    while True:
        with keeper(owner):
            seen = trials.look(trial, house, place)
        with keeper(owner), transaction():
            trials.note(trial, seen)
        hold(seen)
        place = seen.next
        if place is None:
            return
