"""A forgotten password. The answer is the same whether an address is known or not."""

from datetime import timedelta

from flask import current_app, flash, session
from flask_babel import gettext as _

from portal import clock, desk, flow, people
from portal.db import door, transaction
from portal.errors import NotUnderstood
from portal.web.account.door import bp, changed, count_try, private
from portal.web.account.forms import ForgotForm, NewPasswordForm
from portal.web.guard import EVERYONE, audience
from portal.web.pages import done, show


@bp.get("/forgot")
@audience(EVERYONE)
def forgot():
    """I do not know my password any more."""
    return show("account/forgot.html", form=ForgotForm(formdata=None))


@bp.post("/forgot")
@audience(EVERYONE)
def send_link():
    """Send a link, if there is somebody to send it to."""
    form = ForgotForm()
    if not form.validate():
        return show("account/forgot.html", status=422, form=form)
    count_try("forgot", people.FORGOT, form.email.data)
    _send(form.email.data)
    return done("account.sent")


@bp.get("/forgot/sent")
@audience(EVERYONE)
def sent():
    """If we know the address, a mail is on its way."""
    return show("account/sent.html")


@bp.get("/reset/<string:secret>")
@audience(EVERYONE)
def see_reset(secret: str):
    """Choose a new password."""
    return _page(secret, NewPasswordForm(formdata=None))


@bp.post("/reset/<string:secret>")
@audience(EVERYONE)
def reset(secret: str):
    """Somebody chose a new password: every session ends, this link is used up."""
    form = NewPasswordForm()
    if not form.validate():
        return _page(secret, form, 422)
    try:
        with door():
            hashed = people.new_hash(secret, form.password.data, current_app.extensions["hasher"])
            by = people.holder_of(secret)
            house = people.house_of(by.id, by.org)
    except NotUnderstood as error:
        form.refuse(error)
        return _page(secret, form, 422)
    changed(house, by, lambda: (people.reset(secret, hashed), ["password"]))
    session.clear()
    flash(_("Your password is changed. Sign in with the new one."), "ok")
    return done("account.sign_in")


def _send(email: str) -> None:
    """Make the link and leave the mail to the worker, which writes it with a secret of its own."""
    lasts = timedelta(minutes=int(current_app.config["RESET_MINUTES"]))
    with door(), transaction():
        link = people.forgot(email, lasts)
        house = people.house_of(link.person) if link else None
    if link is None or house is None:
        return
    flow.within(
        house, lambda: desk.notify("reset", {"token": link.token.hex()}, person=link.person)
    )


def _page(secret: str, form: NewPasswordForm, status: int = 200):
    with door():
        email = people.reset_of(secret, clock.now())
    return private(show("account/reset.html", status=status, secret=secret, email=email, form=form))
