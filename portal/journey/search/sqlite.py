"""The search index on SQLite: two FTS5 tables over one table of texts, newest first."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import (
    Integer,
    Select,
    String,
    column,
    literal,
    literal_column,
    select,
    table,
    union_all,
)
from sqlalchemy.dialects.sqlite import insert

from portal.db import Id, Scope, db
from portal.journey.search.document import (
    Document,
    owner_token,
    party_token,
    tokens,
    words,
)

_DOC = table(
    "find_doc",
    column("n", Integer),
    column("owner", Integer),
    column("order", Id),
    column("words", String),
    column("parts", String),
)
_WORD = table(
    "find_word", column("rowid", Integer), column("words", String), column("find_word", String)
)
_PART = table(
    "find_part", column("rowid", Integer), column("parts", String), column("find_part", String)
)
_DAY_BITS = 46  # below the day: enough that two orders of one day hardly ever share a number


def write(owner: int, docs: Sequence[Document]) -> None:
    """Write these documents of one owner into the index."""
    stored = _stored(owner, [doc.order for doc in docs])
    places = {order: row["n"] for order, row in stored.items()} | _places(docs, stored)
    rows = {doc.order: _row(owner, doc, places[doc.order]) for doc in docs}
    changed = [row for order, row in rows.items() if row != stored.get(order)]
    before = [stored[row["order"]] for row in changed if row["order"] in stored]
    _forget(before)
    _remember(changed)


def _row(owner: int, doc: Document, place: int) -> dict:
    marks = tokens(owner, doc)
    return {
        "n": place,
        "owner": owner,
        "order": doc.order,
        "words": " ".join([*marks, *words([*doc.names, *doc.refs])]),
        "parts": " ".join([*marks, *doc.refs]),
    }


def _forget(rows: list[dict]) -> None:
    """Take out of the index what these rows put in; it has to be told what that was."""
    if rows:
        connection = db.session.connection()
        for index, name in ((_WORD, "words"), (_PART, "parts")):
            gone = [{index.name: "delete", "rowid": row["n"], name: row[name]} for row in rows]
            connection.execute(insert(index), gone)


def _remember(rows: list[dict]) -> None:
    if rows:
        connection = db.session.connection()
        put = insert(_DOC)
        texts = {name: put.excluded[name] for name in ("words", "parts")}
        connection.execute(put.on_conflict_do_update(index_elements=["n"], set_=texts), rows)
        for index, name in ((_WORD, "words"), (_PART, "parts")):
            connection.execute(
                insert(index), [{"rowid": row["n"], name: row[name]} for row in rows]
            )


def keys(
    scope: Scope, part: str, said: list[str], limit: int, narrow: Sequence[str] = ()
) -> list[tuple[int, UUID, str]]:
    """Return (owner, order, why) of orders with a reference holding `part`, or all `said`.

    Args:
        narrow: marks that they must have besides.
    """
    marks, queries = [*_marks(scope), *narrow], []
    if part:
        wanted = [_PART.c.parts.like(f"%{one}%") for one in (*marks, part)]
        queries.append(_newest(_PART, wanted, "part", limit))
    if said:
        terms = " AND ".join(f'"{one}"' for one in (*marks, *said))
        queries.append(_matching(terms, limit))
    found = _asked(union_all(*queries)) if queries else []
    # Whole words first: a common word fills the page at once. Only a page that is not full
    # is worth the merging that an unfinished last word costs.
    if said and len(found) < limit:
        found += _asked(_matching(terms + "*", limit))
    return found


def _matching(terms: str, limit: int) -> Select:
    return _newest(_WORD, [literal_column("find_word").op("MATCH")(terms)], "words", limit)


def _newest(index, wanted: list, why: str, limit: int) -> Select:
    hits = select(index.c.rowid).where(*wanted).order_by(index.c.rowid.desc()).limit(limit)
    found = hits.subquery()
    return select(_DOC.c.owner, _DOC.c.order, literal(why)).join_from(
        found, _DOC, _DOC.c.n == found.c.rowid
    )


def _asked(query) -> list[tuple[int, UUID, str]]:
    return [tuple(row) for row in db.session.execute(query)]


def _marks(scope: Scope) -> list[str]:
    """Return the words that every document this scope may find must hold."""
    if scope.kind == "partner":
        return [party_token(scope.org)]
    if scope.kind == "lens":
        partner = [party_token(scope.lens_partner)] if scope.lens_partner else []
        return [owner_token(scope.lens_owner), *partner]
    return [owner_token(scope.org)]


def _stored(owner: int, orders: list[UUID]) -> dict[UUID, dict]:
    query = select(_DOC).where(_DOC.c.owner == owner, _DOC.c.order.in_(orders))
    return {row["order"]: dict(row) for row in db.session.execute(query).mappings()}


def _places(docs: Sequence[Document], stored: dict[UUID, dict]) -> dict[UUID, int]:
    """Return the number of each new document: high for a new day, and not yet taken."""
    wished = {doc.order: _place(doc) for doc in docs if doc.order not in stored}
    if not wished:
        return {}
    query = select(_DOC.c.n).where(_DOC.c.n.in_(wished.values()))
    taken, places = set(db.session.scalars(query)), {}
    for order, place in wished.items():
        while place in taken:
            place += 1
        taken.add(place)
        places[order] = place
    return places


def _place(doc: Document) -> int:
    hashed = hashlib.sha256(doc.order.bytes).digest()
    below = int.from_bytes(hashed[:8], "big") >> (64 - _DAY_BITS)
    return (doc.opened_at.date().toordinal() - 700_000) << _DAY_BITS | below
