"""Who is away and who stands in: one's own absences, and for managers everybody's."""

from uuid import UUID

from flask import flash
from flask_babel import gettext as _

from portal import clock, people
from portal.db import door
from portal.errors import PortalError
from portal.ledger import Draft
from portal.people import Actor, team
from portal.web.account.door import bp
from portal.web.account.team import PARTNERS
from portal.web.account.teamforms import AbsenceForm
from portal.web.admin.door import once
from portal.web.forms import PortalForm, choices
from portal.web.guard import audience, viewer
from portal.web.pages import done, show


@bp.get("/account/absences")
@audience(*PARTNERS)
def see_absences():
    """When am I away, and who stands in?"""
    return _page(viewer(), AbsenceForm(formdata=None, person=str(viewer().id)))


@bp.post("/account/absences")
@audience(*PARTNERS)
def add_absence():
    """Somebody stands in for me, or, says the manager, for a colleague."""
    by, form = viewer(), AbsenceForm()
    _with_mates(form, by)
    if not form.validate():
        return _page(by, form, 422)
    person, deputy = UUID(form.person.data), UUID(form.deputy.data)

    def change():
        team.add_absence(by.org, person, deputy, form.first.data, form.last.data)
        return None, [_said(form)]

    try:
        once(form, change)
    except PortalError as error:
        form.refuse(error)
        return _page(by, form, error.status)
    flash(_("Saved. Mails and orders go to the deputy on these days."), "ok")
    return done("account.see_absences")


@bp.post("/account/absences/<uuid:absence>/end")
@audience(*PARTNERS)
def end_absence(absence: UUID):
    """They are back earlier, or will not go."""
    by, form = viewer(), PortalForm()

    def change():
        team.end_absence(by.org, absence, None if by.manages else by.id)
        return None, [_said(form)]

    once(form, change)
    flash(_("The absence is over."), "ok")
    return done("account.see_absences")


def _said(form: PortalForm) -> Draft:
    return Draft("account.changed", key=form.key.data, body={"what": ["absence"]})


def _with_mates(form: AbsenceForm, by: Actor) -> list[people.team.Mate]:
    """Offer colleagues as deputies; who is away is oneself, but for managers."""
    with door():
        mates = [one for one in team.mates(by.org) if one.active]
    named = [(str(one.person), one.name) for one in mates]
    form.deputy.choices = choices(one for one in named if by.manages or one[0] != str(by.id))
    form.person.choices = choices(one for one in named if by.manages or one[0] == str(by.id))
    return mates


def _page(by: Actor, form: AbsenceForm, status: int = 200):
    mates, today = _with_mates(form, by), clock.now().date()
    with door():
        rows = team.absences(by.org, today, None if by.manages else by.id)
    return show(
        "account/absences.html",
        status=status,
        rows=rows,
        form=form,
        me=by,
        alone=len(mates) < 2,
        again=PortalForm(formdata=None),
    )
