"""Another price or another item in an answer: where it is offered, what stands beside it."""

from dataclasses import replace

from portal.desk import say
from portal.journey import Journey, Line
from portal.people import Actor
from portal.web.orders.sight import priced
from portal.web.words_units import price_words


def otherwise(read: Journey, line: Line, by: Actor) -> dict:
    """Return whether price and item can be answered otherwise, and what holds now of each."""
    price, per = say.in_force(line)
    held = line.substitute or line.item
    return {
        "priced": priced(by, read.partner, read.owner),
        "items": read.kind in say.SHIPPED,
        "price_now": "" if price is None else price_words(price, per, read.currency, line.uom),
        "item_now": " · ".join(held[name] for name in ("name", "code") if held.get(name)),
    }


def offered_start(line: Line) -> dict:
    """Return item and price of the open proposal as values of the form; else nothing."""
    if line.offer is None:
        return {}
    item = line.offer.item
    start = {"item": item.get("code", ""), "item_name": item.get("name", "")} if item else {}
    if line.offer.price is not None:
        start |= {"price": line.offer.price, "per": line.offer.per or line.per}
    return start


def with_terms(note: say.Note, read: Journey, number: int, by: Actor) -> say.Note:
    """Return a note whose price and item can be meant by whoever typed it.

    Whoever may not see prices proposes none: one that a colleague proposed stands.
    """
    line = read.lines.get(number)
    if line is None:
        return note
    if read.kind not in say.SHIPPED:
        note = replace(note, item={})
    if not priced(by, read.partner, read.owner):
        stands = line.offer
        return replace(note, price=stands and stands.price, per=stands and stands.per)
    return replace(note, per=note.per or say.in_force(line)[1])
