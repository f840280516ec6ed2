"""The administrator's people: who is here, who is invited, who may do what."""

from datetime import timedelta
from uuid import UUID

from flask import current_app, flash, request, session, url_for
from flask_babel import gettext as _

from portal import clock, desk, people
from portal.db import door
from portal.errors import PortalError
from portal.ledger import Draft
from portal.people import HOUSE_ROLES, PARTNER_ROLES, ROLES
from portal.web import babel, words
from portal.web.admin.door import bp, once
from portal.web.admin.forms import ConfirmForm, InviteForm, RoleForm
from portal.web.admin.paging import PAGE, Part, asked
from portal.web.forms import choices
from portal.web.guard import audience, viewer
from portal.web.pages import done, show
from portal.web.words_days import hours_words

LINK = "invitation"  # where the link just made waits in the form cookie to be shown once


@bp.get("/people")
@audience("admin")
def list_people():
    """Everybody who works here or was invited by us, by name; a page, or those with a word."""
    me, part = viewer(), asked()
    with door():
        rows, many = people.members_page(me.org, part.words, part.start, PAGE)
        _, invited = people.invitations_page(me.org, clock.now(), part.words, 0, 0)
    counts = {"list_people": many, "list_invitations": invited}
    return _listed("admin/people.html", part, rows, counts)


@bp.get("/people/invitations")
@audience("admin")
def list_invitations():
    """Whom we invited and who has not come yet, the newest first."""
    me, part = viewer(), asked()
    with door():
        rows, invited = people.invitations_page(me.org, clock.now(), part.words, part.start, PAGE)
        _, many = people.members_page(me.org, part.words, 0, 0)
    counts = {"list_people": many, "list_invitations": invited}
    return _listed("admin/invitations.html", part, rows, counts)


@bp.get("/people/invite")
@audience("admin")
def ask_whom():
    """Whom do you want to invite?"""
    return _invite_page(InviteForm(formdata=None, role="buyer"), None)


@bp.get("/organisations/<uuid:org>/invite")
@audience("admin")
def ask_whom_there(org: UUID):
    """Whom do you want to invite at a partner?"""
    partner = people.partner_at(org)
    return _invite_page(InviteForm(formdata=None, role=partner.kinds.split(",")[0]), partner)


@bp.post("/people/invite")
@audience("admin")
def invite():
    """Invite somebody to our own organisation."""
    return _invite(None)


@bp.post("/organisations/<uuid:org>/invite")
@audience("admin")
def invite_there(org: UUID):
    """Invite somebody to a partner."""
    return _invite(people.partner_at(org))


@bp.get("/people/<uuid:org>/<uuid:person>")
@audience("admin")
def see_person(org: UUID, person: UUID):
    """One person: role, since when, what may be changed."""
    member = _member(org, person)
    return _person_page(member, _with_roles(RoleForm(formdata=None, role=member.role), member))


@bp.post("/people/<uuid:org>/<uuid:person>/role")
@audience("admin")
def give_role(org: UUID, person: UUID):
    """Give another role."""
    member = _member(org, person)
    form = _with_roles(RoleForm(), member)
    if not form.validate():
        return _person_page(member, form, 422)

    def change():
        people.give_role(viewer().org, person, member.org, form.role.data)
        return member, [_role_given(member, form.role.data, form.key.data)]

    once(form, change)
    flash(_("%(name)s now is: %(role)s.", name=member.name, role=words.role(form.role.data)), "ok")
    return done("admin.see_person", org=org, person=person)


@bp.get("/people/<uuid:org>/<uuid:person>/deactivate")
@audience("admin")
def ask_deactivate(org: UUID, person: UUID):
    """Really?"""
    return show(
        "admin/deactivate.html", member=_member(org, person), form=ConfirmForm(formdata=None)
    )


@bp.post("/people/<uuid:org>/<uuid:person>/deactivate")
@audience("admin")
def deactivate(org: UUID, person: UUID):
    """End somebody's access; their sessions end at once."""
    member, form = _member(org, person), ConfirmForm()
    body = {"person": str(person), "organisation": member.org}

    def change():
        people.deactivate(viewer().org, person, member.org)
        return member, [Draft("role.ended", body=body, key=form.key.data)]

    once(form, change)
    flash(_("%(name)s can no longer sign in here.", name=member.name), "ok")
    return done("admin.list_people")


