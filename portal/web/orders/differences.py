"""A line in words, and what differs between two of its versions, field by field."""

from datetime import date

from flask_babel import gettext as _

from portal.journey import Journey, Line, Part
from portal.people import Actor
from portal.web import babel
from portal.web.orders.sight import priced
from portal.web.words_units import amount_of, price_words

Described = dict[str, tuple[str, str]]  # key → (label, value)


def described(line: Line, currency: str = "", prices: bool = True) -> Described:
    """Return what is asked, offered and agreed for a line, in the reader's words."""
    found = _item(line)
    if prices:
        found |= _prices(line, currency)
    parts = [part for part in line.parts.values() if not part.tentative]
    for part in parts:
        where = _("Delivery %(n)s: ", n=part.part) if len(line.parts) > 1 else ""
        found |= _of_part(line, part, where)
    for n, part in enumerate((p for p in line.parts.values() if p.tentative), start=1):
        found |= _on_the_table(line, part, _("Further delivery %(n)s: ", n=n))
    return found


def shown_of(journey: Journey, line: Line, by: Actor) -> Described:
    """Return the same with prices as far as this viewer may see them."""
    return described(line, journey.currency, priced(by, journey.partner, journey.owner))


def different(then: Described | None, now: Described | None) -> list[dict]:
    """Return rows {label, then, now, changed} of what is not the same; what is new has no then."""
    then, now = then or {}, now or {}
    return [row for row in side_by_side(then, now) if row["changed"]]


def side_by_side(then: Described, now: Described) -> list[dict]:
    """Return rows {label, then, now, changed} of both versions, in the order of the newer one."""
    keys = [*now, *(key for key in then if key not in now)]
    rows = []
    for key in keys:
        label = (now.get(key) or then[key])[0]
        old, new = (one.get(key, ("", ""))[1] or babel.NOTHING for one in (then, now))
        rows.append({"label": label, "then": old, "now": new, "changed": old != new})
    return rows


def _item(line: Line) -> Described:
    item = line.item
    found = {
        "item": (_("Item"), _named(item)),
        "state": (_("State"), _state(line)),
    }
    if line.substitute:
        found["substitute"] = (_("Item agreed instead"), _named(line.substitute))
    if line.offer and line.offer.item:
        found["offered.item"] = (_("Item proposed"), _named(line.offer.item))
    return {key: row for key, row in found.items() if row[1]}


def _named(item: dict) -> str:
    return " · ".join(text for text in (item.get("name", ""), item.get("code", "")) if text)


def _state(line: Line) -> str:
    words = (
        (line.cancelled, _("cancelled")),
        (line.closed, _("closed: nothing more is waited for")),
        (line.blocked, _("blocked")),
    )
    return ", ".join(text for holds, text in words if holds)


def _prices(line: Line, currency: str) -> Described:
    rows = [("price", _("Price"), line.price, line.per)]
    if line.agreed_price is not None:
        rows.append(("agreed.price", _("Price agreed"), line.agreed_price, line.agreed_per))
    if line.offer:
        rows.append(("offered.price", _("Price proposed"), line.offer.price, line.offer.per))
    if line.counter:
        rows.append(("counter.price", _("Price wanted"), line.counter.price, line.counter.per))
    return {
        key: (label, price_words(price, per or line.per, currency, line.uom))
        for key, label, price, per in rows
        if price is not None
    }


def _of_part(line: Line, part: Part, where: str) -> Described:
    n = part.part
    found = {
        f"{n}.qty": (where + _("Quantity"), amount_of(part.cap, line.uom)),
        f"{n}.ask": (where + _("Requested"), _shown(part.ask_day)),
    }
    if part.agreed_by:
        found[f"{n}.agreed.qty"] = (
            where + _("Quantity agreed"),
            amount_of(min(part.confirmed, part.cap), line.uom),
        )
        day = _("later, the day is open") if part.backordered else _shown(part.agreed_day)
        found[f"{n}.agreed"] = (where + _("Agreed"), day)
    if part.withdrawn:
        found[f"{n}.withdrawn"] = (where + _("Taken back"), amount_of(part.withdrawn, line.uom))
    if part.rejected:
        found[f"{n}.rejected"] = (where + _("Proposed"), _("nothing: refused"))
    return found | _on_the_table(line, part, where)


def _on_the_table(line: Line, part: Part, where: str) -> Described:
    found = {}
    if part.proposal:
        qty = part.cap if part.proposed_qty is None else part.proposed_qty
        day = _("later") if part.later and not part.proposed_day else _shown(part.proposed_day)
        found[f"{part.part}.offer.qty"] = (
            where + _("Quantity proposed"),
            amount_of(qty, line.uom),
        )
        found[f"{part.part}.offer"] = (where + _("Day proposed"), day)
    if part.counter:
        qty = part.cap if part.counter_qty is None else part.counter_qty
        found[f"{part.part}.counter.qty"] = (
            where + _("Quantity wanted instead"),
            amount_of(qty, line.uom),
        )
        found[f"{part.part}.counter"] = (where + _("Day wanted instead"), _shown(part.counter_day))
    return found


def _shown(day: date | None) -> str:
    return babel.day(day) if day else babel.NOTHING
