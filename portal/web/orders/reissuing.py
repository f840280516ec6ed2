"""The buyer makes the next revision of an order: its terms, and the papers that go with it."""

from uuid import UUID

from portal import ledger
from portal.db import uuid7
from portal.desk import say
from portal.errors import N_, Conflict, NotUnderstood, TooLarge
from portal.journey import Journey
from portal.ledger import Said
from portal.web.guard import audience, viewer
from portal.web.orders.asked import Asked
from portal.web.orders.documents import kept
from portal.web.orders.door import bp
from portal.web.orders.page import BUYERS, again, saved, tell
from portal.web.orders.terms import TermsForm, papers_of


@bp.post("/orders/<uuid:order>/terms")
@audience(*BUYERS)
def reissue(order: UUID):
    """“These are the terms and drawings from now on.” A file is safe before anything is said."""
    by, form, asked = viewer(), TermsForm(), Asked("terms")
    owner = ledger.order_for(order).owner
    if not form.validate():
        return again(order, form, asked)
    try:
        new = _new(owner, form)
    except (NotUnderstood, TooLarge) as error:
        form.refuse(type(error)(error.template, "file", **error.values))
        return again(order, form, asked)

    def _say(read: Journey, _cases):
        gone = _gone(read, ledger.history(order), form.gone.data or ())
        wanted = say.Reissue(form.said_terms(), form.place(), new, gone, form.text.data or "")
        return say.reissue(read, by, form.key.data, form.stamp.data or "", wanted)

    return tell(order, form, _say, asked, saved(), extra=b"".join(one.file.sha256 for one in new))


def _new(owner: int, form: TermsForm) -> list[say.NewPaper]:
    if not form.file.data:
        return []
    file = kept(owner, form.file.data)
    return [say.NewPaper(form.type.data or "", form.for_line, file, uuid7())]


def _gone(read: Journey, said: list[Said], chosen) -> list[Said]:
    """Return the events that attached the chosen papers.

    Raises:
        Conflict: one of them is no longer part of the order.
    """
    idents = {one.document: one.ident for one in papers_of(read, said)}
    if set(chosen) - idents.keys():
        raise Conflict(
            N_("A colleague changed the order while you were writing. Look at it once more.")
        )
    meant = {idents[document] for document in chosen}
    return [one for one in said if one.ident in meant]
