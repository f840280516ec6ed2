"""The administrator's grants: what an auditor may look at, and until when."""

from uuid import UUID

from flask import flash
from flask_babel import gettext as _

from portal import clock, desk, people
from portal.db import door, moment_text
from portal.errors import PortalError
from portal.ledger import Draft
from portal.web.admin.door import bp, once
from portal.web.admin.forms import ConfirmForm, GrantForm
from portal.web.admin.paging import PAGE, asked
from portal.web.companies import chosen
from portal.web.forms import choices
from portal.web.guard import audience, viewer
from portal.web.pages import done, show


@bp.get("/grants")
@audience("admin")
def list_grants():
    """What we let auditors see, the newest first; a page of it, or what has a word."""
    part = asked()
    with door():
        given, many = people.grants_page(viewer().org, part.words, part.start, PAGE)
    return show(
        "admin/grants.html",
        given=given,
        many=many,
        words=part.words,
        pages=part.pages(many),
        partners=people.called(one.partner for one in given if one.partner),
        now=clock.now(),
    )


@bp.get("/grants/new")
@audience("admin")
def describe_grant():
    """Who may look at what?"""
    return _page(_offered(GrantForm(formdata=None)))


@bp.post("/grants")
@audience("admin")
def give_grant():
    """Let an auditor look."""
    form = _offered(GrantForm())
    right, partner = form.validate(), _partner(form)
    if not right or form.partner.errors:
        return _page(form, 422)
    try:
        once(form, lambda: _given(form, partner))
    except PortalError as error:
        form.refuse(error)
        return _page(form, error.status)
    flash(_("The auditor may look from now on."), "ok")
    return done("admin.list_grants")


@bp.get("/grants/<uuid:grant>/revoke")
@audience("admin")
def ask_revoke(grant: UUID):
    """Really?"""
    return show("admin/revoke.html", given=_grant(grant), form=ConfirmForm(formdata=None))


@bp.post("/grants/<uuid:grant>/revoke")
@audience("admin")
def revoke_grant(grant: UUID):
    """Take the access back at once."""
    given, form = _grant(grant), ConfirmForm()

    def change():
        people.revoke_grant(viewer().org, grant)
        return None, [Draft("grant.revoked", body={"grant": str(grant)}, key=form.key.data)]

    once(form, change)
    flash(_("%(name)s can no longer look.", name=given.person), "ok")
    return done("admin.list_grants")


def _partner(form: GrantForm) -> int | None:
    """Return whose orders alone are meant, None for all; if it is unclear, ask in the form."""
    choice = chosen(form.partner.data)
    picked = next((one for one in choice.near if str(one.public_id) == form.which.data), choice.one)
    if picked or not choice.typed:
        return picked.org if picked else None
    form.partner.errors = [*form.partner.errors, choice.trouble]
    form.which.choices = choices((str(one.public_id), one.label) for one in choice.near)
    return None


def _given(form: GrantForm, partner: int | None) -> tuple[UUID, list[Draft]]:
    made = people.give_grant(
        viewer(),
        UUID(form.person.data),
        form.extent(partner),
        form.expires_at(),
        form.reason.data,
    )
    return made.id, [_said(made, form.key.data)]


def _said(made: people.Grant, key: str) -> Draft:
    body = {"grant": str(made.id), "person": str(made.person)}
    body |= {"expires": moment_text(made.expires_at)}
    body |= {"partner": made.partner} if made.partner else {}
    body |= {"since": moment_text(made.since)} if made.since else {}
    body |= {"until": moment_text(made.until)} if made.until else {}
    return Draft("grant.given", body=body, key=key, details={"text": made.reason})


def _grant(grant: UUID) -> people.Given:
    with door():
        return people.grant_of(viewer().org, grant)


def _offered(form: GrantForm) -> GrantForm:
    with door():
        auditors = people.auditors(viewer().org)
    form.person.choices = choices((str(person), name) for person, name in auditors)
    form.which.choices = []
    return form


def _page(form: GrantForm, status: int = 200):
    offered = [one.label for one in desk.offered()]
    return show("admin/grant_new.html", status=status, form=form, offered=offered)