@bp.post("/people/<uuid:org>/<uuid:person>/reactivate")
@audience("admin")
def reactivate(org: UUID, person: UUID):
    """Let somebody in again."""
    member, form = _member(org, person), ConfirmForm()

    def change():
        people.reactivate(viewer().org, person, member.org)
        return member, [_role_given(member, member.role, form.key.data)]

    once(form, change)
    flash(_("%(name)s may sign in again.", name=member.name), "ok")
    return done("admin.see_person", org=org, person=person)


def _listed(page: str, part: Part, rows: list, counts: dict[str, int]):
    """Show one of the two lists; the tabs say how much of what was searched for is in each."""
    labels = {"list_people": _("People"), "list_invitations": _("Open invitations")}
    here = request.endpoint.removeprefix("admin.")
    tabs = [
        {
            "label": label,
            "url": url_for(f"admin.{name}", q=part.words or None),
            "current": name == here,
            "count": babel.amount(counts[name]),
        }
        for name, label in labels.items()
    ]
    return show(
        page,
        rows=rows,
        action=url_for(request.endpoint),
        tabs=tabs,
        words=part.words,
        pages=part.pages(counts[here]),
        link=session.pop(LINK, None),
    )


def _invite(partner: people.Partner | None):
    form = _with_offer(InviteForm(), partner)
    if not form.validate():
        return _invite_page(form, partner, 422)
    try:
        secret = once(form, lambda: _invited(form, partner.org if partner else None))
    except PortalError as error:
        form.refuse(error)
        return _invite_page(form, partner, error.status)
    if secret:
        path = url_for("account.look_at_invitation", secret=secret)
        session[LINK] = {"email": form.email.data, "url": _public(path)}
    return done("admin.list_people")


def _invited(form: InviteForm, org: int | None) -> tuple[str, list[Draft]]:
    """Make the link, leave its mail to the worker, and say that it was done."""
    by, email, role = viewer(), form.email.data, form.role.data
    lasts = timedelta(hours=int(current_app.config["INVITE_HOURS"]))
    secret = people.invite(by, email, role, lasts, org)
    desk.notify("invitation", {"token": people.digest(secret).hex()}, address=people.address(email))
    body = {"role": role, "organisation": org or by.org}
    return secret, [
        Draft("person.invited", body=body, key=form.key.data, details={"recipient": email})
    ]


def _public(path: str) -> str:
    return str(current_app.config["PUBLIC_URL"]).rstrip("/") + path


def _role_given(member: people.Member, role: str, key: str) -> Draft:
    body = {"person": str(member.person), "organisation": member.org, "role": role}
    return Draft("role.given", body=body, key=key)


def _member(org: UUID, person: UUID) -> people.Member:
    with door():
        return people.member(viewer().org, person, org)


def _with_roles(form, member: people.Member):
    roles = HOUSE_ROLES if member.org == viewer().org else PARTNER_ROLES
    form.role.choices = _choices(roles)
    return form


def _with_offer(form: InviteForm, partner: people.Partner | None) -> InviteForm:
    kinds = partner.kinds.split(",") if partner else ()
    fits = {name for name in PARTNER_ROLES if ROLES[name].side in kinds}
    form.role.choices = _choices(fits if partner else HOUSE_ROLES)
    return form


def _choices(roles) -> list:
    return choices((name, words.ROLES[name]) for name in ROLES if name in roles)


def _invite_page(form: InviteForm, partner: people.Partner | None, status: int = 200):
    lasts = hours_words(int(current_app.config["INVITE_HOURS"]))
    form = _with_offer(form, partner)
    return show("admin/invite.html", status=status, form=form, partner=partner, lasts=lasts)


def _person_page(member: people.Member, form: RoleForm, status: int = 200):
    return show(
        "admin/person.html",
        status=status,
        member=member,
        form=form,
        me=viewer(),
        again=ConfirmForm(),
    )
