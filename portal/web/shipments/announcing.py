"""Announcing a shipment, and saying its announcement anew."""

from dataclasses import replace
from uuid import UUID

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import bundles, clock, flow, ledger
from portal.desk import Freight, say, ships
from portal.errors import N_, Conflict, NotAllowed, NotFound, NotUnderstood, PortalError
from portal.web.guard import audience, viewer
from portal.web.lines.filters import read_place
from portal.web.orders.page import digest_of
from portal.web.orders.sight import today_of
from portal.web.orders.wording import words
from portal.web.pages import done, show
from portal.web.shipments import typed
from portal.web.shipments.choosing import choose
from portal.web.shipments.door import SENDERS, bp
from portal.web.shipments.filling import (
    MOST_LINES,
    MOST_ORDERS,
    NOWHERE,
    again_of,
    filled,
    freight_of,
    grown,
    read_id,
    started,
)
from portal.web.shipments.forms import NoticeForm

PLAIN = (NotUnderstood, NotAllowed)


@bp.get("/shipments/new")
@audience(*SENDERS)
def start():
    """Choose what is in the shipment; with orders or lines in the address, announce it."""
    return _begun(request.args.getlist("pick")[:MOST_LINES])


@bp.post("/shipments/picks")
@audience(*SENDERS)
def pick():
    """Announce the lines that were ticked in the list of all lines. Nothing is said yet."""
    keys = (bundles.read_key(text) for text in request.form.getlist("row")[:MOST_LINES])
    return _begun([f"{key.order}~{key.line}~{key.part}" for key in keys if key])


def _begun(picked: list[str]):
    """Show the announcement of these lines, or of the orders in the address; else the choice."""
    named = [*request.args.getlist("order"), *(one.partition("~")[0] for one in picked)]
    orders = sorted({read_id(one) for one in named} - {NOWHERE})[:MOST_ORDERS]
    if not orders:
        return choose(viewer(), read_place(request.args.get("after", "")))
    ready = ships.ready_of(orders)
    if {one.row.order for one in ready} != set(orders):
        for order in orders:
            ledger.order_for(order)
    form = started(ready, picked)
    if not form.goods.entries:
        flash(_("Nothing of this is left to send: all of it went, or is announced."), "info")
        return choose(viewer(), None)
    form.ship_on.data = today_of(viewer())
    return _page(form)


@bp.post("/shipments")
@audience(*SENDERS)
def announce():
    """These goods are on their way, or will be."""
    by, form = viewer(), NoticeForm()
    if more := request.form.get("more"):
        return _page(grown(form, more), 200)
    if not form.validate():
        return _page(form, 422)
    goods, crates = typed.goods_of(form), typed.crates_of(form)
    orders = {row.order for row in goods}
    try:
        if not orders:
            raise NotUnderstood(N_("Give the quantity of at least one line."), field="goods")
        papers = typed.papers_of(form, _owner_of(orders))

        def _say(freight: Freight):
            notice = replace(form.notice(papers), answers=typed.answers_of(form))
            return say.announce(freight, by, form.key.data, notice, goods, crates, clock.now())

        sent = flow.Form(form.key.data, digest_of(typed.digests_of(papers)))
        made = flow.announce(orders, _say, by, sent, say.wanted_numbers(crates))
    except PLAIN as error:
        typed.blame(form, error)
        return _page(form, 422, twin=_twin(error))
    except Conflict as error:
        return _page(form, 409, trouble=words(error))
    flash(_("Announced. The buyer sees it now."), "ok")
    return done("shipments.see", shipment=made)


@bp.get("/shipments/<uuid:shipment>/edit")
@audience(*SENDERS)
def correcting(shipment: UUID):
    """The announcement as it stands, to be corrected."""
    there = ships.consignment(shipment)
    if trouble := _closed(there):
        flash(trouble, "warn")
        return done("shipments.see", shipment=shipment)
    form = again_of(there)
    for order in _more_orders():
        have = {(row.form.order.data, row.form.line.data, row.form.part.data) for row in form.goods}
        for one in ships.ready_of([order]):
            place = {"order": str(order), "line": str(one.row.line), "part": str(one.row.part)}
            if one.rest and tuple(place.values()) not in have:
                form.goods.append_entry({**place, "qty": None, "package": "0"})
    return _page(form, there=there)


@bp.post("/shipments/<uuid:shipment>/edit")
@audience(*SENDERS)
def correct(shipment: UUID):
    """That should read otherwise: the whole, said anew."""
    by, form, there = viewer(), NoticeForm(), ships.consignment(shipment)
    if more := request.form.get("more"):
        return _page(grown(form, more), 200, there)
    if not form.validate():
        return _page(form, 422, there)
    goods, crates = typed.goods_of(form), typed.crates_of(form)

    def _say(freight: Freight):
        typed.check_whole(freight, there.orders)
        notice = replace(form.notice([]), answers=typed.answers_of(form))
        return say.change_shipment(freight, by, form.key.data, notice, goods, crates)

    try:
        more = {row.order for row in goods}
        sent = flow.Form(form.key.data, digest_of())
        flow.carry(shipment, _say, by, sent, more, say.wanted_numbers(crates))
    except PLAIN as error:
        typed.blame(form, error)
        return _page(form, 422, there, twin=_twin(error))
    except Conflict as error:
        return _page(form, 409, there, trouble=words(error))
    flash(_("Corrected. Everybody who follows it sees it now."), "ok")
    return done("shipments.see", shipment=shipment)


def _owner_of(orders: set[UUID]) -> int:
    owners = ledger.owners_of(orders)
    if set(owners) != orders:
        raise NotFound(N_("There is no such order."))
    return next(iter(owners.values()))


def _more_orders() -> list[UUID]:
    """Return the orders whose lines are to be offered beside those that are in it already."""
    named = {read_id(one) for one in request.args.getlist("order")} - {NOWHERE}
    return sorted(named)[:MOST_ORDERS]


def _closed(there: ships.Consignment) -> str:
    """Return why a shipment can no longer be changed; "" if it can."""
    try:
        say.check_may_ship(viewer(), there.shipment.shipper, there.owner)
        say.check_open(freight_of(there.orders, there))
    except PortalError as error:
        return words(error)
    return ""


def _twin(error: PortalError) -> str:
    """Return where the shipment is that has this number already, if that is the trouble."""
    first = error.values.get("shipment")
    return url_for("shipments.see", shipment=first) if first else ""


def _page(form: NoticeForm, status: int = 200, there=None, trouble: str = "", twin: str = ""):
    """Show the form of an announcement."""
    made = filled(form, there)
    action = url_for("shipments.announce")
    back = {"url": url_for("shipments.list_shipments"), "label": _("Shipments")}
    if there:
        action = url_for("shipments.correct", shipment=there.id)
        label = _("Shipment %(number)s", number=there.shipment.number)
        back = {"url": url_for("shipments.see", shipment=there.id), "label": label}
    return show(
        "shipments/announce.html",
        "shipments/_announce.html",
        status=status,
        form=form,
        made=made,
        there=there,
        action=action,
        back=back,
        trouble=trouble,
        twin=twin,
        by=viewer(),
    )
