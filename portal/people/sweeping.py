"""What nobody needs any more: old tries, ended sessions, used links."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from portal.db import db
from portal.people.tables import Attempt, Session, Token

KEPT = timedelta(days=90)


def sweep(now: datetime) -> int:
    """Forget what is older than three months; return how many rows. At the door's scope."""
    before = now - KEPT
    gone = (
        delete(Attempt).where(Attempt.at < before),
        delete(Session).where(or_(Session.ended_at < before, Session.seen_at < before)),
        delete(Token).where(Token.expires_at < before),
    )
    return sum(db.session.execute(statement).rowcount for statement in gone)
