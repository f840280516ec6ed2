"""What can be paid of an order, and what the rest waits for, as its page shows it."""

from decimal import Decimal

from flask_babel import gettext as _

from portal.desk import Sheet
from portal.journey import Block, Journey, Line, Payable, payable
from portal.people import Actor
from portal.web.orders.entries import short_no
from portal.web.orders.sight import money, priced
from portal.web.words_steps import who
from portal.web.words_units import amount_of


def payment(sheet: Sheet, by: Actor) -> dict | None:
    """Return what stands between the goods and their payment; None before anything moved."""
    journey = sheet.journey
    sees = priced(by, journey.partner, journey.owner)
    if not sees or not any(part.sent for part in journey.parts()):
        return None
    found = payable(journey)
    if not found:
        return None
    values = [one.value for one in found if one.value is not None]
    return {
        "rows": [_row(journey, one, by) for one in found],
        "whole": money(sum(values, Decimal(0)), journey.currency) if any(values) else "",
    }


def _row(journey: Journey, one: Payable, by: Actor) -> dict:
    line = journey.lines[one.line]
    return {
        "no": short_no(line.no),
        "name": line.item.get("name") or line.item.get("code", ""),
        "ready": amount_of(one.ready, line.uom),
        "value": money(one.value, journey.currency) if one.value else "",
        "blocks": [_block(block, line, journey, by) for block in one.blocks],
    }


def _block(block: Block, line: Line, journey: Journey, by: Actor) -> tuple[str, str]:
    partner = "carrier" if journey.kind == "transport" else "supplier"
    name = partner if block.by == "partner" else block.by
    return _words(block, amount_of(block.n, line.uom)), who(name, by.side, journey.kind)


def _words(block: Block, many: str) -> str:
    words = {
        "answer": _("the line was not answered"),
        "no_price": _("the order names no price"),
        "price": _("another price was proposed"),
        "goods": _("%(many)s not sent", many=many),
        "way": _("%(many)s on the way", many=many),
        "receipt": _("%(many)s delivered, no receipt booked", many=many),
        "proof": _("%(many)s without a proof of delivery", many=many),
        "verdict": _("the proof of delivery was not checked"),
        "damage": _("%(many)s came damaged: send back or accept", many=many),
        "return": _("%(many)s are to go back", many=many),
        "excess": _("%(many)s more than ordered", many=many),
    }
    return words[block.what]
