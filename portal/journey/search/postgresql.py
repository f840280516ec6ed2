"""The search index on PostgreSQL, behind the two functions that may enter its schema."""

import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Text, bindparam, func, literal, select

from portal.db import Id, db, moment_text
from portal.journey.search.document import Document, tokens, words


def write(owner: int, docs: Sequence[Document]) -> None:
    """Write these documents of the keeper's owner into the index."""
    rows = [
        {
            "order": str(doc.order),
            "opened_at": moment_text(doc.opened_at),
            "parties": list(doc.parties),
            "words": [*tokens(owner, doc), *words([*doc.names, *doc.refs])],
            "parts": " ".join(doc.refs),
        }
        for doc in docs
    ]
    db.session.execute(select(func.find_put(json.dumps(rows))))


def keys(
    _scope, part: str, said: list[str], limit: int, narrow: Sequence[str] = ()
) -> list[tuple[int, UUID, str]]:
    """Return (owner, order, why); the function itself reads who asks from the transaction."""
    asked = func.find_orders(
        literal(part, Text),
        bindparam("said", said, ARRAY(Text)),
        bindparam("narrow", list(narrow), ARRAY(Text)),
        literal(limit, Integer),
    )
    found = asked.table_valued("found_owner", "found_order", "why")
    query = select(found.c.found_owner, found.c.found_order.cast(Id), found.c.why)
    return [tuple(row) for row in db.session.execute(query)]
