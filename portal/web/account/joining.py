"""Accepting an invitation. Looking at the link changes nothing; the form does."""

from flask import current_app, flash, redirect, session
from flask_babel import gettext as _

from portal import clock, flow, people
from portal.db import door
from portal.errors import NotUnderstood
from portal.ledger import Draft
from portal.web import babel, cookies
from portal.web.account.door import begin_session, bp, count_try, private
from portal.web.account.forms import JoinForm, ProveForm
from portal.web.guard import EVERYONE, audience
from portal.web.pages import show


@bp.get("/join/<string:secret>")
@audience(EVERYONE)
def look_at_invitation(secret: str):
    """What am I invited to?"""
    invitation = _invitation(secret)
    return _page(secret, invitation, _form(invitation)(formdata=None))


@bp.post("/join/<string:secret>")
@audience(EVERYONE)
def join(secret: str):
    """Somebody accepts."""
    invitation = _invitation(secret)
    form = _form(invitation)()
    if not form.validate():
        return _page(secret, invitation, form, 422)
    count_try("join", people.SIGN_IN, invitation.email)
    try:
        joined = _let_in(secret, invitation, form)
    except NotUnderstood as error:
        form.refuse(error)
        return _page(secret, invitation, form, 422)
    session.clear()
    flash(_("Welcome. You now work here for %(name)s.", name=invitation.org_name), "ok")
    return cookies.keep(redirect("/", code=303), begin_session(joined.person, joined.org))


def _invitation(secret: str) -> people.Invitation:
    with door():
        return people.invitation(secret, clock.now())


def _form(invitation: people.Invitation) -> type:
    return ProveForm if invitation.known else JoinForm


def _let_in(secret: str, invitation: people.Invitation, form) -> people.Joined:
    """Check and hash first; then write, together with the event that says so."""
    name = "" if invitation.known else form.name.data
    zone = "UTC" if invitation.known else form.zone.data
    with door():
        accepted = people.accept(secret, name, form.password.data, current_app.extensions["hasher"])
    language = babel.language()

    def change() -> tuple[people.Joined, list[Draft]]:
        joined = people.join(secret, accepted, language, zone)
        return joined, [_said(joined)]

    return flow.manage(invitation.by_org, people.system(invitation.by_org), change)


def _said(joined: people.Joined) -> Draft:
    body = {"person": str(joined.person), "organisation": joined.org, "role": joined.role}
    return Draft("person.joined", body=body, details={"name": joined.name})


def _page(secret: str, invitation: people.Invitation, form, status: int = 200):
    return private(
        show("account/join.html", status=status, secret=secret, invitation=invitation, form=form)
    )
