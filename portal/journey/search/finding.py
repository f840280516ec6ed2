"""Finding orders: by a whole reference first, else by its beginning, a part, or words.

A whole reference takes two statements, rows included; the worst case on SQLite takes four.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, literal, select, union_all

from portal.db import Scope, current, db
from portal.journey.order_reading import OrderReading
from portal.journey.search.document import (
    SHORTEST_PART,
    kind_token,
    owner_token,
    placed_token,
    words,
)
from portal.journey.search.index import adapter
from portal.ledger import Ref, norm

MOST = 50
LOOKED_AT = 500  # references, where a search is narrowed
_LAST = "\U0010ffff"  # sorts after every sign


@dataclass(frozen=True, slots=True)
class Found:
    """An order that was found, and why: exact, prefix, part or words."""

    order: OrderReading
    why: str


@dataclass(frozen=True, slots=True)
class Narrow:
    """Of which kind of order, and of which company on the other side; empty: of any."""

    kind: str = ""
    other: int = 0

    def marks(self, scope: Scope) -> list[str]:
        """Return the words that the index has for it."""
        kind = [kind_token(self.kind)] if self.kind else []
        if not self.other:
            return kind
        owns = scope.kind == "partner"
        return [*kind, owner_token(self.other) if owns else placed_token(self.other)]

    def criteria(self, scope: Scope) -> list[ColumnElement[bool]]:
        """Return the same as what must be true of an order's row."""
        one = OrderReading
        side = one.owner if scope.kind == "partner" else one.partner
        found = [one.kind == self.kind] if self.kind else []
        return found + ([side == self.other] if self.other else [])


def find(text: str, limit: int = MOST, narrow: Narrow | None = None) -> list[Found]:
    """Return orders the scope may see, the best match first; at most `limit`.

    The last word may be unfinished. What was typed is never read as an expression.
    A single exact match means the asker can be taken straight to that order.
    """
    limit, narrow = min(limit, MOST), narrow or Narrow()
    wanted, scope = norm(text), current()
    hits: dict[tuple[int, UUID], str] = {}
    if wanted:
        for why, owner, order in _by_reference(wanted, scope, limit, narrow):
            hits.setdefault((owner, order), why)
    if "exact" in hits.values():
        hits = {key: why for key, why in hits.items() if why == "exact"}
    elif len(hits) < limit:
        part = wanted if len(wanted) >= SHORTEST_PART else ""
        marks = narrow.marks(scope)
        for owner, order, why in adapter().keys(scope, part, words([text]), limit, marks):
            hits.setdefault((owner, order), why)
    return _fetched(hits, limit, narrow.criteria(scope))


def _by_reference(
    wanted: str, scope: Scope, limit: int, narrow: Narrow
) -> list[tuple[str, int, UUID]]:
    """Return what has this reference, or one that begins with it.

    Where it is narrowed only so many are looked at, however many there are: further ones
    are found by their parts and words.
    """
    fits = narrow.criteria(scope)
    looked_at = LOOKED_AT if fits else limit
    exact = _refs("exact", scope).where(Ref.norm == wanted)
    exact = exact.order_by(Ref.kind.desc(), Ref.stream.desc()).limit(looked_at).subquery()
    prefix = _refs("prefix", scope).where(Ref.norm > wanted, Ref.norm < wanted + _LAST)
    # An order's number is found twice, as its own and as the reference it is.
    prefix = prefix.order_by(Ref.norm).limit(2 * looked_at).subquery()
    queries = [_fitting(each, fits, times * limit) for each, times in ((exact, 1), (prefix, 2))]
    return list(db.session.execute(union_all(*queries)))


def _fitting(found: Subquery, fits: list[ColumnElement[bool]], limit: int) -> Select:
    if not fits:
        return select(found)
    one = OrderReading
    here = (one.owner == found.c.owner) & (one.order == found.c.stream)
    kept = select(found).join(one, here).where(*fits).limit(limit).subquery()
    return select(kept)


def _refs(why: str, scope: Scope) -> Select:
    query = select(literal(why).label("why"), Ref.owner, Ref.stream)
    if scope.kind == "partner":  # lets the index start with the owner
        return query.where(Ref.owner.in_(scope.owners))
    return query


def _fetched(
    hits: dict[tuple[int, UUID], str], limit: int, fits: list[ColumnElement[bool]]
) -> list[Found]:
    if not hits:
        return []
    wanted = [order for _, order in hits]
    owners = {owner for owner, _ in hits}
    query = select(OrderReading).where(
        OrderReading.owner.in_(owners), OrderReading.order.in_(wanted), *fits
    )
    rows = {(row.owner, row.order): row for row in db.session.scalars(query)}
    return [Found(rows[key], why) for key, why in hits.items() if key in rows][:limit]
