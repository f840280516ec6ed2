"""The one clock. Everything else is given the time, or asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)
_held: list[datetime] = []


def now() -> datetime:
    """Return this moment in UTC, or the moment the clock was set to."""
    moment = _set.get() or (_held[-1] if _held else None)
    return moment or datetime.now(UTC)


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let `now()` give `moment` inside, in this thread. For simulated worlds and replays."""
    token = _set.set(aware(moment))
    try:
        yield
    finally:
        _set.reset(token)


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Let `now()` give `moment` inside, in every thread. For tests with a live server."""
    _held.append(aware(moment))
    try:
        yield
    finally:
        _held.pop()


def aware(moment: datetime) -> datetime:
    """Return `moment` in UTC.

    Raises:
        ValueError: it is naive; a time without a zone is not a moment.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no zone, so it is not a moment")
    return moment.astimezone(UTC)
