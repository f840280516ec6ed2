"""Who of the partner's people looks after an order."""

from uuid import UUID

from flask import flash
from flask_babel import gettext as _

from portal import desk, flow, people
from portal.db import door
from portal.desk import Sheet
from portal.errors import N_, NotFound
from portal.ledger import Draft
from portal.people import Actor, team
from portal.web.account.teamforms import AssignForm
from portal.web.forms import choices
from portal.web.guard import audience, viewer
from portal.web.orders.door import bp
from portal.web.pages import done, show


@bp.get("/orders/<uuid:order>/staff")
@audience("supplier", "carrier")
def see_staff(order: UUID):
    """Who looks after this order?"""
    sheet, by = desk.sheet_of(order), viewer()
    mates, now = _mates(by, sheet), desk.assigned_to(order)
    form = AssignForm(formdata=None, people=[str(one) for one in now])
    return _page(sheet, form, mates)


@bp.post("/orders/<uuid:order>/staff")
@audience("supplier", "carrier")
def assign(order: UUID):
    """These look after it from now on, and nobody else."""
    sheet, by, form = desk.sheet_of(order), viewer(), AssignForm()
    mates = _mates(by, sheet)
    form.people.choices = _choices(mates)
    if not form.validate():
        return _page(sheet, form, mates, 422)
    wanted = {UUID(one) for one in form.people.data}

    def change(_read):
        before = set(desk.assigned_to(order))
        named = {"given": wanted - before, "ended": before - wanted}
        body = {what: sorted(str(one) for one in some) for what, some in named.items() if some}
        return None, [_said(form, body, by)] if body else []

    flow.about(order, by, change)
    flash(_("Saved."), "ok")
    return done("orders.see", order=order)


def _said(form: AssignForm, body: dict, by: Actor) -> Draft:
    """Others on the order do not learn whom the partner chose."""
    return Draft("order.assigned", key=form.key.data, body=body, shared_with=by.org)


def may_assign(by: Actor, owner: int) -> bool:
    """Say whether somebody says who looks after orders: a manager, or who sees all of them."""
    works = by.side in ("supplier", "carrier") and by.via is None
    return works and (by.manages or by.with_(owner).orders == "all")


def _mates(by: Actor, sheet: Sheet) -> list[team.Mate]:
    owner = sheet.journey.owner
    if not may_assign(by, owner):
        raise NotFound(N_("There is no such order."))
    with door():
        found = team.mates(by.org)
    with_ = people.rights.rights_with
    return [one for one in found if one.active and with_(one.rights, owner).orders != "none"]


def _choices(mates: list[team.Mate]) -> list:
    return choices((str(one.person), one.name) for one in mates)


def _page(sheet: Sheet, form: AssignForm, mates: list[team.Mate], status: int = 200):
    form.people.choices = _choices(mates)
    number = sheet.journey.number
    return show("orders/staff.html", status=status, order=sheet.order, number=number, form=form)
