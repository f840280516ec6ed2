"""The order as one official document: which one is shown, which was accepted, and its PDF.

What is accepted is what was shown, by digest: forms carry the digest of the document's
source, and under the order's lock it must still be that of what the order asks for.
"""

import io
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flask import request, send_file, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from portal import evidence, flow, journey, ledger, vault
from portal.desk import Sheet
from portal.errors import N_, Conflict, NotFound
from portal.journey import Journey
from portal.ledger import Draft, Said
from portal.people import Actor
from portal.web import babel
from portal.web.evidence.wording import labels
from portal.web.forms import PortalForm
from portal.web.guard import SIGNED_IN, audience, viewer
from portal.web.orders.door import bp
from portal.web.orders.entries import happened
from portal.web.orders.sight import OURS, priced

SHOWN = 12


@bp.get("/orders/<uuid:order>/order.pdf")
@audience(*SIGNED_IN)
def hand_out_order(order: UUID):
    """The order of one revision as a PDF; of what was asked before some answer, if that is meant.

    `revision` names one, `seq` the event before which it stood so; neither is the newest.
    """
    by, said = viewer(), ledger.history(order)
    if not evidence.has_asked(said):
        raise NotFound(N_("There is no such order."))
    read = journey.fold(said)
    if not may_see(read, by):
        raise NotFound(N_("There is no such order."))
    made = _source(order, _meant(said), priced(by, read.partner, read.owner))
    with force_locale(made["lang"]):
        content = evidence.printed_order(made, labels())
    flow.looked(read.owner, by, "order document", order, "download")
    name = vault.safe_name(f"{read.number}-{made['revision']}.pdf")
    return send_file(
        io.BytesIO(content),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=name,
        max_age=0,
    )


def may_see(read: Journey, by: Actor) -> bool:
    """Say whether this viewer may have the order as a document: both sides of it, and auditors."""
    return by.side in OURS or by.org == read.partner


def newest(sheet: Sheet) -> dict:
    """Return the link to the document of what is asked for now."""
    return _link(sheet, sheet.journey.revision)


def documents(sheet: Sheet, by: Actor) -> list[dict]:
    """Return every document of the order: what was accepted, then what else was asked."""
    if not may_see(sheet.journey, by):
        return []
    given = _answered(sheet.said)
    found = [_accepted(sheet, one) for one in given.values()]
    answered = {evidence.shown(one)["revision"] for one in given.values()}
    older = [n for n in evidence.revisions(sheet.said) if n not in answered]
    return [*found, *(_link(sheet, revision) for revision in sorted(older, reverse=True))]


def shown_to(sheet: Sheet, by: Actor) -> str:
    """Return the digest of the document this viewer is shown; nothing is printed for it."""
    return evidence.digest_of(
        _source(sheet.order, sheet.said, priced(by, sheet.journey.partner, sheet.journey.owner))
    )


def short(digest: str) -> str:
    """Return the beginning of a digest, as people compare it."""
    return f"sha256 {digest[:SHOWN]}…"


def as_shown(
    order: UUID, read: Journey, by: Actor, digest: str | None, drafts: Sequence[Draft]
) -> list[Draft]:
    """Return answers with what they were shown. Called under the order's lock.

    Raises:
        Conflict: the document is another one by now.
    """
    if not digest:
        return list(drafts)
    made = _source(order, ledger.history(order), priced(by, read.partner, read.owner))
    now = evidence.digest_of(made)
    if now != digest:
        raise Conflict(
            N_(
                "The order changed while you were reading it: you saw the document %(then)s…, "
                "now it is revision %(revision)s, %(now)s…. Look at it once more."
            ),
            then=digest[:SHOWN],
            now=now[:SHOWN],
            revision=made["revision"],
        )
    shown = {"revision": made["revision"], "sha256": now}
    return [replace(draft, body=draft.body | {"shown": shown}) for draft in drafts]


def compared(sheet: Sheet, form: PortalForm, by: Actor) -> list[dict]:
    """Return the row that sets the document that was shown beside the one there is now."""
    then = request.form.get("shown", "")
    now = shown_to(sheet, by)
    if not then:
        return []
    row = {"label": _("Order as PDF"), "changed": then != now}
    return [row | {"then": short(then), "now": short(now)}]


def _meant(said: list[Said]) -> list[Said]:
    """Return what had been said by the time the address means."""
    seq, revision = (request.args.get(name, 0, type=int) for name in ("seq", "revision"))
    if seq:
        said = evidence.before(said, seq)
    if revision:
        said = evidence.until(said, revision)
    known = evidence.revisions(said)
    if not evidence.has_asked(said) or (revision and revision not in known):
        raise NotFound(N_("There is no such revision of this order."))
    return said


def _source(order: UUID, said: list[Said], with_prices: bool) -> dict:
    files = evidence.files_of(order, said)
    return evidence.source(said, evidence.beside(said, files), with_prices)


def _answered(said: Sequence[Said]) -> dict[str, Said]:
    """Return the last answer that was given to each document, the newest first."""
    found: dict[str, Said] = {}
    for one in reversed(said):
        if digest := evidence.shown(one).get("sha256"):
            found.setdefault(digest, one)
    return found


def _accepted(sheet: Sheet, answer: Said) -> dict:
    shown = evidence.shown(answer)
    link = _link(sheet, shown["revision"])
    link["url"] = url_for("orders.hand_out_order", order=sheet.order, seq=answer.seq)
    link["note"] = _("answered %(when)s, sha256 %(digest)s…", when=happened(answer),
                     digest=shown["sha256"][:SHOWN])  # fmt: skip
    if answer.facts["body"]["answer"] == "accept":
        link |= {"state": _("accepted"), "tone": "ok"}
    return link


def _link(sheet: Sheet, revision: int) -> dict:
    url = url_for("orders.hand_out_order", order=sheet.order, revision=revision)
    label = _("Order as PDF, revision %(n)s", n=babel.amount(revision))
    return {"url": url, "label": label, "icon": "doc", "note": "", "state": "", "tone": ""}
