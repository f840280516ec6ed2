"""Who has a link to an order: the buyer sends and takes back, a partner's manager takes back."""

from uuid import UUID

from flask import flash
from flask_babel import gettext as _

from portal import clock, desk, flow, ledger, people
from portal.desk import Sheet
from portal.errors import N_, NotAllowed, NotFound, NotUnderstood
from portal.people import LinkRow, Recipient
from portal.web.guard import audience, viewer
from portal.web.links.door import bp
from portal.web.links.forms import AgainForm, SendForm, TakeBackForm
from portal.web.pages import done, show

BUYERS = ("buyer", "admin")
KEEPERS = (*BUYERS, "supplier", "carrier")


@bp.get("/orders/<uuid:order>/links")
@audience(*KEEPERS)
def list_links(order: UUID):
    """Which mailboxes have a link to this order?"""
    return _page(order, SendForm(formdata=None))


@bp.post("/orders/<uuid:order>/links")
@audience(*BUYERS)
def send(order: UUID):
    """Send a mailbox of the partner a link."""
    form, sheet = SendForm(), desk.sheet_of(order)
    if not form.validate():
        return _page(order, form, 422)
    try:
        to = _recipient(sheet, form)
        flow.about(order, viewer(), lambda _read: desk.linking.send_link(order, to))
    except (NotUnderstood, NotAllowed) as error:
        form.refuse(error)
        return _page(order, form, 422)
    flash(_("The link is on its way to %(address)s.", address=to.address), "ok")
    return done("links.list_links", order=order)


@bp.post("/orders/<uuid:order>/links/<uuid:link>/again")
@audience(*BUYERS)
def send_again(order: UUID, link: UUID):
    """Mail the link once more, as a reminder."""
    row, form = _link(order, link), AgainForm()
    if not form.validate() or row.revoked:
        raise NotAllowed(N_("This link was taken back. Send a new one."))
    flow.within(row.owner, lambda: desk.linking.send_again(link))
    flash(_("The link is on its way to %(address)s.", address=row.address), "ok")
    return done("links.list_links", order=order)


@bp.get("/orders/<uuid:order>/links/<uuid:link>/revoke")
@audience(*KEEPERS)
def ask_revoke(order: UUID, link: UUID):
    """Really?"""
    row = _link(order, link)
    form = TakeBackForm(formdata=None)
    return show("links/revoke.html", order=order, link=row, form=form)


@bp.post("/orders/<uuid:order>/links/<uuid:link>/revoke")
@audience(*KEEPERS)
def revoke(order: UUID, link: UUID):
    """The link ends now, and whoever sits at it is out at the next click."""
    row, by = _link(order, link), viewer()
    flow.about(order, by, lambda _read: desk.linking.take_back(link, by))
    flash(_("The link sent to %(address)s has ended.", address=row.address), "ok")
    return done("links.list_links", order=order)


def _recipient(sheet: Sheet, form: SendForm) -> Recipient:
    """Return the partner's mailbox that was typed.

    Raises:
        NotUnderstood: the address is none, or the order has no partner who acts by links.
    """
    address = desk.linking.check_address(form.address.data, form.name.data or "")
    journey = sheet.journey
    side = dict(_parties(sheet)).get(journey.partner)
    if side not in people.by_link.SIDES:
        raise NotUnderstood(N_("Only suppliers and carriers act by a link."), field="address")
    return Recipient(
        journey.partner,
        side,
        address,
        form.name.data or "",
        shared=form.shared.data,
        locale=form.locale.data,
    )


def _parties(sheet: Sheet) -> list[tuple[int, str]]:
    return flow.within(sheet.journey.owner, lambda: ledger.parties_of(sheet.order))


def _link(order: UUID, link: UUID) -> LinkRow:
    """Return a link of this order that the viewer may take back.

    Raises:
        NotFound: there is none, or the viewer may not know of it.
    """
    for row in _links(order):
        if row.id == link:
            return row
    raise NotFound(N_("There is no such link, or it has ended already."))


def _links(order: UUID) -> list[LinkRow]:
    """Return the links of an order; of a partner's people only its managers see them."""
    by = viewer()
    ledger.order_for(order)
    if by.side != "owner" and not by.manages:
        raise NotFound(N_("There is no such order."))
    return people.by_link.links_of(order)


def _page(order: UUID, form: SendForm, status: int = 200):
    rows, sheet, by, now = _links(order), desk.sheet_of(order), viewer(), clock.now()
    if form.locale.data is None or form.locale.data == "None":
        form.locale.data = by.locale
    return show(
        "links/links.html",
        status=status,
        order=order,
        number=sheet.journey.number,
        links=[(row, _state(row, now)) for row in rows],
        form=form,
        again=AgainForm(formdata=None),
        sends=by.role in BUYERS,
    )


def _state(row: LinkRow, now) -> tuple[str, str]:
    if row.revoked:
        return _("taken back"), "bad"
    if not people.by_link.alive(row, now):
        return _("expired"), "neutral"
    return _("good"), "ok"
