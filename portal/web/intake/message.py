"""One file: what it would do, how far it has come, what became of its rows."""

import json
from itertools import groupby
from pathlib import Path
from uuid import UUID

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import ledger, loading
from portal.errors import PortalError
from portal.ledger import Message, RowProblem
from portal.web.guard import audience, viewer
from portal.web.intake import words
from portal.web.intake.door import bp, limit, original
from portal.web.intake.forms import ConfirmForm
from portal.web.pages import done, say, show, wants_part

ROWS = 25
NOTES = 50  # kinds of doubt shown, the commonest first
BUSY = (loading.QUEUED, loading.READING)


@bp.get("/<uuid:message>")
@audience("admin", "buyer")
def see(message: UUID):
    """One file."""
    found, sender = ledger.message_for(message)
    return show(
        "intake/message.html",
        "intake/_message.html",
        alone=wants_part(),
        file=found,
        sender=sender,
        kind=words.profile_name(found.profile),
        size=words.size(found.bytes),
        state=words.state(found.state),
        busy=found.state in BUSY,
        handled=found.accepted + found.duplicate + found.quarantined,
        **_details(found),
    )


@bp.post("/<uuid:message>")
@audience("admin", "buyer")
def confirm(message: UUID):
    """Take it in: the worker does it, and the page shows how far it is."""
    ledger.message_for(message)  # not everybody's
    form = ConfirmForm()
    if form.validate() and not loading.confirm(viewer().org, message, form.key.data):
        flash(_("It was confirmed before. It is taken in once."), "info")
    return done("intake.see", message=message)


def _details(found: Message) -> dict:
    """Return what the page shows beside the head, by how far the file has come."""
    if found.state == loading.WAITING:
        return _preview(found)
    if found.state == loading.REFUSED:
        why = loading.refusal(found)
        return {"refused": _(why.template, **why.given) if why else ""}
    if found.state != loading.DONE:
        return {}
    details = _quarantined(found) if found.quarantined else {}
    return details | ({"notes": _notes(found)} if found.noted else {})


def _preview(found: Message) -> dict:
    """Return what taking it in would do, or why it cannot be done any more."""
    try:
        with original(found) as file:
            seen = loading.preview(Path(file.name), found.profile, limit())
    except PortalError as error:
        return {"refused": say(error)}
    problems = [
        {"row": problem.row, "column": fault.column, "words": _told(fault.template, fault.given)}
        for problem in seen.problems
        for fault in problem.faults
    ]
    return {"preview": seen, "problems": problems, "form": ConfirmForm(formdata=None)}


def _quarantined(found: Message) -> dict:
    """Return the rows that were set aside, a page of them."""
    after = request.args.get("after", default=0, type=int)
    faults = ledger.problems(found.id, after, ROWS + 1)
    rows = [_row(list(some)) for _number, some in groupby(faults, lambda one: one.row)]
    more = rows[ROWS - 1]["row"] if len(rows) > ROWS else None
    return {
        "rows": rows[:ROWS],
        "next": url_for("intake.see", message=found.id, after=more) if more else None,
        "first": url_for("intake.see", message=found.id) if after else None,
    }


def _notes(found: Message) -> list[dict]:
    """Return what is doubtful in rows that were taken: codes without a meaning, odd days."""
    return [
        {"column": column, "words": _told(template, json.loads(given)), "rows": rows, "row": first}
        for column, template, given, rows, first in ledger.notes(found.id, NOTES)
    ]


def _row(faults: list[RowProblem]) -> dict:
    told = [(one.column, _told(one.words, json.loads(one.given))) for one in faults]
    return {"row": faults[0].row, "faults": told, "raw": faults[0].raw.rstrip("\r\n")}


def _told(template: str, given: dict) -> str:
    """Return what is wrong with a cell, in the reader's language."""
    return _(template, **given)
