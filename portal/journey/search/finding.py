"""Finding orders: by a whole reference first, else by its beginning, a part, or words.

A whole reference takes two statements, rows included; the worst case on SQLite takes four.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, literal, select, union_all

from portal.db import Scope, current, db
from portal.journey.order_reading import OrderReading
from portal.journey.search.document import SHORTEST_PART, words
from portal.journey.search.index import adapter
from portal.ledger import Ref, norm

MOST = 50
_LAST = "\U0010ffff"  # sorts after every sign


@dataclass(frozen=True, slots=True)
class Found:
    """An order that was found, and why: exact, prefix, part or words."""

    order: OrderReading
    why: str


def find(text: str, limit: int = MOST) -> list[Found]:
    """Return orders the scope may see, the best match first; at most `limit`.

    The last word may be unfinished. What was typed is never read as an expression.
    A single exact match means the asker can be taken straight to that order.
    """
    limit = min(limit, MOST)
    wanted, scope = norm(text), current()
    hits: dict[tuple[int, UUID], str] = {}
    if wanted:
        for why, owner, order in _by_reference(wanted, scope, limit):
            hits.setdefault((owner, order), why)
    if "exact" in hits.values():
        hits = {key: why for key, why in hits.items() if why == "exact"}
    elif len(hits) < limit:
        part = wanted if len(wanted) >= SHORTEST_PART else ""
        for owner, order, why in adapter().keys(scope, part, words([text]), limit):
            hits.setdefault((owner, order), why)
    return _fetched(hits, limit)


def _by_reference(wanted: str, scope: Scope, limit: int) -> list[tuple[str, int, UUID]]:
    exact = _refs("exact", scope).where(Ref.norm == wanted)
    exact = exact.order_by(Ref.kind.desc(), Ref.stream.desc()).limit(limit).subquery()
    prefix = _refs("prefix", scope).where(Ref.norm > wanted, Ref.norm < wanted + _LAST)
    # An order's number is found twice, as its own and as the reference it is.
    prefix = prefix.order_by(Ref.norm).limit(2 * limit).subquery()
    return list(db.session.execute(union_all(select(exact), select(prefix))))


def _refs(why: str, scope: Scope) -> Select:
    query = select(literal(why).label("why"), Ref.owner, Ref.stream)
    if scope.kind == "partner":  # lets the index start with the owner
        return query.where(Ref.owner.in_(scope.owners))
    return query


def _fetched(hits: dict[tuple[int, UUID], str], limit: int) -> list[Found]:
    if not hits:
        return []
    wanted = [order for _, order in hits]
    owners = {owner for owner, _ in hits}
    query = select(OrderReading).where(
        OrderReading.owner.in_(owners), OrderReading.order.in_(wanted)
    )
    rows = {(row.owner, row.order): row for row in db.session.scalars(query)}
    return [Found(rows[key], why) for key, why in hits.items() if key in rows][:limit]
