"""Writing the search index: what changed, with the names the owner knows partners by."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from portal.db import current, db
from portal.journey.search import postgresql, sqlite
from portal.journey.search.document import Document
from portal.people import Relation

ADAPTERS = {"sqlite": sqlite, "postgresql": postgresql}


def index(docs: Sequence[Document]) -> None:
    """Write these documents of the scope's owner into the index. Does not commit."""
    if not docs:
        return
    names = _names({org for doc in docs for org in doc.parties})
    named = [
        replace(doc, names=(*doc.names, *(names[org] for org in doc.parties if org in names)))
        for doc in docs
    ]
    adapter().write(current().org, named)


def adapter():
    """Return the index of the engine we are on."""
    return ADAPTERS[db.engine.dialect.name]


def _names(orgs: set[int]) -> dict[int, str]:
    query = select(Relation.partner, Relation.name).where(Relation.partner.in_(orgs))
    return dict(db.session.execute(query).all())
