"""The administrator's keys: what our own machines may ask, made, shown once, taken back."""

from uuid import UUID

from flask import flash
from flask_babel import gettext as _

from portal import clock, people
from portal.db import door, moment_text
from portal.errors import PortalError
from portal.ledger import Draft
from portal.web.admin.door import bp, once
from portal.web.admin.forms import ConfirmForm, KeyForm
from portal.web.admin.paging import PAGE, asked
from portal.web.guard import audience, viewer
from portal.web.pages import done, show
from portal.web.words import KEY_SCOPES


@bp.get("/keys")
@audience("admin")
def list_keys():
    """The keys of our machines, the newest first; a page of them, or those that have a word."""
    part = asked()
    with door():
        keys, many = people.keys.page(viewer().org, part.words, part.start, PAGE)
    return show(
        "admin/keys.html",
        keys=keys,
        many=many,
        words=part.words,
        pages=part.pages(many),
        scopes=KEY_SCOPES,
        now=clock.now(),
    )


@bp.get("/keys/new")
@audience("admin")
def describe_key():
    """What is it for, and what may it do?"""
    return show("admin/key_new.html", form=KeyForm(formdata=None))


@bp.post("/keys")
@audience("admin")
def make_key():
    """Make a key, and show its secret: this once, since nobody keeps it."""
    form = KeyForm()
    if not form.validate():
        return show("admin/key_new.html", status=422, form=form)
    try:
        made = once(form, lambda: _made(form))
    except PortalError as error:
        form.refuse(error)
        return show("admin/key_new.html", status=error.status, form=form)
    if made is None:
        flash(_("This key was made already. If its secret is lost, make another."), "warn")
        return done("admin.list_keys")
    return show("admin/key_made.html", name=form.name.data, secret=made)


@bp.get("/keys/<uuid:key>/revoke")
@audience("admin")
def ask_revoke_key(key: UUID):
    """Really?"""
    return show("admin/key_revoke.html", key=_key(key), form=ConfirmForm(formdata=None))


@bp.post("/keys/<uuid:key>/revoke")
@audience("admin")
def revoke_key(key: UUID):
    """Take a key back at once."""
    known, form = _key(key), ConfirmForm()

    def change():
        people.keys.revoke(viewer().org, key)
        return None, [Draft("key.revoked", body={"key": str(key)}, key=form.key.data)]

    once(form, change)
    flash(_("Nothing can be asked with the key %(name)s any more.", name=known.name), "ok")
    return done("admin.list_keys")


def _made(form: KeyForm) -> tuple[str, list[Draft]]:
    ends = form.expires_at()
    key, secret = people.keys.make(viewer(), form.name.data, form.scopes.data, ends)
    body = {"key": str(key), "scopes": sorted(form.scopes.data)}
    body |= {"expires": moment_text(ends)} if ends else {}
    return secret, [Draft("key.made", body=body, key=form.key.data)]


def _key(key: UUID) -> people.keys.KeyView:
    with door():
        return people.keys.called(viewer().org, key)
