"""The lines of an order as its page shows them: quantities, deliveries, whose turn it is."""

from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from flask_babel import gettext as _

from portal.desk import Sheet, say
from portal.journey import Journey, Line, Part
from portal.people import Actor
from portal.web import babel
from portal.web.names import Names
from portal.web.orders.deal import BUYERS, of_line
from portal.web.orders.entries import names_of, promises, short_no
from portal.web.orders.foreseen import Foreseen, foreseen
from portal.web.orders.needs import needs_text
from portal.web.orders.places import line_picture, part_picture
from portal.web.orders.sight import priced
from portal.web.orders.standing import can_be_given_up, terms_changed, what_is_wanted
from portal.web.said import sentence
from portal.web.words_days import against, came, lateness
from portal.web.words_order import RESTS, turn
from portal.web.words_units import amount_of, price_words, unit


@dataclass(frozen=True)
class PartView:
    """One delivery of a line."""

    part: int
    qty: str
    uom: str
    places: dict
    ask: date | None
    agreed: date | None
    carried: bool
    latest: date | None
    latest_note: str
    latest_tone: str
    proposed: str
    turn: str
    tone: str
    late: str
    late_tone: str
    announced: str = ""
    seen: Foreseen | None = None


@dataclass(frozen=True)
class LineView:
    """One line, ready to be shown."""

    line: int
    no: str
    code: str
    name: str
    price: str
    stamp: str
    cancelled: bool
    parts: list[PartView]
    places: dict
    before: str = ""
    announced: str = ""
    promises: list[tuple[str, str, bool]] = field(default_factory=list)
    to_accept: bool = False
    to_offer: bool = False
    to_delay: bool = False
    to_forgo: bool = False
    needs: str = ""
    to_need: bool = False
    to_rank: bool = False
    ended: str = ""
    acts: list[tuple[str, str]] = field(default_factory=list)


def lines(sheet: Sheet, by: Actor, today: date) -> list[LineView]:
    """Return every line of the order."""
    told = promises(sheet)
    return [
        _line(sheet, line, by, today, told.get(line.line, []))
        for line in sheet.journey.lines.values()
    ]


def _line(sheet: Sheet, line: Line, by: Actor, today: date, told: list) -> LineView:
    journey = sheet.journey
    parts = list(line.parts.values())
    partner = by.side in ("supplier", "carrier") and by.org == journey.partner
    theirs = partner and not journey.cancelled
    mine = theirs and by.may("answer", journey.owner)
    reports = theirs and by.may("report", journey.owner)
    return LineView(
        line=line.line,
        no=short_no(line.no),
        code=line.item.get("code", ""),
        name=line.item.get("name", ""),
        price=_price(journey, line, by),
        stamp=line.stamp,
        cancelled=line.cancelled or journey.cancelled,
        parts=[_part(sheet, part, line.uom, by, today) for part in parts],
        places=line_picture(journey, sheet.order, line),
        before=amount_of(line.before, line.uom) if line.before else "",
        announced=amount_of(line.announced, line.uom) if line.announced else "",
        promises=told,
        to_accept=mine and any(part.view in say.TO_ANSWER for part in parts),
        to_offer=mine and line.open and not (line.cancelled or line.blocked or line.closed),
        to_delay=reports and any(part.open and part.agreed_day for part in parts),
        to_forgo=mine and can_be_given_up(line),
        needs=needs_text(line),
        to_need=by.role in BUYERS and line.open and journey.kind == "purchase",
        to_rank=mine and _may_rank(by) and any(part.to_ship for part in parts),
        ended=_ended(journey, line),
        acts=of_line(journey, line) if by.role in BUYERS else [],
    )


def _may_rank(by: Actor) -> bool:
    """Say whether they may look at all orders that want an item: not by a link to one of them."""
    return by.role == "supplier" and by.via is None


def _ended(journey: Journey, line: Line) -> str:
    """Return why nothing more is to come of a line that the buyer ended; else nothing."""
    if line.cancelled or journey.cancelled:
        return _("cancelled") if not line.open else _("cancelled but for what had left")
    return _("closed by the buyer") if line.closed else ""


def _price(journey: Journey, line: Line, by: Actor) -> str:
    if line.price is None or not priced(by, journey.partner, journey.owner):
        return ""
    price, per = say.in_force(line)
    return price_words(price, per, journey.currency, line.uom)


def _part(sheet: Sheet, part: Part, uom: str, by: Actor, today: date) -> PartView:
    note, tone = against(part.stated_day, part.agreed_day)
    words, look = turn(part.view, by.side)
    late, late_tone = lateness(part.late_from, today) if part.open else came(part.late_days)
    return PartView(
        part=part.part,
        qty=babel.amount(part.cap),
        uom=unit(uom, part.cap),
        places=part_picture(sheet.journey, sheet.order, part),
        ask=part.ask_day,
        agreed=part.agreed_day,
        carried=part.carried,
        latest=part.stated_day,
        latest_note=note,
        latest_tone=tone,
        proposed=_proposed(part),
        turn=words,
        tone=look,
        late=late,
        late_tone=late_tone,
        announced=_announced(part, uom),
        seen=foreseen(sheet, by, part, today),
    )


def _announced(part: Part, uom: str) -> str:
    """Return how much is announced that has not left yet."""
    waits = part.announced - part.moved("dispatched")
    return _("%(many)s announced", many=amount_of(waits, uom)) if waits > 0 else ""


def _proposed(part: Part) -> str:
    if not part.proposal:
        return ""
    qty = part.proposed_qty if part.proposed_qty is not None else part.ordered
    many = babel.amount(qty)
    if part.proposed_day is None:
        return _("%(many)s later", many=many)
    return _("%(many)s on %(day)s", many=many, day=babel.day(part.proposed_day))


def proposals(sheet: Sheet, by: Actor) -> list[dict]:
    """Return what waits for the buyer's decision: each answer with what it would change."""
    found: dict[str, dict] = {}
    names = names_of(sheet)
    for line in sheet.journey.lines.values():
        for part in line.parts.values():
            ident = part.proposal or part.rejected
            if ident:
                view = found.setdefault(ident, _proposal(sheet, ident, line, names, by))
                view["rows"].append(_compared(part))
    return list(found.values())


def _proposal(sheet: Sheet, ident: str, line: Line, names: Names, by: Actor) -> dict:
    said = next(one for one in sheet.said if one.ident == ident)
    body = said.facts.get("body", {})
    return {
        "ident": ident,
        "line": short_no(line.no),
        "item": line.item.get("name") or line.item.get("code", ""),
        "key": uuid4().hex,
        "said_words": sentence(said.facts, names),
        "text": sheet.details.get(said.seq, {}).get("text", ""),
        "rejected": body.get("answer", "reject") == "reject",
        "rest": RESTS.get(body.get("rest"), ""),
        "terms": terms_changed(sheet, line, by),
        "wanted": what_is_wanted(line),
        "number": line.line,
        "rows": [],
    }


def _compared(part: Part) -> dict:
    qty = part.proposed_qty if part.proposed_qty is not None else part.cap
    note, tone = against(part.proposed_day, part.agreed_day or part.ask_day)
    return {
        "old_qty": None if part.tentative else babel.amount(part.cap),
        "old_day": None if part.tentative else part.agreed_day or part.ask_day,
        "qty": None if part.rejected else babel.amount(qty),
        "day": None if part.rejected else part.proposed_day,
        "note": note,
        "tone": tone,
    }
