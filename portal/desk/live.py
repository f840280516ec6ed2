"""What an open page shows, as a short mark: while the mark stays, nothing is drawn anew."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, literal, select, union_all

from portal.db import Id, current, db, moment_text
from portal.desk.linerows import owners
from portal.journey import LineReading
from portal.ledger import Event, Link

NEWEST = 30  # rows that make a mark; what is kept late, but said before, is among them


def said_of(order: UUID) -> int:
    """Return how many events of an order and of its shipments the scope may read.

    That is how many its page was drawn from, so the page knows its own mark.
    """
    named = select(Link.shipment).where(Link.order == order)
    streams = union_all(select(literal(order, Id)), named)
    return db.session.scalar(select(func.count()).where(Event.stream.in_(streams))) or 0


def mark_of_all() -> str:
    """Return the mark of all orders in which the scope has a say, in one statement.

    It is made of the newest rows, not of the newest alone: of two that write at once the one
    that began first may be kept last. The owner's people go by their events, partners by the
    lines placed with them, which move with whatever they may know.
    """
    asked = _lines() if current().kind == "partner" else _events()
    rows = sorted((moment_text(at), str(order), n, m) for at, order, n, m in _rows(asked))
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def _rows(asked: list[Select]) -> list[tuple[datetime, UUID, int, int]]:
    if not asked:
        return []
    if len(asked) == 1:
        return [tuple(row) for row in db.session.execute(asked[0])]
    parts = [select(*one.subquery().columns) for one in asked]
    return [tuple(row) for row in db.session.execute(union_all(*parts))]


def _events() -> list[Select]:
    newest = select(Event.recorded_at, Event.stream, Event.seq, literal(0).label("none"))
    newest = newest.where(Event.owner == current().org)
    return [newest.order_by(Event.recorded_at.desc()).limit(NEWEST)]


def _lines() -> list[Select]:
    """Ask each owner by itself: one index leads to the newest of each."""
    row = LineReading
    newest = select(row.changed_at, row.order, row.line, row.part)
    return [
        newest.where(row.owner == owner, row.partner == current().org)
        .order_by(row.changed_at.desc())
        .limit(NEWEST)
        for owner in owners()
    ]
