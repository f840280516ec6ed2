"""What stands behind a number of the picture: the deliveries it counts, and who said so."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _

from portal import desk
from portal.desk import Sheet
from portal.errors import N_, NotFound
from portal.journey import MILESTONES, Journey, Line, Part, milestone, places_of_line
from portal.journey import places_of_part as of_part
from portal.ledger import Said
from portal.web import babel
from portal.web.guard import SIGNED_IN, audience, viewer
from portal.web.orders import past
from portal.web.orders.door import bp
from portal.web.orders.entries import entry_of, names_of, short_no
from portal.web.orders.places import APART, WAITING, count, label_of
from portal.web.pages import show
from portal.web.words_units import amount_of

OF_LINES = frozenset({"back", "excess"})  # counted for whole lines, not for their deliveries
_ASKED = frozenset({"line.placed", "line.changed", "line.reopened", "order.reopened"})
_ANSWERED = frozenset({"response", "response.confirmed", "decision"})
_ENDED = frozenset({"line.cancelled", "order.cancelled", "line.closed"})
_PLANNED = frozenset({"visit.planned", "visit.changed", "visit.cancelled"})
_GOODS = frozenset({"goods.assigned", "goods.unassigned"})
_KINDS = {
    WAITING: _ASKED,
    "withdrawn": _ENDED | _ANSWERED,
    "back": frozenset({"return.requested", "return.answered"}),
    "ORDER_ACCEPTED": _ASKED | _ANSWERED,
    "VISIT_PLANNED": _PLANNED,
}
_COUNTED = {"lost": {"lost"}, "sent_back": {"sent_back"}, "back": {"returning", "returned"}}


@bp.get("/orders/<uuid:order>/places/<string:place>")
@audience(*SIGNED_IN)
def see_place(order: UUID, place: str):
    """The deliveries of which something is at a place, and the events that say so."""
    by = viewer()
    sheet = desk.sheet_of(order, posts=0, at=past.asked_moment(by))
    journey = sheet.journey
    if place not in (WAITING, *APART) and journey.template.step(place) is None:
        raise NotFound(N_("An order of this kind passes no such step."))
    lines = _lines(journey, request.args.get("line", 0, type=int))
    number = request.args.get("part", 0, type=int)
    return show(
        "orders/place.html",
        order=order,
        number=journey.number,
        as_of=request.args.get("as_of"),
        label=label_of(journey, place),
        rows=[row for line in lines for row in _rows(journey, line, place, number)],
        entries=_entries(sheet, place, {line.line for line in lines}),
    )


def _lines(journey: Journey, number: int) -> list[Line]:
    if not number:
        return list(journey.lines.values())
    if number not in journey.lines:
        raise NotFound(N_("There is no such line."))
    return [journey.lines[number]]


def _rows(journey: Journey, line: Line, place: str, number: int) -> list[dict]:
    if place in OF_LINES:
        n = count(places_of_line(journey, line), place)
        return [_row(line, None, n)] if n else []
    parts = [part for part in line.parts.values() if number in (0, part.part)]
    found = [(part, count(of_part(journey, part), place)) for part in parts]
    return [_row(line, part, n) for part, n in found if n]


def _row(line: Line, part: Part | None, n) -> dict:
    several = part is not None and len(line.parts) > 1
    named = _("%(no)s, delivery %(part)s", no=short_no(line.no), part=part.part) if several else ""
    return {
        "no": named or short_no(line.no),
        "name": line.item.get("name") or line.item.get("code", ""),
        "here": amount_of(n, line.uom),
        "ordered": amount_of(part.ordered if part else line.ordered, line.uom),
        "day": babel.day(part.agreed_day or part.ask_day) if part else babel.NOTHING,
    }


def _entries(sheet: Sheet, place: str, lines: set[int]) -> list:
    """Return the events that stand behind a place, the newest first."""
    names = names_of(sheet)
    said = (one for one in sheet.said if _is_behind(sheet.journey, one, place, lines))
    return [entry_of(one, names, sheet.details, (), sheet.journey.gone) for one in said][::-1]


def _is_behind(journey: Journey, one: Said, place: str, lines: set[int]) -> bool:
    facts = one.facts
    rows = {entry.get("line", 0) for entry in facts.get("qty", ())}
    about = facts.get("line", 0)
    if not (about in lines or rows & lines or not (about or rows - {0})):
        return False
    if place == "excess":
        return any(f.kind == "over_quantity" and f.ident == one.ident for f in journey.flags)
    if facts["kind"] in _KINDS.get(place, ()):
        return True
    step = MILESTONES.get(place)
    if facts["kind"] in _GOODS:
        return step is not None and step.rank >= MILESTONES["DISPATCHED"].rank
    wanted = {step.what} if step else _COUNTED.get(place, set())
    told = {milestone(facts.get("code", "")).what, *(e.get("what") for e in facts.get("qty", ()))}
    return facts["kind"] == "milestone" and facts["class"] == "ACT" and bool(wanted & told)
