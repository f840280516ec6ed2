"""Reads what an order's events name only by number: companies, files, the owner's terms."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.evidence.asked import PAPERS, Beside, Company, Filed, is_ask
from portal.evidence.terms import terms_of
from portal.ledger import Document, Said
from portal.people import Organisation


def beside(said: Iterable[Said], files: Mapping[str, Filed]) -> Beside:
    """Return what the document of an order needs beside its events. Two statements.

    Args:
        files: by document, as `files_of` gives them.
    """
    placed = next(one.facts for one in said if one.facts["kind"] == "order.placed")
    owner, body = placed["by"]["org"], placed["body"]
    wanted = {owner, body.get("partner", 0)}
    query = select(Organisation.id, Organisation.name, Organisation.country)
    rows = db.session.execute(query.where(Organisation.id.in_(wanted)))
    companies = {org: Company(name, country) for org, name, country in rows}
    return Beside(companies, files, terms_of(owner, body["type"]))


def files_of(order: UUID, said: Iterable[Said]) -> dict[str, Document]:
    """Return the files of an order by document; nothing is asked where none can matter."""
    if not any(_is_paper(one) for one in said):
        return {}
    query = select(Document).where(Document.stream == order)
    return {str(row.id): row for row in db.session.scalars(query)}


def has_asked(said: Iterable[Said]) -> bool:
    """Say whether there is anything to make a document of."""
    return any(is_ask(one) and one.facts["kind"] == "order.placed" for one in said)


def _is_paper(one: Said) -> bool:
    return one.facts["kind"] == "document.attached" and one.facts["body"]["type"] in PAPERS
