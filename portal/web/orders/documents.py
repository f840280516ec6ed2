"""Attaching documents, checking them, and handing them out."""

from uuid import UUID

from flask import Response, current_app, request
from flask_babel import gettext as _
from werkzeug.wsgi import wrap_file

from portal import desk, flow, ledger, vault
from portal.db import uuid7
from portal.desk import File, say
from portal.errors import N_, NotFound, NotUnderstood, TooLarge
from portal.ledger import Doc
from portal.web.guard import SIGNED_IN, audience, viewer
from portal.web.orders import forms
from portal.web.orders.acts import Asked
from portal.web.orders.door import bp
from portal.web.orders.page import REPORTERS, again, saved, tell

MEGABYTE = 1024 * 1024
LOCKED = "default-src 'none'; sandbox"


@bp.post("/orders/<uuid:order>/documents")
@audience(*REPORTERS)
def attach(order: UUID):
    """Somebody attaches a paper. The file is safe on disk before anything is written."""
    by, form, asked = viewer(), forms.PaperForm(), Asked("attach")
    owner = ledger.order_for(order).owner
    if not form.validate():
        return again(order, form, asked)
    try:
        file = kept(owner, form.file.data)
    except (NotUnderstood, TooLarge) as error:
        form.refuse(type(error)(error.template, "file", **error.values))
        return again(order, form, asked)
    paper, line = uuid7(), forms.place(form.line.data)[0]

    def _say(journey, _cases):
        texts = {"line": line, "text": form.text.data or ""}
        return say.attach(journey, by, form.key.data, form.type.data, file, paper, **texts)

    return tell(order, form, _say, asked, saved(), extra=file.sha256)


def kept(owner: int, upload) -> Doc:
    """Judge a file that was sent with a form, and keep it.

    Raises:
        NotUnderstood, TooLarge: we do not take it; says why.
    """
    limit = int(current_app.config["MAX_UPLOAD_MB"]) * MEGABYTE
    name, content = vault.safe_name(upload.filename or ""), upload.stream.read(limit + 1)
    if len(content) > limit:
        raise TooLarge(
            N_("The file is bigger than %(limit)s MB. Send a smaller one."),
            limit=limit // MEGABYTE,
        )
    verdict = vault.look(name, content)
    lies = vault.keep(current_app.config["VAULT_DIR"], owner, content, limit)
    return Doc(lies.sha256, verdict.media, lies.bytes, name)


@bp.post("/orders/<uuid:order>/documents/<uuid:paper>/judgements")
@audience("buyer", "receiving", "admin")
def judge(order: UUID, paper: UUID):
    """The buyer's people accept or refuse a document."""
    by, form, asked = viewer(), forms.JudgeForm(), Asked("judge")
    form.document.data = str(paper)
    if not form.validate():
        return again(order, form, asked)

    def _say(journey, _cases):
        return say.judge(
            journey,
            by,
            form.key.data,
            paper,
            form.verdict.data,
            form.condition.data or "",
            form.reason.data or "",
            form.text.data or "",
        )

    return tell(order, form, _say, asked, saved())


@bp.get("/orders/<uuid:order>/documents/<uuid:paper>")
@audience(*SIGNED_IN)
def hand_out(order: UUID, paper: UUID) -> Response:
    """A document, as it was sent, to be saved; never to be shown inside our pages."""
    return handed_out(*desk.file_of(order, paper), order)


def handed_out(owner: int, file: File, subject: UUID) -> Response:
    """Return a file of an order or a shipment for saving; who took it is noted."""
    if file.gone:
        raise NotFound(N_("This file was erased."))
    content = vault.open(current_app.config["VAULT_DIR"], owner, file.sha256)
    answer = Response(wrap_file(request.environ, content), mimetype=file.media)
    answer.direct_passthrough = True
    answer.headers["Content-Length"] = str(file.bytes)
    answer.headers["Content-Disposition"] = vault.disposition(file.name or _("document"))
    answer.headers["Content-Security-Policy"] = LOCKED
    flow.looked(owner, viewer(), "document", subject, "download")
    return answer
