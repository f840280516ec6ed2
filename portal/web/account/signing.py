"""Signing in and out, and the language for those who have not."""

from flask import current_app, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock, people
from portal.db import door, transaction
from portal.web import babel, cookies
from portal.web.account.door import begin_session, bp, change_own, count_try, network
from portal.web.account.forms import SignInForm
from portal.web.guard import EVERYONE, SIGNED_IN, audience, safe_next, viewer
from portal.web.pages import show

YEAR = 365 * 24 * 3600


@bp.get("/sign-in")
@audience(EVERYONE)
def sign_in():
    """Who are you?"""
    onward = safe_next(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(onward, code=303)
    return _ask(SignInForm(formdata=None, next=onward))


@bp.post("/sign-in")
@audience(EVERYONE)
def let_in():
    """Somebody says who they are."""
    form = SignInForm()
    if not form.validate():
        return _ask(form, 422)
    count_try("sign-in", people.SIGN_IN, form.email.data)
    with door():
        known = people.recognise(
            form.email.data, form.password.data, current_app.extensions["hasher"]
        )
    if known is None:
        form.form_errors.append(_("Address or password is wrong. Check both and try again."))
        return _ask(form, 422)
    _remember(known, form.email.data)
    secret = begin_session(known.person, known.places[0].org)
    session.clear()  # forms opened by whoever was here before are no longer good
    return cookies.keep(redirect(safe_next(form.next.data), code=303), secret)


@bp.post("/sign-out")
@audience(EVERYONE)
def sign_out():
    """End this session."""
    with door(), transaction():
        people.end_session(people.digest(cookies.secret()), clock.now())
    session.clear()
    flash(_("You are signed out."), "ok")
    return cookies.drop(redirect(url_for("account.sign_in"), code=303))


@bp.post("/language")
@audience(EVERYONE)
def choose_language():
    """Read the pages in another language."""
    response = redirect(safe_next(request.form.get("next")), code=303)
    chosen = request.form.get("language", "")
    if chosen not in babel.LANGUAGES:
        return response
    if current_user.role in SIGNED_IN and viewer().auth == "session":
        me = viewer()
        change_own(lambda: (None, people.describe(me.id, locale=chosen)))
    response.set_cookie(
        "language",
        chosen,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=cookies.production(current_app),
    )
    return response


def _ask(form: SignInForm, status: int = 200):
    return show("account/sign_in.html", status=status, form=form)


def _remember(known: people.Known, email: str) -> None:
    """Forgive the tries before, and keep a better hash if the settings changed."""
    with door(), transaction():
        people.forgive("sign-in", people.SIGN_IN, email, network())
        if known.better_hash:
            people.keep_hash(known.person, known.better_hash)
