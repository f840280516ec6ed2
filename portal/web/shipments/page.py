"""One shipment: its page, and what every change of it has in common."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, flash, make_response, request, url_for
from flask_babel import gettext as _

from portal import flow
from portal.desk import Freight, say, ships
from portal.errors import Conflict, NotAllowed, NotUnderstood
from portal.people import Actor
from portal.web.forms import PortalForm
from portal.web.guard import SIGNED_IN, audience, viewer
from portal.web.orders.forms import refuse
from portal.web.orders.page import digest_of
from portal.web.orders.sight import today_of
from portal.web.orders.wording import words
from portal.web.pages import done, show, wants_part
from portal.web.shipments import sight
from portal.web.shipments.acts import Act, offered, open_act
from portal.web.shipments.door import bp
from portal.web.shipments.papers import needs, papers

Say = Callable[[Freight], dict]


@bp.get("/shipments/<uuid:shipment>")
@audience(*SIGNED_IN)
def see(shipment: UUID):
    """One shipment: how far it is, what is in it, its papers, and all that was said."""
    by, there = viewer(), ships.consignment(shipment)
    do, what = request.args.get("do", ""), request.args.get("what", "")
    answer = show_shipment(there, open_act(there, by, today_of(by), do, what))
    if by.side == "auditor":
        flow.looked(there.owner, by, "shipment", shipment)
    return answer


def show_shipment(
    there: ships.Consignment, act: Act | None = None, status: int = 200, error: str = ""
):
    """Return the page (or part) of a shipment, with one form open."""
    by = viewer()
    today = today_of(by)
    page, status = show(
        "shipments/shipment.html",
        "shipments/_shipment.html",
        status=status,
        shipment=there.id,
        alone=wants_part(),
        by=by,
        head=sight.head(there, by, today),
        facts=sight.facts(there),
        steps=sight.steps(there, today),
        acts=offered(there, by),
        act=act,
        goods=sight.goods(there),
        crates=sight.crates(there),
        needs=needs(there),
        papers=papers(there, by),
        prints=_prints(there),
        entries=sight.history(there),
        takes_back=_taken_back(there, by),
        error=error,
    )
    answer = make_response(page, status)
    if wants_part() and request.method == "GET":
        answer.headers["HX-Replace-Url"] = request.full_path.rstrip("?")
    return answer


def tell(
    there: ships.Consignment,
    form: PortalForm,
    say_it: Say,
    do: str,
    what: str = "",
    extra: bytes = b"",
) -> Response:
    """Tell what was typed; show the shipment afterwards, or the form again with what is wrong."""
    try:
        sent = flow.Form(form.key.data, digest_of(extra))
        flow.carry(there.id, say_it, viewer(), sent)
    except Conflict as error:
        return again(there, form, do, what, 409, words(error))
    except (NotUnderstood, NotAllowed) as error:
        refuse(form, error)
        return again(there, form, do, what)
    flash(_("Saved. Everybody who follows this shipment sees it now."), "ok")
    return done("shipments.see", shipment=there.id)


def again(
    there: ships.Consignment,
    form: PortalForm,
    do: str,
    what: str = "",
    status: int = 422,
    error: str = "",
) -> Response:
    """Show the shipment with this form open, as it was typed."""
    by, there = viewer(), ships.consignment(there.id)
    act = open_act(there, by, today_of(by), do, what, form)
    if act is None and not error:
        error = "; ".join(str(text) for text in form.form_errors) or _("This cannot be said now.")
    return show_shipment(there, act, status, error)


def _prints(there: ships.Consignment) -> list[dict]:
    """Return the papers that can be made of it, for whoever may see what is in it."""
    if not there.contents:
        return []
    found = [("shipments.print_list", _("Packing list (PDF)"), "doc")]
    if there.shipment.packages and not there.shipment.cancelled:
        found.append(("shipments.print_labels", _("Labels (PDF)"), "download"))
    return [
        {"url": url_for(name, shipment=there.id), "label": label, "icon": icon}
        for name, label, icon in found
    ]


def _taken_back(there: ships.Consignment, by: Actor) -> dict[str, str]:
    """Return where each event that this viewer may take back is taken back."""
    return {
        one.ident: url_for("shipments.see", shipment=there.id, do="take-back", what=one.ident)
        for one in there.said
        if say.may_take_back(one, by, there.shipment)
    }
