"""Choosing what goes into a shipment: lines of all orders of which something is to be sent."""

from flask import request, url_for

from portal import desk, journey
from portal.desk import LinePlace, LinesWanted, ships
from portal.people import Actor
from portal.web.lines.filters import place_text
from portal.web.orders.entries import short_no
from portal.web.orders.sight import today_of
from portal.web.pages import show
from portal.web.shipments.filling import key_of
from portal.web.words_units import amount_of


def choose(by: Actor, after: LinePlace | None):
    """Show the lines to choose from, the most pressing first."""
    q = " ".join(request.args.get("q", "").split())[:200]
    orders = tuple(one.order.order for one in journey.find(q)) if q else None
    wanted = LinesWanted(today_of(by), by.zone, orders=orders)
    rows, last = ships.ready_page(wanted, after)
    names = desk.names_of_others([one.row for one in rows])
    older = place_text(last) if last else ""
    return show(
        "shipments/choose.html",
        rows=[_row(one, by, names) for one in rows],
        q=q,
        older=url_for("shipments.start", q=q or None, after=older) if older else None,
        newest=url_for("shipments.start", q=q or None) if after else None,
    )


def _row(one: ships.Ready, by: Actor, names: dict[int, str]) -> dict:
    row = one.row
    other = row.partner if by.side == "owner" else row.owner
    return {
        "key": key_of(one),
        "number": row.number,
        "no": short_no(row.no),
        "url": url_for("orders.see", order=row.order),
        "other": names.get(other, ""),
        "item": row.item_name or row.item,
        "rest": amount_of(one.rest, row.uom),
        "whole": amount_of(row.cap, row.uom),
        "due": row.agreed_day or row.ask_day,
        "site": row.site,
        "state": row.view,
    }
