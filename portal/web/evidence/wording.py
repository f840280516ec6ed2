"""The reader's language, handed to documents that are printed for good."""

from decimal import Decimal

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.evidence import Labels, Matter, Voice, Words
from portal.journey import Journey
from portal.web import babel
from portal.web.names import Names
from portal.web.said import sentence
from portal.web.words_order import PAPERS, REFS, mode
from portal.web.words_steps import own_quantity, own_steps
from portal.web.words_units import price_words, unit

LOOKED_AT = {
    "order": _l("Order"),
    "order document": _l("Order as PDF"),
    "document": _l("Document"),
    "pod": _l("Proof of delivery"),
    "pack": _l("Evidence pack"),
    "shipment": _l("Shipment"),
    "packing list": _l("Packing list"),
    "labels": _l("Labels"),
    "link": _l("Action link"),
}
ACTS = {"look": _l("looked"), "download": _l("downloaded")}


def voice() -> Voice:
    """Return how the viewer's language writes texts, days and numbers; moments as they come."""
    return Voice(
        lang=babel.spoken(),
        say=gettext,
        moment=lambda moment: f"{babel.day(moment.date())}, {moment:%H:%M}",
        day=babel.day,
        number=babel.amount,
    )


def words(matter: Matter, read: Journey) -> Words:
    """Return the words for an order's events: names of companies, people, lines and papers."""
    names = Names(
        orgs=matter.orgs,
        people=matter.people,
        lines={line.line: line.no.lstrip("0") or line.no for line in read.lines.values()},
        papers={paper.document: paper.type for paper in read.documents},
        kind=read.kind,
        steps=own_steps(read.template),
        voices=matter.voices,
    )
    return Words(
        voice=voice(),
        sentence=lambda facts: sentence(facts, names) + _price(facts, read),
        who=lambda by: _who(by, names),
        source=lambda facts: _source(facts, names),
        ref=lambda kind: str(REFS.get(kind, kind)),
        paper=lambda type_: str(PAPERS.get(type_, type_)),
        unit=unit,
        place=place,
        quantity=lambda what: own_quantity(read.template, what),
    )


def labels() -> Labels:
    """Return the words for an order as a document, in the language spoken now."""
    return Labels(
        voice=voice(),
        unit=unit,
        ref=lambda kind: str(REFS.get(kind, kind)),
        paper=lambda type_: str(PAPERS.get(type_, type_)),
        place=place,
        mode=mode,
        money=babel.money,
    )


def place(said: dict) -> str:
    """Return a place in one line: name, city, UN/LOCODE, country."""
    named = [said.get("name"), said.get("city"), said.get("unlocode")]
    if said.get("country"):
        named.append(babel.country(said["country"]))
    return ", ".join(part for part in named if part)


def looked_at(what: str) -> str:
    """Return what the access log calls a thing."""
    return str(LOOKED_AT.get(what, what))


def act(name: str) -> str:
    """Return what somebody did with it."""
    return str(ACTS.get(name, name))


def _price(facts: dict, read: Journey) -> str:
    """Return the price that was offered, or wanted instead: packs go to those who see prices."""
    body = facts.get("body", {})
    line = read.lines.get(facts.get("line", 0))
    if facts["kind"] not in ("response", "decision") or "price" not in body or line is None:
        return ""
    per = Decimal(body.get("per") or "1")
    return f" ({price_words(Decimal(body['price']), per, read.currency, line.uom)})"


def _who(by: dict, names: Names) -> str:
    return ", ".join(filter(None, (names.person(by), names.orgs.get(by["org"], ""))))


def _source(facts: dict, names: Names) -> str:
    source = facts.get("source", "")
    if via := names.via(facts["by"]):
        return via
    if source in ("", "portal"):
        return gettext("Portal")
    return gettext("Portal, by rule") if source == "watch" else source
