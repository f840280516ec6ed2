"""What a partner is asked to accept, as one official document: its source. Pure.

    events up to a moment ─▶ source (plain values) ─▶ canonical text ─▶ its SHA-256
                                                          └─▶ PDF, which prints that digest

The digest is that of the source, not of the PDF: a form can carry it without anything
being printed, and it stays the same when a library prints other bytes. The PDF follows
from the source alone and carries it as an attachment.

What stands in a source of this form never changes; to say more, or otherwise, take the
next `FORM` and keep the template of the one before.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portal.db import moment_text
from portal.evidence.terms import Terms, chosen
from portal.journey import Journey, Line, fold
from portal.ledger import Said, canonical, number

FORM = "order/1"
PAPERS = ("drawing", "specification")  # what the owner attaches is part of what is asked for
ASKS = frozenset(
    {
        "order.placed",
        "order.changed",
        "order.cancelled",
        "line.placed",
        "line.changed",
        "line.cancelled",
    }
)
_HEADER = ("number", "currency", "incoterm", "terms", "basis", "mode", "site")
_LANGUAGES = {"DE": "de", "AT": "de", "CH": "de", "LI": "de", "LU": "de"}


class Filed(Protocol):
    """What is known of an attached file."""

    sha256: bytes
    media: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Company:
    """A company as a document names it."""

    name: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What events name only by number: companies, the files by document, the owner's terms."""

    companies: Mapping[int, Company]
    files: Mapping[str, Filed]
    terms: Sequence[Terms]


def language_of(country: str) -> str:
    """Return the language of a document for a partner in this country."""
    return _LANGUAGES.get(country, "en")


def is_ask(said: Said) -> bool:
    """Say whether an event is something the owner asks for, and tells everybody."""
    return said.facts["kind"] in ASKS and "only_for" not in said.facts


def revisions(said: Iterable[Said]) -> list[int]:
    """Return the revisions of what was asked for, the oldest first."""
    return sorted({_revision(one) for one in said if is_ask(one)})


def until(said: Sequence[Said], revision: int) -> list[Said]:
    """Return what had been said while `revision` was the newest: up to the next one."""
    later = next((one.seq for one in said if is_ask(one) and _revision(one) > revision), None)
    return [one for one in said if later is None or one.seq < later]


def before(said: Iterable[Said], seq: int) -> list[Said]:
    """Return what had been said before the event `seq`."""
    return [one for one in said if one.seq < seq]


def source(said: Sequence[Said], beside: Beside, priced: bool) -> dict:
    """Return what these events ask for, as plain values.

    Answers and decisions change nothing of it. Splits are the partner's, not asked for.

    Args:
        said: what had been recorded by then, oldest first.
        priced: with prices; without them for whoever may not see any.
    """
    asks = [one for one in said if is_ask(one)]
    read = fold([one for one in said if is_ask(one) or one.facts["kind"] == "event.voided"])
    partner = beside.companies.get(read.partner, Company(""))
    began = next(one.at for one in asks if _revision(one) == read.revision)
    lang = language_of(partner.country)
    made = {
        "form": FORM,
        "lang": lang,
        "type": read.kind,
        "revision": read.revision,
        "said": moment_text(asks[-1].at),
        "ordered": read.ordered_at.date().isoformat() if read.ordered_at else "",
        "owner": _company(beside.companies.get(read.owner, Company(""))),
        "partner": _company(partner),
        "from": read.origin,
        "to": read.destination,
        "refs": [list(ref) for ref in read.refs],
        "cancelled": read.cancelled,
        "lines": [_line(line, priced) for line in read.lines.values()],
        "value": _value(read, priced),
        "papers": list(_papers(said, read, beside.files)),
        "conditions": _conditions(chosen(beside.terms, lang, began)),
    }
    made |= {name: getattr(read, name) for name in _HEADER}
    return {name: value for name, value in made.items() if value not in ("", [], {}, False, None)}


def under(made: dict, lang: str, terms: Sequence[Terms], now: datetime) -> dict:
    """Return a source as it would be if its revision were said now, in this language.

    Args:
        terms: of the order's kind, the oldest first.
    """
    kept = {name: value for name, value in made.items() if name != "conditions"}
    conditions = _conditions(chosen(terms, lang, now))
    return kept | {"lang": lang} | ({"conditions": conditions} if conditions else {})


def blank(kind: str, owner: Company, now: datetime) -> dict:
    """Return a source that asks for nothing: an example of one where no order is at hand."""
    made = {"form": FORM, "lang": "en", "type": kind, "revision": 1, "said": moment_text(now)}
    return made | {"number": "–", "owner": _company(owner), "partner": {"name": "–"}, "lines": []}


def countries_in(lang: str) -> list[str]:
    """Return the countries whose partners get their documents in this language, but for English."""
    return sorted(country for country, spoken in _LANGUAGES.items() if spoken == lang)


def text_of(made: dict) -> str:
    """Return a source as the text that is hashed."""
    return canonical(made)


def digest_of(made: dict) -> str:
    """Return, in hex, the digest by which a source is known."""
    return hashlib.sha256(text_of(made).encode()).hexdigest()


def _revision(one: Said) -> int:
    return (one.facts.get("body") or {}).get("revision", 1)


def _company(company: Company) -> dict:
    return {"name": company.name} | ({"country": company.country} if company.country else {})


def _line(line: Line, priced: bool) -> dict:
    made = {
        "no": line.no,
        "item": line.item,
        "qty": number(line.ordered),
        "uom": line.uom,
        "site": line.site,
        "cancelled": line.cancelled,
        "parts": [
            {"qty": number(part.cap)} | ({"day": part.ask_day.isoformat()} if part.ask_day else {})
            for part in line.parts.values()
        ],
    }
    if priced and line.price is not None:
        made |= {"price": number(line.price), "per": number(line.per)}
        made |= {"value": number(line.value)} if line.value is not None else {}
    return {name: value for name, value in made.items() if value not in ("", {}, False)}


def _value(read: Journey, priced: bool) -> str:
    """Return the sum of the lines that stand; nothing where one has no price."""
    values = [line.value for line in read.lines.values() if not line.cancelled]
    return number(sum(values)) if priced and values and None not in values else ""


def _papers(said: Iterable[Said], read: Journey, files: Mapping[str, Filed]) -> Iterable[dict]:
    """Yield the owner's drawings and specifications by what they are, never by a name."""
    said = list(said)
    gone = {one.facts["corrects"]["ident"] for one in said if one.facts["kind"] == "event.voided"}
    for one in said:
        facts = one.facts
        if facts["kind"] != "document.attached" or one.ident in gone or "only_for" in facts:
            continue
        file = files.get(facts["body"]["document"])
        if file and facts["body"]["type"] in PAPERS and facts["by"]["org"] == read.owner:
            line = read.lines.get(facts.get("line", 0))
            made = {"type": facts["body"]["type"], "media": file.media, "bytes": file.bytes}
            made |= {"sha256": file.sha256.hex()}
            yield made | ({"line": line.no} if line else {})


def _conditions(terms: Terms | None) -> dict:
    if terms is None:
        return {}
    return {"version": terms.version, "lang": terms.lang, "text": terms.text}
