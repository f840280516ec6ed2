"""The documents of an order or a shipment, with what the owner says of them. Pure."""

from typing import Protocol

from portal.journey.state import Paper
from portal.journey.times import spoken_at
from portal.ledger import Said

PROOFS = frozenset({"delivery_note", "cmr", "signature"})  # what shows that goods came


class Subject(Protocol):
    """What documents are attached to."""

    documents: list[Paper]


def read_documents(subject: Subject, said: list[Said]) -> None:
    """Collect documents, each with the owner's newest verdict on it."""
    papers: dict[str, Paper] = {}
    for one in sorted(said, key=lambda one: (spoken_at(one), one.ident)):
        body = one.facts.get("body") or {}
        if one.facts["kind"] == "document.attached":
            papers[body["document"]] = Paper(
                body["document"],
                body.get("type", "other"),
                one.facts.get("line", 0),
                one.ident,
                spoken_at(one),
            )
    for one in sorted(said, key=lambda one: (spoken_at(one), one.ident)):
        body = one.facts.get("body") or {}
        paper = papers.get(body.get("document", ""))
        if paper and one.facts["kind"] == "document.judged":
            paper.verdict, paper.judged = body["verdict"], one.ident
            paper.condition = body.get("condition", "")
    subject.documents = list(papers.values())
