"""What was done on a case, step by step, and what it rests on."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from portal.desk import Dossier
from portal.ledger import Said
from portal.web import babel
from portal.web.names import Names
from portal.web.said import sentence, tone

SHARED = (
    "case.asked",
    "case.answered",
    "case.attributed",
    "case.contested",
    "case.judged",
    "message.posted",
    "message.settled",
)


@dataclass(frozen=True)
class Step:
    """One thing that was done on the case, ready to be shown."""

    title: str
    when: str
    iso: str
    tone: str
    text: str
    tags: list[dict]
    files: list[dict]


def step(dossier: Dossier, said: Said, names: Names) -> Step:
    """Return something that was done on a case, with what was written."""
    facts = said.facts
    return Step(
        title=sentence(facts, names),
        when=babel.moment(said.at),
        iso=babel.iso(said.at),
        tone=tone(facts),
        text=dossier.texts.get(said.seq, ""),
        tags=_tags(facts),
        files=[_file(dossier, one) for one in facts.get("body", {}).get("documents", ())],
    )


def _tags(facts: dict) -> list[dict]:
    if "only_for" not in facts and facts["kind"] in SHARED:
        return [{"text": _("the supplier reads this"), "tone": "info"}]
    if "text" in facts.get("details", {}):
        return [{"text": _("internal"), "tone": "neutral"}]
    return []


def proof(dossier: Dossier, said: Said, names: Names) -> dict:
    """Return an event it rests on, with the way there."""
    anchor = f"e-{said.ident}"
    there = url_for("orders.see", order=dossier.sheet.order, _anchor=anchor)
    if said.shipment:
        there = url_for("shipments.see", shipment=said.shipment)
    return {
        "says": sentence(said.facts, names),
        "when": babel.moment(said.at),
        "iso": babel.iso(said.at),
        "url": there,
    }


def _file(dossier: Dossier, document: str) -> dict:
    """Return a document somebody attached to what was written, as its order hands it out."""
    file = dossier.sheet.files.get(document)
    if file is None or file.gone:
        return {"name": _("document"), "url": ""}
    url = url_for("orders.hand_out", order=dossier.sheet.order, paper=file.id)
    return {"name": file.name or _("document"), "url": url}
