"""A partner's own administration: who works here, who is invited, what each may do."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flask import current_app, flash
from flask_babel import gettext as _

from portal import clock, desk, people
from portal.db import door
from portal.errors import N_, NotFound, PortalError
from portal.ledger import Draft
from portal.people import Actor, team
from portal.web.account.door import bp
from portal.web.account.teamforms import ORDER_WORDS, InviteMateForm, RightsForm, offer, started
from portal.web.admin.door import once
from portal.web.forms import PortalForm
from portal.web.guard import audience, viewer
from portal.web.pages import done, show
from portal.web.words_days import hours_words

PARTNERS = ("supplier", "carrier", "customer")


def manager() -> Actor:
    """Return who asks, in their own house; nobody but its managers gets further.

    Raises:
        NotFound: they do not look after their colleagues.
    """
    by = viewer()
    if not by.manages:
        raise NotFound(N_("There is no such page, or you may not see it."))
    return replace(by, side="owner")


@bp.get("/account/team")
@audience(*PARTNERS)
def see_team():
    """Who works here, and who is invited."""
    by, now = manager(), clock.now()
    with door():
        mates, buyers = team.mates(by.org), team.buyers(by)
        invited = team.invited_mates(by.org, now)
    rows = [(one, _seen(one, buyers)) for one in mates]
    return show("account/team.html", rows=rows, invited=invited, me=by)


@bp.get("/account/team/invite")
@audience(*PARTNERS)
def ask_mate():
    """Whom do you want to invite, and what may they do?"""
    by = manager()
    with door():
        rows = started(team.buyers(by), by.rights)
    return _invite_page(by, InviteMateForm(formdata=None, buyers=rows))


@bp.post("/account/team/invite")
@audience(*PARTNERS)
def invite_mate():
    """Invite a colleague."""
    by, form = manager(), InviteMateForm()
    buyers = _offered(by, form)
    if not form.validate():
        return _invite_page(by, form, 422)
    lasts = timedelta(hours=int(current_app.config["INVITE_HOURS"]))

    def change():
        given = form.rights(buyers)
        secret = team.invite_mate(by, form.email.data, lasts, given, form.manages.data)
        to = people.address(form.email.data)
        desk.notify("invitation", {"token": people.digest(secret).hex()}, address=to)
        body = {"role": by.role, "organisation": by.org}
        return None, [
            Draft("person.invited", key=form.key.data, body=body, details={"recipient": to})
        ]

    try:
        once(form, change, by)
    except PortalError as error:
        form.refuse(error)
        return _invite_page(by, form, error.status)
    flash(_("The invitation is on its way to %(address)s.", address=form.email.data), "ok")
    return done("account.see_team")


@bp.get("/account/team/<uuid:person>")
@audience(*PARTNERS)
def see_mate(person: UUID):
    """One colleague: what they may do, and what may be changed about it."""
    by = manager()
    mate = _mate(by, person)
    with door():
        rows = started(team.buyers(by), mate.rights)
    return _mate_page(by, mate, RightsForm(formdata=None, buyers=rows, manages=mate.manages))


@bp.post("/account/team/<uuid:person>")
@audience(*PARTNERS)
def give_rights(person: UUID):
    """Let a colleague do this and no more."""
    by, form = manager(), RightsForm()
    mate, buyers = _mate(by, person), _offered(by, form)
    if not form.validate():
        return _mate_page(by, mate, form, 422)

    def change():
        team.give_rights(by, person, form.rights(buyers), form.manages.data)
        return None, [_said("role.given", by, person, form, role=mate.role)]

    try:
        once(form, change, by)
    except PortalError as error:
        form.refuse(error)
        return _mate_page(by, mate, form, error.status)
    flash(_("Saved. It holds from the next click of %(name)s.", name=mate.name), "ok")
    return done("account.see_mate", person=person)


@bp.get("/account/team/<uuid:person>/end")
@audience(*PARTNERS)
def ask_end_mate(person: UUID):
    """Really?"""
    mate = _mate(manager(), person)
    return show("account/mate_end.html", mate=mate, form=PortalForm(formdata=None), trouble="")


@bp.post("/account/team/<uuid:person>/end")
@audience(*PARTNERS)
def end_mate(person: UUID):
    """A colleague has left: their access ends at once."""
    by, form = manager(), PortalForm()
    mate = _mate(by, person)

    def change():
        team.end_mate(by, person)
        return None, [_said("role.ended", by, person, form)]

    try:
        once(form, change, by)
    except PortalError as error:
        form.refuse(error)
        return show("account/mate_end.html", status=error.status, mate=mate, form=form)
    flash(_("%(name)s can no longer sign in here.", name=mate.name), "ok")
    return done("account.see_team")


@bp.post("/account/team/<uuid:person>/readmit")
@audience(*PARTNERS)
def readmit_mate(person: UUID):
    """Let a colleague in again, with the rights they had."""
    by, form = manager(), PortalForm()
    mate = _mate(by, person)

    def change():
        team.readmit_mate(by, person)
        return None, [_said("role.given", by, person, form, role=mate.role)]

    once(form, change, by)
    flash(_("%(name)s may sign in again.", name=mate.name), "ok")
    return done("account.see_mate", person=person)


def _seen(mate: team.Mate, buyers: list[team.Buyer]) -> str:
    """Return which orders a colleague sees: of each buyer, if that is not the same of all."""
    found = {one: people.rights.rights_with(mate.rights, one.owner).orders for one in buyers}
    if len(set(found.values())) == 1:
        return str(ORDER_WORDS[next(iter(found.values()))])
    return ", ".join(
        _("%(name)s: %(orders)s", name=one.name or _("other buyers"), orders=ORDER_WORDS[orders])
        for one, orders in found.items()
    )


def _said(kind: str, by: Actor, person: UUID, form: PortalForm, **more) -> Draft:
    body = {"person": str(person), "organisation": by.org, **more}
    return Draft(kind, key=form.key.data, body=body)


def _mate(by: Actor, person: UUID) -> team.Mate:
    with door():
        return team.mate(by.org, person)


def _offered(by: Actor, form: RightsForm) -> list[team.Buyer]:
    with door():
        buyers = team.buyers(by)
    offer(form, buyers, by.rights)
    return buyers


def _invite_page(by: Actor, form: InviteMateForm, status: int = 200):
    _offered(by, form)
    lasts = hours_words(int(current_app.config["INVITE_HOURS"]))
    return show("account/mate_invite.html", status=status, form=form, lasts=lasts)


def _mate_page(by: Actor, mate: team.Mate, form: RightsForm, status: int = 200):
    _offered(by, form)
    again = PortalForm(formdata=None)
    return show("account/mate.html", status=status, mate=mate, form=form, me=by, again=again)
