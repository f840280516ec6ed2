"""The documents of an order as its page shows them."""

from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.desk import Sheet
from portal.journey import Paper
from portal.people import Actor
from portal.web import babel
from portal.web.orders.entries import short_no
from portal.web.words_order import CONDITIONS, PAPERS

THOUSAND = 1000
VERDICTS = {"accepted": "ok", "refused": "bad"}


def papers(sheet: Sheet, by: Actor) -> list[dict]:
    """Return the documents, the newest first. The buyer's people may judge them."""
    found = sorted(sheet.journey.documents, key=lambda paper: paper.at, reverse=True)
    return [_paper(sheet, paper, by) for paper in found if paper.document in sheet.files]


def _paper(sheet: Sheet, paper: Paper, by: Actor) -> dict:
    file = sheet.files[paper.document]
    line = sheet.journey.lines.get(paper.line)
    kind = str(PAPERS.get(paper.type, paper.type))
    return {
        "document": paper.document,
        "name": file.name or kind,
        "url": None if file.gone else url_for("orders.hand_out", order=sheet.order, paper=file.id),
        "kind": kind,
        "size": size_words(file.bytes),
        "line": _("line %(no)s", no=short_no(line.no)) if line else "",
        "when": babel.moment(paper.at),
        "state": state_words(paper),
        "tone": VERDICTS.get(paper.verdict, "warn"),
        "judge": by.side == "owner" and by.may("", sheet.journey.owner),
        "gone": file.gone,
    }


def state_words(paper: Paper) -> str:
    """Return what became of a document."""
    if paper.verdict == "refused":
        return _("refused")
    if paper.verdict != "accepted":
        return _("not checked")
    if condition := CONDITIONS.get(paper.condition):
        return _("accepted, %(condition)s", condition=condition)
    return _("accepted")


def size_words(size: int) -> str:
    """Return how big a file is, such as "240 kB"."""
    if size < THOUSAND:
        return ngettext("%(num)d byte", "%(num)d bytes", size)
    if size < THOUSAND**2:
        return _("%(n)s kB", n=babel.amount(round(size / THOUSAND)))
    return _("%(n)s MB", n=babel.amount(Decimal(size // 100_000) / 10))
