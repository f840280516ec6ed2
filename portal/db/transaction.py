"""Keeping what was written, or none of it. Only `flow` and the doors use this."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db.handle import db
from portal.errors import N_, Conflict

_writers = RLock()


@contextmanager
def transaction() -> Iterator[None]:
    """Keep everything written inside, or none of it.

    A read begun before is ended first, so that what is read inside is read under the
    lock. On SQLite the transaction is IMMEDIATE: one writer at a time.

    Raises:
        Conflict: a unique rule was broken, most often by somebody a moment earlier.
    """
    session = db.session()
    session.rollback()
    with _turn(session.get_bind().dialect.name):
        yield from _kept(session)


@contextmanager
def _turn(engine: str) -> Iterator[None]:
    """Wait for one's turn among this process's writers; only SQLite has but one at a time.

    SQLite itself lets those who wait ask again after longer and longer naps, so that at
    eight at once somebody waits for seconds. After ten seconds it decides all the same.
    """
    mine = engine == "sqlite" and _writers.acquire(timeout=10)
    try:
        yield
    finally:
        if mine:
            _writers.release()


def _kept(session: Session) -> Iterator[None]:
    session.connection(execution_options={"portal_write": True})
    try:
        yield
        session.commit()
    except IntegrityError as error:
        session.rollback()
        if not _is_unique(error):
            raise
        raise Conflict(N_("Somebody else changed this first. Reload and try again.")) from error
    except BaseException:
        session.rollback()
        raise


def flush() -> None:
    """Send what was added to the database now, because its rules or ids are needed."""
    db.session.flush()


def _is_unique(error: IntegrityError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return state == "23505" or "UNIQUE constraint failed" in str(error.orig)
