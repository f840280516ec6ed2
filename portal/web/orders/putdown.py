"""The list of cases that were put down to a partner: what it may contest, and what came of it."""

from uuid import UUID

from flask import request, url_for

from portal import people
from portal.db import moment_of, moment_text
from portal.desk import cases
from portal.web import babel, case_words
from portal.web.guard import audience
from portal.web.orders.charged import STATES
from portal.web.orders.charges import PARTNERS
from portal.web.orders.door import bp
from portal.web.pages import show


@bp.get("/charges")
@audience(*PARTNERS)
def list_charges():
    """What was put down to us, the newest first."""
    page = cases.put_down(_place(request.args.get("after", "")))
    names = people.called(one.owner for one in page.rows)
    return show(
        "orders/charges.html",
        rows=[_row(one, names) for one in page.rows],
        older=url_for("orders.list_charges", after=_text(page.after)) if page.after else None,
        newest=url_for("orders.list_charges") if request.args.get("after") else None,
    )


def _row(one: cases.PutDown, names: dict[int, str]) -> dict:
    charge = one.charge
    text, tone = STATES[charge.state]
    return {
        "url": url_for("orders.see_charge", order=one.order, case=charge.case),
        "title": case_words.rule(charge.rule),
        "says": case_words.trouble(charge.rule, charge.words, over=True),
        "order": url_for("orders.see", order=one.order),
        "number": one.number,
        "buyer": names.get(one.owner, ""),
        "cause": case_words.cause(charge.cause),
        "state": {"text": str(text), "tone": tone},
        "told": babel.moment(charge.told_at),
        "told_iso": babel.iso(charge.told_at),
    }


def _text(place: cases.Place) -> str:
    at, order, seq = place
    return f"{moment_text(at)}_{order.hex}_{seq}"


def _place(text: str) -> cases.Place | None:
    """Return where a page starts; an address somebody changed by hand starts at the top."""
    try:
        at, order, seq = text.split("_")
        return moment_of(at), UUID(order), int(seq)
    except ValueError:
        return None
