"""One case: what it is about, what was done, and what can be done now."""

from collections.abc import Callable
from uuid import UUID

from flask import flash
from flask_babel import gettext as _

from portal import desk, flow
from portal.db import door
from portal.desk import CAUSES
from portal.errors import N_, Conflict, NotAllowed, NotFound, NotUnderstood
from portal.journey import Journey
from portal.ledger import Draft
from portal.watch import Case
from portal.web.exceptions import forms
from portal.web.exceptions.door import OWNERS, bp
from portal.web.exceptions.page import case_page, filled, moves
from portal.web.guard import audience, viewer
from portal.web.pages import done, say

Act = Callable[[Case, Journey, tuple[Case, ...]], Draft]


@bp.get("/exceptions/<uuid:case>")
@audience(*OWNERS)
def see_case(case: UUID):
    """One exception: what is wrong, what was done, what to do."""
    return case_page(case)


@bp.post("/exceptions/<uuid:case>/taken")
@audience(*OWNERS)
def take(case: UUID):
    """“This is mine now.”"""
    form, by = forms.TakeForm(), viewer()
    return _tell(
        case, "take", form, lambda one, *_: desk.take(one, by, form.key.data), _("It is yours now.")
    )


@bp.post("/exceptions/<uuid:case>/handed-over")
@audience(*OWNERS)
def hand_over(case: UUID):
    """“This is yours.”"""
    by = viewer()
    with door():
        known = desk.colleagues(by.org)
    form = filled(forms.HandOverForm(), known)
    return _tell(
        case,
        "hand_over",
        form,
        lambda one, *_: desk.hand_over(one, by, UUID(form.person.data), form.key.data),
        _("Handed over."),
    )


@bp.post("/exceptions/<uuid:case>/notes")
@audience(*OWNERS)
def comment(case: UUID):
    """A note only our own people read."""
    form, by = forms.NoteForm(), viewer()
    return _tell(
        case,
        "note",
        form,
        lambda one, *_: desk.comment(one, by, form.text.data, form.key.data),
        _("Noted."),
    )


@bp.post("/exceptions/<uuid:case>/questions")
@audience(*OWNERS)
def ask(case: UUID):
    """A question the supplier reads."""
    form, by = forms.AskForm(), viewer()
    return _tell(
        case,
        "ask",
        form,
        lambda one, read, _cases: desk.ask(one, by, form.text.data, read.partner, form.key.data),
        _("Asked. The supplier is told by mail."),
    )


@bp.post("/exceptions/<uuid:case>/resolution")
@audience(*OWNERS)
def resolve(case: UUID):
    """“It is dealt with, and this is why it happened.”"""
    form, by = filled(forms.ResolveForm()), viewer()

    def _resolved(one: Case, *_more) -> Draft:
        usual = CAUSES[form.cause.data].usually
        whose = form.accountable.data or usual
        return desk.resolve(one, by, form.cause.data, whose, form.text.data, form.key.data)

    return _tell(case, "resolve", form, _resolved, _("Resolved."))


@bp.post("/exceptions/<uuid:case>/reopening")
@audience(*OWNERS)
def reopen(case: UUID):
    """“It is not dealt with after all.”"""
    form, by = forms.ReopenForm(), viewer()
    return _tell(
        case,
        "reopen",
        form,
        lambda one, _journey, cases: desk.reopen(one, by, form.text.data, cases, form.key.data),
        _("Open again."),
    )


def _tell(case: UUID, name: str, form: forms.CaseForm, act: Act, well: str):
    """Tell it, then show the case; or the page again, with what is wrong beside the form."""
    order = desk.stream_of_case(case)
    if not form.validate():
        return case_page(case, 422, (name, form))

    def _said(journey: Journey, cases: tuple[Case, ...]) -> list[Draft]:
        current = desk.case_among(cases, case)
        _check_fresh(current, form, name)
        return [act(current, journey, cases)]

    try:
        flow.tell(order, _said, viewer(), flow.Form(form.key.data, _digest(case, name, form)))
    except Conflict as error:
        return case_page(case, 409, (name, form), say(error))
    except NotFound:
        raise
    except (NotUnderstood, NotAllowed) as error:
        form.refuse(error)
        return case_page(case, 422, (name, form))
    flash(well, "ok")
    return done("exceptions.see_case", case=case)


def _check_fresh(case: Case, form: forms.CaseForm, name: str) -> None:
    """Refuse to act on what was not seen; a note may always be added.

    Raises:
        Conflict: somebody else did something with the case since the page was shown.
    """
    if name != "note" and form.seen.data != str(moves(case)):
        raise Conflict(
            N_(
                "Somebody worked on this exception a moment ago. See below what changed, "
                "then decide again."
            )
        )


def _digest(case: UUID, name: str, form: forms.CaseForm) -> bytes:
    """Return the digest of what was typed: the same form sent twice is one act."""
    typed = {key: str(value) for key, value in form.data.items() if key not in ("csrf_token",)}
    return desk.digest_of(f"{case}/{name}/{sorted(typed.items())}".encode())
