"""My account: name, language, zone, password, where I am signed in, for whom I act."""

from uuid import UUID

from flask import abort, current_app, flash, redirect, request, session
from flask_babel import gettext as _

from portal import clock, people
from portal.db import current, door, transaction
from portal.errors import N_, NotFound, NotUnderstood
from portal.web import cookies
from portal.web.account import browsers
from portal.web.account.door import bp, change_own
from portal.web.account.forms import ChangePasswordForm, DetailsForm
from portal.web.guard import SIGNED_IN, audience, viewer
from portal.web.pages import done, show


@bp.get("/account")
@audience(*SIGNED_IN)
def see():
    """My settings and sessions."""
    return _page()


@bp.post("/account/details")
@audience(*SIGNED_IN)
def describe():
    """Another name, language or zone."""
    form = DetailsForm()
    if not form.validate():
        return _page(422, details=form)
    me, wanted = viewer(), (form.name.data, form.locale.data, form.zone.data)
    change_own(lambda: (None, people.describe(me.id, *wanted)))
    flash(_("Saved."), "ok")
    return done("account.see")


@bp.post("/account/password")
@audience(*SIGNED_IN)
def change_password():
    """Another password; other sessions end, this one gets a new secret."""
    form = ChangePasswordForm()
    if not form.validate():
        return _page(422, password=form)
    me, hasher = viewer(), current_app.extensions["hasher"]
    try:
        with door():
            hashed = people.checked_change(me.id, form.old.data, form.password.data, hasher)
    except NotUnderstood as error:
        form.refuse(error)
        return _page(422, password=form)

    def change() -> tuple[str, list[str]]:
        people.change_password(me.id, hashed, but=people.digest(cookies.secret()))
        return people.rotate(cookies.secret(), clock.now()), ["password"]

    secret = change_own(change)
    flash(_("Your password is changed. All other sessions have ended."), "ok")
    return cookies.keep(done("account.see"), secret)


@bp.post("/account/sessions/end")
@audience(*SIGNED_IN)
def end_session():
    """End one of my sessions, or all but this one."""
    named, me = request.form.get("session", ""), viewer()
    one = None if named == "others" else _hash(named)

    def change() -> tuple[None, list[str]]:
        now, ended = clock.now(), 1
        if one is None:
            ended = people.end_all(me.id, now, but=people.digest(cookies.secret()))
        else:
            people.end_session(one, now, person=me.id)
        return None, ["sessions"] if ended else []

    change_own(change)
    flash(_("Ended."), "ok")
    return done("account.see")


@bp.post("/account/organisation")
@audience(*SIGNED_IN)
def act_for():
    """Act for another of my organisations."""
    wanted = request.form.get("organisation", type=UUID)
    with door(), transaction():
        mine = {place.ref: place.org for place in people.places(viewer().id)}
        if wanted not in mine:
            raise NotFound(N_("There is no such organisation."))
        secret = people.rotate(cookies.secret(), clock.now(), org=mine[wanted])
    session.clear()
    return cookies.keep(redirect("/", code=303), secret)


@bp.post("/account/grant")
@audience("auditor")
def look_through():
    """Look through another of my grants."""
    wanted = request.form.get("grant", type=UUID)
    now = clock.now()
    with door(), transaction():
        if wanted not in {given.id for given in people.grants_of(viewer().id, now)}:
            raise NotFound(N_("There is no such grant."))
        secret = people.rotate(cookies.secret(), now, grant=wanted)
    return cookies.keep(redirect("/", code=303), secret)


def _page(status: int = 200, details: DetailsForm | None = None, password=None):
    me, now = viewer(), clock.now()
    chosen = current().lens_grant
    with door():
        found = {
            "email": people.email_of(me.id),
            "places": people.places(me.id),
            "sessions": people.open_sessions(me.id, now, cookies.limits()),
            "grants": people.grants_of(me.id, now) if me.role == "auditor" else [],
        }
    return show(
        "account/see.html",
        status=status,
        me=me,
        chosen=chosen,
        here_token=people.digest(cookies.secret()),
        browser=browsers.called,
        details=details or DetailsForm(formdata=None, obj=me),
        password=password or ChangePasswordForm(formdata=None),
        **found,
    )


def _hash(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        abort(400)
