"""Prints what a partner is asked to accept: from its source, and nothing but its source."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from jinja2 import Undefined

from portal.db import moment_of
from portal.evidence.asked import digest_of, text_of
from portal.evidence.pdf import Attached, pdf
from portal.evidence.pod import KINDS, SIDES, Voice, house

TEMPLATES = {"order/1": "evidence/print/order.html"}


@dataclass(frozen=True)
class Labels:
    """How the document's language says what a source only names by a code."""

    voice: Voice
    unit: Callable[[str], str]
    ref: Callable[[str], str]
    paper: Callable[[str], str]
    place: Callable[[dict], str]
    mode: Callable[[str], str]
    money: Callable[[Decimal, str], str]


def printed_order(made: dict, labels: Labels) -> bytes:
    """Return a source as PDF/A-3b, with its text attached; the same source, the same bytes."""
    name = f"order-revision-{made['revision']}.json"
    text = Attached(name, text_of(made).encode(), "The source of this document")
    return pdf(order_sheet(made, labels), attachments=[text], created=moment_of(made["said"]))


def printed_example(made: dict, labels: Labels, mark: str) -> bytes:
    """Return a source that nobody has been shown as PDF: marked, with no digest to answer to."""
    return pdf(order_sheet(made, labels, mark), created=moment_of(made["said"]))


def order_sheet(made: dict, labels: Labels, mark: str = "") -> str:
    """Return a source as HTML, ready to be printed.

    Args:
        mark: why it is no document to answer to; it stands on top, and in place of the digest.
    """
    say, voice = labels.voice.say, labels.voice
    owner_side, partner_side = SIDES[made["type"]]
    return (
        house(voice)
        .overlay(undefined=Undefined)  # a source leaves out what is empty
        .get_template(TEMPLATES[made["form"]])
        .render(
            order=made,
            mark=mark,
            digest=mark or _sha256(digest_of(made)),
            sha256=_sha256,
            size=lambda n: f"{voice.number(Decimal(n))} B",
            lang=made["lang"],
            labels=labels,
            kind=say(KINDS[made["type"]]),
            owner_side=say(owner_side),
            partner_side=say(partner_side),
            priced=any("price" in line for line in made["lines"]),
            day=lambda text: voice.day(date.fromisoformat(text)),
            moment=lambda text: f"{voice.moment(datetime.fromisoformat(text))} UTC",
            number=lambda text: voice.number(Decimal(text)),
            money=lambda text: labels.money(Decimal(text), made.get("currency", "")),
        )
    )


def _sha256(digest: str) -> str:
    return f"sha256 {digest}"
