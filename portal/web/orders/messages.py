"""Writing to each other about an order: the conversation, a message, a question settled."""

from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import desk, flow, ledger
from portal.db import uuid7
from portal.desk import Sheet, say
from portal.errors import Conflict, NotAllowed, NotUnderstood, PortalError, TooLarge
from portal.ledger import Doc
from portal.web.forms import PortalForm
from portal.web.guard import SIGNED_IN, audience, viewer
from portal.web.orders.conversation import WRITERS, conversation, first_waiting
from portal.web.orders.documents import kept
from portal.web.orders.door import bp
from portal.web.orders.forms import refuse
from portal.web.orders.messageform import MessageForm, fill, fresh, readers_of, team_of, written
from portal.web.orders.page import digest_of
from portal.web.orders.wording import words
from portal.web.pages import done, show, wants_part

ALL_POSTS = 2000


@bp.get("/orders/<uuid:order>/messages")
@audience(*SIGNED_IN)
def messages(order: UUID):
    """What people wrote to each other about an order; with a form if one was asked for."""
    by, asked = viewer(), request.args
    sheet = _sheet(order)
    if place := first_waiting(sheet, by, asked.get("waiting", "")):
        return redirect(url_for("orders.messages", order=order, _anchor=place))
    opened = by.role in WRITERS and (asked.keys() & {"write", "re", "note"})
    if by.side == "auditor":
        flow.looked(sheet.journey.owner, by, "order", order)
    if not opened:
        return _page(sheet)
    readers = readers_of(sheet, by)
    about, note = asked.get("write", "order"), "note" in asked
    form = fresh(sheet, readers, by, about, asked.get("re", ""), note)
    fill(form, sheet, readers, team_of(sheet, by))
    return _page(sheet, form)


@bp.post("/orders/<uuid:order>/messages")
@audience(*WRITERS)
def post(order: UUID):
    """“This is what I want to say.”"""
    by, form = viewer(), MessageForm()
    sheet = _sheet(order)
    readers, team = readers_of(sheet, by), team_of(sheet, by)
    fill(form, sheet, readers, team)
    if not form.validate():
        return _page(sheet, form, 422)
    try:
        message = written(form, readers, team, sheet, by)
        message = replace(message, files=_files(sheet.journey.owner, form))
        sums = b"".join(doc.sha256 for _document, doc in message.files)
        flow.discuss(
            order,
            lambda talk, read, cases: say.post(
                talk, read, cases, by, form.key.data, message, team.ours
            ),
            by,
            flow.Form(form.key.data, digest_of(sums)),
        )
    except (Conflict, NotAllowed, NotUnderstood, TooLarge) as error:
        return _again(order, form, error)
    flash(_("Sent.") if message.to != by.org else _("Noted. Only your own people read it."), "ok")
    return done("orders.messages", order=order, _anchor="talk")


@bp.post("/orders/<uuid:order>/messages/<event>/settlement")
@audience(*WRITERS)
def settle(order: UUID, event: str):
    """“I need no answer any more.”"""
    by, form = viewer(), PortalForm()
    ledger.order_for(order)
    if not form.validate():
        return _page(_sheet(order), status=422)
    try:
        flow.discuss(
            order,
            lambda talk, *_more: say.settle(talk, by, form.key.data, event),
            by,
            flow.Form(form.key.data, digest_of()),
        )
    except (Conflict, NotAllowed, NotUnderstood) as error:
        status = error.status if isinstance(error, Conflict) else 422
        return _page(_sheet(order), status=status, trouble=words(error))
    flash(_("No answer is waited for any more."), "ok")
    return done("orders.messages", order=order, _anchor="talk")


def _again(order: UUID, form: MessageForm, error: PortalError):
    """Show the conversation as it is now, with the form as it was typed and what is wrong."""
    by, sheet = viewer(), _sheet(order)
    fill(form, sheet, readers_of(sheet, by), team_of(sheet, by))
    refuse(form, error)
    return _page(sheet, form, 409 if isinstance(error, Conflict) else 422)


def _files(owner: int, form: MessageForm) -> tuple[tuple[UUID, Doc], ...]:
    """Judge the files and keep them, each under a new id.

    Raises:
        NotUnderstood, TooLarge: we do not take one; says which and why.
    """
    found = []
    for upload in form.sent_files:
        try:
            found.append((uuid7(), kept(owner, upload)))
        except (NotUnderstood, TooLarge) as error:
            raise type(error)(error.template, "files", **error.values) from error
    return tuple(found)


def _sheet(order: UUID) -> Sheet:
    return desk.sheet_of(order, posts=ALL_POSTS)


def _page(sheet: Sheet, form: MessageForm | None = None, status: int = 200, trouble: str = ""):
    by = viewer()
    target = sheet.talk.posts.get(form.answers.data or "") if form else None
    return show(
        "orders/messages.html",
        "orders/_talk.html",
        status=status,
        order=sheet.order,
        number=sheet.journey.number,
        talk=conversation(sheet, by),
        form=form,
        target=target,
        may_answer=target is not None and target.waits and target.asked == by.org,
        trouble=trouble,
        alone=wants_part(),
        talk_alone=True,
        back=url_for("orders.see", order=sheet.order),
    )
