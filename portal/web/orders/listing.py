"""The list of orders: tabs, filters, search that goes straight to a unique hit."""

from dataclasses import replace

from flask import redirect, request, url_for
from flask_babel import gettext as _

from portal import desk, journey
from portal.desk import count_text
from portal.journey import OrderReading
from portal.people import Actor
from portal.web.companies import settled, to_choose
from portal.web.guard import SIGNED_IN, audience, viewer
from portal.web.live import mark
from portal.web.orders.door import bp
from portal.web.orders.filters import UNSURE, Asked, read, sorts_for, tabs_for
from portal.web.orders.following import BUYERS
from portal.web.orders.rows import row
from portal.web.orders.sight import today_of
from portal.web.pages import show
from portal.web.words_order import KINDS


@bp.get("/orders")
@audience(*SIGNED_IN)
def list_orders():
    """Orders the viewer may see; a search with one hit opens that order."""
    by = viewer()
    asked = read(request.args, by.side)
    if address := settled("partner", asked.partner, asked.address(q=asked.q)):
        return address
    if asked.partner.unclear:
        return _show(asked, by, [], {})
    if asked.q:
        return _search(asked, by)
    page = desk.order_page(asked.wanted(today_of(by)), asked.sort, asked.after)
    older = None
    if page.after:
        first, order = page.after
        older = url_for("orders.list_orders", **asked.address(after=f"{first}~{order}"))
    newest = url_for("orders.list_orders", **asked.address()) if asked.after else None
    more = {"older": older, "newest": newest, "trusted": page.trusted}
    return _show(asked, by, page.rows, page.questions, page.expected, **more)


def _search(asked: Asked, by: Actor):
    narrow = journey.Narrow(asked.kind, asked.partner.org)
    found = journey.find(asked.q, narrow=narrow)
    if len(found) == 1 or (found and found[0].why == "exact" and len(_exact(found)) == 1):
        return redirect(url_for("orders.see", order=found[0].order.order), code=303)
    if not found and narrow == journey.Narrow():
        there = desk.ships.find_shipments(asked.q).rows
        if len(there) == 1:
            return redirect(url_for("shipments.see", shipment=there[0].shipment), code=303)
    rows = [one.order for one in found]
    words = {why: say() for why, say in WHY.items()}
    why = {one.order.order: words[one.why] for one in found if one.why in words}
    return _show(asked, by, rows, {}, why=why, most=len(found) >= MOST)


MOST = 50  # found at most
WHY = {
    "exact": lambda: _("whole number"),
    "prefix": lambda: _("begins with it"),
    "part": lambda: _("contains it"),
    "words": lambda: _("by its words"),
}


def _exact(found: list) -> list:
    return [one for one in found if one.why == "exact"]


def _show(
    asked: Asked,
    by: Actor,
    rows: list[OrderReading],
    waiting: dict,
    ahead: dict | None = None,
    trusted: dict | None = None,
    **more,
):
    today, offered = today_of(by), desk.offered()
    names = desk.names_of_others(rows, offered)
    items = desk.first_items(rows)
    return show(
        "orders/orders.html",
        asked=asked,
        by=by,
        live=None if asked.q else mark.of_list(by),  # what was searched for stays as it was found
        tabs=_tabs(asked, by),
        rows=[row(one, by, today, names, items, waiting, ahead, trusted) for one in rows],
        scores=asked.sort == UNSURE,
        movable=by.side == "owner" and by.role in BUYERS,
        asking=by.side != "auditor" and not asked.q,  # whoever searches looks for one order
        offered=[one.label for one in offered],
        choices=to_choose("partner", asked.partner, asked.address(q=asked.q)),
        kinds=[("", _("All")), *KINDS.items()],
        sorts=list(sorts_for(by.side).items()),
        several=len(offered) > 1 or bool(asked.partner.typed),
        partner_label=_("Buyer") if by.side in ("supplier", "carrier") else _("Partner"),
        **{"older": None, "newest": None, "why": {}, "most": False, **more},
    )


def _tabs(asked: Asked, by: Actor) -> list[dict]:
    """Return the tabs; those that mean work say how much, up to a hundred.

    Whoever searches looks for one order, so nothing is counted then.
    """
    today, tabs = today_of(by), tabs_for(by.side)
    counted = {
        tab.name: replace(asked, tab=tab, q="", sort="newest", after=None).wanted(today)
        for tab in tabs
        if tab.name not in ("all", "done", "named") and not (asked.q or asked.partner.unclear)
    }
    counts = desk.order_counts(counted)
    return [
        {
            "label": str(tab.label),
            "url": url_for("orders.list_orders", **asked.address(tab=tab.name, sort="")),
            "current": tab == asked.tab and not asked.q,
            "count": count_text(counts[tab.name]) if tab.name in counts else None,
        }
        for tab in tabs
    ]
