"""One case: what it is about, who has it, what is asked and noted about it."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _

from portal import desk
from portal.db import door
from portal.web.exceptions import forms
from portal.web.exceptions.door import OWNERS, bp
from portal.web.exceptions.page import case_page, filled
from portal.web.exceptions.telling import tell_case
from portal.web.guard import audience, viewer


@bp.get("/exceptions/<uuid:case>")
@audience(*OWNERS)
def see_case(case: UUID):
    """One exception: what is wrong, what was done, what to do; with a form if one was asked."""
    return case_page(case, do=request.args.get("do", ""))


@bp.post("/exceptions/<uuid:case>/taken")
@audience(*OWNERS)
def take(case: UUID):
    """“This is mine now.”"""
    form, by = forms.TakeForm(), viewer()
    return tell_case(
        case, "take", form, lambda one, *_: [desk.take(one, by, form.key.data)],
        _("It is yours now."),
    )  # fmt: skip


@bp.post("/exceptions/<uuid:case>/handed-over")
@audience(*OWNERS)
def hand_over(case: UUID):
    """“This is yours.”"""
    by = viewer()
    with door():
        known = desk.colleagues(by.org)
    form = filled(forms.HandOverForm(), known)
    return tell_case(
        case,
        "hand_over",
        form,
        lambda one, *_: [desk.hand_over(one, by, UUID(form.person.data), form.key.data)],
        _("Handed over."),
    )


@bp.post("/exceptions/<uuid:case>/notes")
@audience(*OWNERS)
def comment(case: UUID):
    """A note only our own people read."""
    form, by = forms.NoteForm(), viewer()
    return tell_case(
        case,
        "note",
        form,
        lambda one, *_: [desk.comment(one, by, form.text.data, form.key.data)],
        _("Noted."),
    )


@bp.post("/exceptions/<uuid:case>/questions")
@audience(*OWNERS)
def ask(case: UUID):
    """A question the supplier reads."""
    form, by = forms.AskForm(), viewer()
    return tell_case(
        case,
        "ask",
        form,
        lambda one, read, _cases: [
            desk.ask(one, by, form.text.data, read.partner, form.key.data)
        ],
        _("Asked. The supplier is told by mail."),
    )  # fmt: skip
