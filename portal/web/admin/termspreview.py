"""Terms that are not saved yet, on an order there is: what its partner would be shown."""

from uuid import UUID

from flask import url_for

from portal import clock, desk, evidence, journey, ledger
from portal.evidence import Company, Terms
from portal.people import Actor
from portal.web import babel
from portal.web.orders.sight import priced


def example(made: Terms, known: list[Terms], by: Actor) -> tuple[dict, UUID | None]:
    """Return the source of the newest order of this kind under these terms, and the order.

    Where none is at hand it is a document that asks for nothing.
    """
    now = clock.now()
    same = [one for one in known if one.kind == made.kind]
    order = desk.newest_of(made.kind)
    if order is None:
        plain = evidence.blank(made.kind, Company(by.org_name), now)
        return evidence.under(plain, made.lang, [*same, made], now), None
    said = ledger.history(order)
    read = journey.fold(said)
    beside = evidence.beside(said, evidence.files_of(order, said))
    source = evidence.source(said, beside, priced(by, read.partner, read.owner))
    return evidence.under(source, made.lang, [*same, made], now), order


def seen(source: dict, order: UUID | None, lang: str) -> dict:
    """Return what the page shows of such a source: the terms, whose order it is, who reads it."""
    stands = source.get("conditions")
    return {
        "text": stands["text"] if stands else "",
        "lang": stands["lang"] if stands else lang,
        "version": babel.amount(stands["version"]) if stands else "",
        "other": bool(stands) and stands["lang"] != lang,
        "number": source["number"] if order else "",
        "url": url_for("orders.see", order=order) if order else "",
        "countries": ", ".join(sorted(babel.country(one) for one in evidence.countries_in(lang))),
    }
