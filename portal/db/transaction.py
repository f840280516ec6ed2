"""Keeping what was written, or none of it. Only `flow` and the doors use this."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db.handle import db, sqlite_file
from portal.errors import N_, Conflict


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
    file = sqlite_file(session.get_bind())
    if file is None:
        yield from _kept(session)
        return
    with file.line.turn():
        yield from _kept(session)
    file.settler.written()


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
