"""How a case ends: closed with its cause, opened again, contested and decided about."""

from uuid import UUID

from flask_babel import gettext as _

from portal import desk
from portal.desk import cases
from portal.journey import Journey
from portal.ledger import Draft
from portal.watch import Case
from portal.web.exceptions import forms
from portal.web.exceptions.door import OWNERS, bp
from portal.web.exceptions.page import filled
from portal.web.exceptions.telling import tell_case
from portal.web.guard import audience, viewer


@bp.post("/exceptions/<uuid:case>/resolution")
@audience(*OWNERS)
def resolve(case: UUID):
    """“It is dealt with, and this is why it happened.”"""
    form, by = filled(forms.ResolveForm()), viewer()

    def _resolved(one: Case, journey: Journey, _cases) -> list[Draft]:
        closing = closing_of(form)
        key = form.key.data
        return [desk.resolve(one, by, closing, key), *cases.attribute(one, journey, closing, key)]

    return tell_case(case, "resolve", form, _resolved, _("Closed with its cause."))


def closing_of(form: forms.ResolveForm) -> cases.Closing:
    """Return how it ended, as typed."""
    return cases.Closing(
        form.reason.data, form.cause.data, form.accountable.data, form.text.data or ""
    )


@bp.post("/exceptions/<uuid:case>/reopening")
@audience(*OWNERS)
def reopen(case: UUID):
    """“It is not dealt with after all.”"""
    form, by = forms.ReopenForm(), viewer()
    return tell_case(
        case,
        "reopen",
        form,
        lambda one, _journey, cases: [desk.reopen(one, by, form.text.data, cases, form.key.data)],
        _("Open again."),
    )


@bp.post("/exceptions/<uuid:case>/verdict")
@audience(*OWNERS)
def decide(case: UUID):
    """What we say to a partner who sees it otherwise."""
    form, by = filled(forms.VerdictForm()), viewer()

    def _judged(one: Case, *_more) -> list[Draft]:
        named = (form.cause.data or "", form.accountable.data or "")
        return cases.judge(one, by, form.verdict.data, form.text.data or "", form.key.data, *named)

    return tell_case(case, "verdict", form, _judged, _("Decided. The other side is told."))
