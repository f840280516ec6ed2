"""The papers of a shipment: what has to come, what is there, and what became of it."""

from flask import url_for
from flask_babel import gettext as _

from portal.desk import ships
from portal.journey import Paper
from portal.people import Actor
from portal.web import babel
from portal.web.orders.papers import VERDICTS, size_words, state_words
from portal.web.words_order import PAPERS


def needs(there: ships.Consignment) -> list[dict]:
    """Return the papers the buyer asked for, each with whether it is there."""
    missing = {need.type for need in there.shipment.missing}
    return [
        {
            "kind": str(PAPERS.get(need.type, need.type)),
            "state": _("missing") if need.type in missing else _("there"),
            "tone": "warn" if need.type in missing else "ok",
        }
        for need in there.shipment.needs
    ]


def papers(there: ships.Consignment, by: Actor) -> list[dict]:
    """Return the documents, the newest first. The buyer's people may judge them."""
    found = sorted(there.shipment.documents, key=lambda paper: paper.at, reverse=True)
    return [_paper(there, paper, by) for paper in found if paper.document in there.files]


def _paper(there: ships.Consignment, paper: Paper, by: Actor) -> dict:
    file = there.files[paper.document]
    kind = str(PAPERS.get(paper.type, paper.type))
    url = url_for("shipments.hand_out", shipment=there.id, paper=file.id)
    return {
        "document": paper.document,
        "name": file.name or kind,
        "url": None if file.gone else url,
        "kind": kind,
        "size": size_words(file.bytes),
        "when": babel.moment(paper.at),
        "state": state_words(paper),
        "tone": VERDICTS.get(paper.verdict, "warn"),
        "judge": by.side == "owner" and not there.shipment.cancelled,
    }
