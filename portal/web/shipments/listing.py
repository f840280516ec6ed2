"""The list of shipments: views, filters, and a search that goes straight to a unique hit."""

import json
from datetime import date, datetime
from uuid import UUID

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import desk, people
from portal.clock import aware
from portal.desk import count_text, ships
from portal.journey import ShipmentReading
from portal.people import Actor
from portal.web.companies import Choice, chosen, settled, to_choose
from portal.web.guard import SIGNED_IN, audience, viewer
from portal.web.orders.sight import today_of
from portal.web.pages import show
from portal.web.shipments.door import SENDERS, bp
from portal.web.words_shipments import late, packages, papers, stage, stage_tone
from portal.web.words_steps import named

TABS = (
    (ships.ANNOUNCED, _l("Announced")),
    (ships.UNDER_WAY, _l("Under way")),
    (ships.LATE, _l("Late")),
    (ships.THERE, _l("Delivered")),
    (ships.RECEIVED, _l("Received")),
    (ships.CANCELLED, _l("Cancelled")),
    (ships.ALL, _l("All")),
)
COUNTED = (ships.ANNOUNCED, ships.UNDER_WAY, ships.LATE)


@bp.get("/shipments")
@audience(*SIGNED_IN)
def list_shipments():
    """Shipments the viewer may see; a search with one hit opens that shipment."""
    by, partner = viewer(), chosen(request.args.get("partner"))
    asked = _asked(partner)
    if address := settled("partner", partner, asked):
        return address
    if q := asked.get("q"):
        found = ships.find_shipments(q)
        if len(found.rows) == 1:
            return redirect(url_for("shipments.see", shipment=found.rows[0].shipment), code=303)
        return _show(by, asked, partner, found)
    if partner.unclear:
        return _show(by, asked, partner, ships.ShipmentPage([]))
    wanted = _wanted(asked, partner, today_of(by))
    page = ships.shipment_page(wanted, _place(request.args.get("after", "")))
    older = None
    if page.after:
        after = f"{page.after[0].isoformat()}~{page.after[1]}"
        older = url_for("shipments.list_shipments", **asked, after=after)
    newest = url_for("shipments.list_shipments", **asked) if request.args.get("after") else None
    return _show(by, asked, partner, page, older=older, newest=newest)


def _asked(partner: Choice) -> dict[str, str]:
    """Return the fields of the list's address."""
    views = [name for name, _label in TABS]
    view = request.args.get("view", "")
    fields = {
        "view": view if view in views else ships.ALL,
        "q": " ".join(request.args.get("q", "").split())[:200],
        "partner": partner.key,
        "carrier": " ".join(request.args.get("carrier", "").split())[:80],
        "papers": "1" if request.args.get("papers") == "1" else "",
    }
    return {name: value for name, value in fields.items() if value}


def _wanted(
    asked: dict[str, str], partner: Choice, today: date, view: str = ""
) -> ships.ShipmentsWanted:
    return ships.ShipmentsWanted(
        today,
        view or asked["view"],
        partner.org,
        asked.get("carrier", ""),
        bool(asked.get("papers")),
    )


def _show(by: Actor, asked: dict[str, str], partner: Choice, page: ships.ShipmentPage, **more):
    offered, today = desk.offered(), today_of(by)
    names = _names(page.rows, by)
    return show(
        "shipments/list.html",
        asked=asked,
        partner=partner,
        tabs=_tabs(asked, partner, today),
        rows=[_row(one, by, today, names, page.own.get(one.shipment, {})) for one in page.rows],
        offered=[one.label for one in offered],
        several=len(offered) > 1 or bool(partner.typed),
        partner_label=_("Buyer") if by.side in ("supplier", "carrier") else _("Partner"),
        choices=to_choose("partner", partner, {k: v for k, v in asked.items() if k != "partner"}),
        may_announce=by.role in SENDERS,
        **{"older": None, "newest": None, **more},
    )


def _tabs(asked: dict[str, str], partner: Choice, today: date) -> list[dict]:
    """Return the views; those that mean work say how much, up to a hundred."""
    counts = {}
    if "q" not in asked and not partner.unclear:
        views = {name: _wanted(asked, partner, today, name) for name in COUNTED}
        counts = ships.shipment_counts(views)
    kept = {name: value for name, value in asked.items() if name not in ("view", "q")}
    return [
        {
            "label": str(label),
            "url": url_for("shipments.list_shipments", view=name, **kept),
            "current": name == asked["view"] and "q" not in asked,
            "count": count_text(counts[name]) if name in counts else None,
        }
        for name, label in TABS
    ]


def _names(rows: list[ShipmentReading], by: Actor) -> dict[int, str]:
    """Return what the companies on a page are called by whoever looks."""
    orgs = {org for one in rows for org in (one.owner, one.shipper, one.consignee, one.carrier)}
    orgs -= {0}
    if by.side in ("supplier", "carrier", "customer"):
        return people.names(orgs)
    return people.names(orgs & {one.owner for one in rows}) | people.called(orgs)


def _row(
    one: ShipmentReading, by: Actor, today: date, names: dict[int, str], own: ships.Own
) -> dict:
    drawn = json.loads(one.fold)
    counted, tone = papers(one.missing, one.needed)
    ours = by.org in (one.shipper, 0)
    reached = "RECEIVED" if one.received and not one.cancelled else one.stage
    other = (one.consignee or one.owner) if ours else one.shipper
    return {
        "url": url_for("shipments.see", shipment=one.shipment),
        "number": one.number,
        "other": names.get(other, ""),
        "to": one.to_site,
        "carrier": one.carrier_name or names.get(one.carrier, ""),
        "refs": [*drawn.get("tracking", ()), *drawn.get("container", ())],
        "packages": packages(drawn.get("packages", {})),
        "left": one.ship_day,
        "due": one.stated_to,
        "stage": named(own.get(reached, "")) or stage(reached),
        "tone": stage_tone(one),
        "late": late(one.late_from, today) if one.open else "",
        "papers": counted if not one.cancelled else "",
        "papers_tone": tone,
    }


def _place(text: str) -> tuple[datetime, UUID] | None:
    """Return where the page before ended; an address somebody cut in half starts anew."""
    at, _tilde, shipment = text.partition("~")
    try:
        return aware(datetime.fromisoformat(at)), UUID(shipment)
    except ValueError:
        return None
