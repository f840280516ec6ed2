"""The files that came in, and sending one."""

from uuid import UUID

from flask import current_app, flash, request, url_for
from flask_babel import gettext as _

from portal import ledger, loading
from portal.errors import PortalError
from portal.ledger import Message
from portal.web import babel
from portal.web.guard import audience, takes_up_to, viewer
from portal.web.intake import words
from portal.web.intake.door import bp
from portal.web.intake.forms import UploadForm
from portal.web.pages import done, show

PAGE = 30
MANY = 200  # characters of a file's name we take


@bp.get("")
@audience("admin", "buyer")
def list_files():
    """What came in, the newest first; and a form to send more."""
    return _page(UploadForm(formdata=None))


@bp.post("")
@audience("admin", "buyer")
@takes_up_to("MAX_INTAKE_MB")
def send():
    """Keep a file and show what it would do. Nothing is recorded yet."""
    form = UploadForm()
    if not form.validate():
        return _page(form, 422)
    sent, me = form.file.data, viewer()
    arrival = loading.Arrival(sent.stream, (sent.filename or "")[-MANY:], form.profile.data)
    try:
        message, state = loading.receive(me.org, arrival, me, current_app.config)
    except PortalError as error:
        form.refuse(error)
        return _page(form, error.status)
    if state == loading.DONE:
        flash(_("This very file came before. Below is what became of it."), "info")
    return done("intake.see", message=message)


def _page(form: UploadForm, status: int = 200):
    before = request.args.get("before", type=UUID)
    found = ledger.messages(before, PAGE + 1)
    shown = found[:PAGE]
    older = url_for("intake.list_files", before=shown[-1][0].id) if len(found) > PAGE else None
    return show(
        "intake/files.html",
        status=status,
        form=form,
        hints={code: about for code, _name, about in words.profiles()},
        limit=current_app.config["MAX_INTAKE_MB"],
        files=[_row(message, sender) for message, sender in shown],
        older=older,
        newest=url_for("intake.list_files") if before else None,
    )


def _row(message: Message, sender: str | None) -> dict:
    """Return a file as a row of the list."""
    return {
        "url": url_for("intake.see", message=message.id),
        "name": message.name,
        "kind": words.profile_name(message.profile),
        "at": message.received_at,
        "by": sender,
        "state": words.state(message.state),
        "counts": _counts(message) if message.state == loading.DONE else None,
    }


def _counts(message: Message) -> list[str]:
    numbers = (message.accepted, message.duplicate, message.quarantined)
    return [babel.amount(number) for number in numbers]
