"""How I want to be told, and what I follow."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import desk, flow, ledger, people
from portal.db import door
from portal.errors import N_, NotUnderstood, PortalError
from portal.people import Actor, choices
from portal.watch import RULES
from portal.web import babel, case_words
from portal.web.account.door import change_own
from portal.web.forms import PortalForm
from portal.web.guard import audience, safe_next
from portal.web.notices.door import READERS, bp, reader
from portal.web.notices.forms import FollowForm, RuleForm, SeverityForm, WishForm
from portal.web.pages import done, show

OWNERS = ("buyer", "admin", "receiving")


@bp.get("/account/notices")
@audience(*READERS)
def see_wishes():
    """How mails come to me, and what I follow."""
    return _page(reader())


@bp.post("/account/notices")
@audience(*READERS)
def wish():
    """Mails come like this from now on."""
    by, form = reader(), WishForm()
    if by.side != "owner":
        del form.least
    if not form.validate():
        return _page(by, 422, form)
    try:
        change_own(lambda: (choices.set_wish(by.id, form.wish), ["notices"]))
    except PortalError as error:
        form.refuse(error)
        return _page(by, error.status, form)
    flash(_("Saved."), "ok")
    return done("notices.see_wishes")


@bp.post("/orders/<uuid:order>/follow")
@audience(*READERS)
def follow_order(order: UUID):
    """I want to hear of everything that happens with this order, or no more."""
    by, owner = reader(), ledger.order_for(order).owner
    _change(owner, by, desk.telling.ORDER, str(order), request.form.get("stop") != "1")
    return redirect(safe_next(request.form.get("next") or url_for("orders.see", order=order)), 303)


@bp.post("/account/notices/follow")
@audience(*OWNERS)
def follow_more():
    """I want to hear of a supplier's troubles, of a rule's cases, of bad ones."""
    by = reader()
    try:
        kind, ref = _chosen()
    except NotUnderstood as error:
        form = FollowForm()
        form.refuse(error)
        return _page(by, 422, following=form)
    _change(by.org, by, kind, ref, wanted=True)
    flash(_("You follow it now."), "ok")
    return done("notices.see_wishes")


@bp.post("/account/notices/unfollow")
@audience(*READERS)
def unfollow():
    """I do not want to hear of this any more."""
    by, wanted = reader(), request.form.get("what", "")
    for one in desk.telling.followed(by.id):
        if _name(one) == wanted:
            _change(one.owner, by, one.kind, one.ref, wanted=False)
    flash(_("You do not follow it any more."), "ok")
    return done("notices.see_wishes")


def _change(owner: int, by: Actor, kind: str, ref: str, wanted: bool) -> None:
    act = desk.telling.follow if wanted else desk.telling.unfollow
    flow.within(owner, lambda: act(by.id, by.org, kind, ref))


def _chosen() -> tuple[str, str]:
    """Return what was chosen to be followed.

    Raises:
        NotUnderstood: there is no such supplier, rule or severity.
    """
    said = request.form
    if said.get("rule") in RULES:
        return desk.telling.RULE, said["rule"]
    if said.get("severity") in map(str, case_words.SEVERITIES):
        return desk.telling.SEVERITY, said["severity"]
    found = desk.finder(people.partners())(said.get("supplier", "").strip())
    if found is None:
        raise NotUnderstood(
            N_("No supplier has this number or name. Write it as in your list of partners."),
            field="supplier",
        )
    return desk.telling.SUPPLIER, str(found)


def _page(by: Actor, status: int = 200, form=None, following=None):
    with door():
        wished = choices.wish_of(by.id)
        email = people.email_of(by.id)
    form = form or WishForm(formdata=None, data=WishForm.data_of(wished))
    if by.side != "owner" and "least" in form:
        del form.least
    owners = by.side == "owner"
    return show(
        "notices/wishes.html",
        status=status,
        form=form,
        email=email,
        zone=by.zone,
        rows=_rows(desk.telling.followed(by.id)),
        again=PortalForm(formdata=None),
        supplier=(following or FollowForm(formdata=None)) if owners else None,
        rule=RuleForm(formdata=None) if owners else None,
        severity=SeverityForm(formdata=None) if owners else None,
    )


def _rows(followed: Sequence[desk.telling.Following]) -> list[dict]:
    numbers = desk.numbers_of([UUID(one.ref) for one in followed if one.kind == desk.telling.ORDER])
    names = people.called([int(one.ref) for one in followed if one.kind == desk.telling.SUPPLIER])
    return [
        {
            "what": _name(one),
            "label": _label(one, numbers, names),
            "url": url_for("orders.see", order=one.ref) if one.kind == desk.telling.ORDER else None,
            "since": babel.moment(one.since),
            "iso": babel.iso(one.since),
        }
        for one in followed
    ]


def _label(one: desk.telling.Following, numbers: dict[UUID, str], names: dict[int, str]) -> str:
    if one.kind == desk.telling.ORDER:
        number = numbers.get(UUID(one.ref))
        return _("Order %(number)s", number=number) if number else _("An order you do not see")
    if one.kind == desk.telling.SUPPLIER:
        return _("Troubles of %(name)s", name=names.get(int(one.ref), one.ref))
    if one.kind == desk.telling.RULE:
        return _("Cases: %(rule)s", rule=case_words.rule(one.ref))
    return _("Cases of severity %(severity)s or worse", severity=_severity(one.ref))


def _severity(ref: str) -> str:
    return case_words.severity(int(ref))["text"]


def _name(one: desk.telling.Following) -> str:
    return f"{one.kind}:{one.owner}:{one.ref}"
