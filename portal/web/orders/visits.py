"""A technician's visits: what the page shows of each, and the forms about it."""

from datetime import date
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from portal import clock, evidence
from portal.desk import Sheet, say
from portal.errors import N_, NotFound
from portal.journey import TOOK_PLACE, Journey, Line, Visit, Work, fixed_at_first
from portal.people import Actor
from portal.web import babel
from portal.web.orders.entries import short_no
from portal.web.orders.sight import money, priced
from portal.web.said_visits import window_words
from portal.web.words_order import reason
from portal.web.words_steps import step_in
from portal.web.words_units import amount_of
from portal.web.words_visits import VISIT_STATES, WORK_STATES

OURS, THEIRS = ("owner",), ("supplier", "carrier")
BUYERS = ("buyer", "admin")


def may_plan(journey: Journey, by: Actor) -> bool:
    """Say whether this viewer can propose a visit for this order."""
    side = by.role in BUYERS or (by.side in THEIRS and by.org == journey.partner)
    visited = journey.kind == "service" and journey.template.step("WORK_COMPLETED")
    wanted = visited and not journey.cancelled
    return bool(side and wanted and say.visiting.open_lines(journey))


def visits(sheet: Sheet, by: Actor) -> dict | None:
    """Return the visits of an order as its page shows them; None where it has none."""
    journey = sheet.journey
    if not journey.visits:
        return None
    return {"facts": _facts(journey), "all": [_shown(sheet, one, by) for one in journey.visits]}


def _facts(journey: Journey) -> list[dict]:
    """Return how many visits there were, and whether the first one was enough."""
    took = sum(one.state in TOOK_PLACE for one in journey.visits)
    parts = [part for part in journey.parts() if not part.tentative and part.cap]
    done = bool(parts) and all(part.moved("delivered") >= part.cap for part in parts)
    first = fixed_at_first(journey.visits, done)
    return [
        {"label": _("Visits that took place"), "value": babel.amount(took)},
        {
            "label": _("Settled at the first visit"),
            "value": None if first is None else _("yes") if first else _("no"),
        },
    ]


def _shown(sheet: Sheet, one: Visit, by: Actor) -> dict:
    journey = sheet.journey
    words, tone = VISIT_STATES[one.state]
    return {
        "ident": one.ident,
        "title": title(journey, one),
        "state": str(words),
        "tone": tone,
        "window": window_words(one.window.start, one.window.stop, one.window.zone),
        "proposer": _proposer(sheet, one) if one.state == "proposed" else "",
        "technician": technician_of(sheet, one),
        "changes": one.changes,
        "moved": reason(one.reason) if one.reason else "",
        "why": reason(one.why) if one.why else "",
        "after": _after(journey, one),
        "rows": [_row(journey, one, line) for line in one.lines if line in journey.lines],
        "steps": [
            (step_in(journey, code), babel.moment(at) if at else None)
            for code, (at, _ident) in _steps(one)
        ],
        "work": _work(journey, one.work, by) if one.work else None,
        "confirm": _confirms(journey, one, by),
        "accept": _accepts(one, by),
        "acts": _acts(journey, one, by),
    }


def title(journey: Journey, one: Visit) -> str:
    """Return what a visit is called: its place among the order's visits."""
    return _("Visit %(n)s", n=journey.visits.index(one) + 1)


def technician_of(sheet: Sheet, one: Visit) -> str:
    """Return who comes: the name they were given last; their number once it was erased."""
    if not one.technician:
        return ""
    named = {number: name for name, number in names_of_technicians(sheet).items()}
    return named.get(one.technician) or _("technician %(n)s", n=one.technician)


def names_of_technicians(sheet: Sheet) -> dict[str, int]:
    """Return the technicians of an order by name, as far as names are still there."""
    found: dict[str, int] = {}
    for one in sheet.said:
        number = (one.facts.get("body") or {}).get("technician")
        if number and (name := sheet.details.get(one.seq, {}).get("technician")):
            found[name] = number
    return found


def _proposer(sheet: Sheet, one: Visit) -> str:
    journey = sheet.journey
    return sheet.orgs.get(journey.owner if one.ours else journey.partner, "")


def _after(journey: Journey, one: Visit) -> str:
    failed = next((other for other in journey.visits if other.ident == one.after), None)
    return title(journey, failed) if failed else ""


def _row(journey: Journey, one: Visit, number: int) -> dict:
    line, none = journey.lines[number], Decimal(0)
    return {
        "no": short_no(line.no),
        "name": line.item.get("name") or line.item.get("code", ""),
        "wanted": amount_of(one.wanted.get(number, none), line.uom),
        "done": amount_of(one.done.get(number, none), line.uom),
    }


def _steps(one: Visit) -> list:
    order = ("TECHNICIAN_ON_THE_WAY", "TECHNICIAN_ON_SITE", "WORK_COMPLETED", "WORK_SIGNED",
             "VISIT_FAILED")  # fmt: skip
    return [(code, one.steps[code]) for code in order if code in one.steps]


def _work(journey: Journey, work: Work, by: Actor) -> dict:
    words, tone = WORK_STATES[work.state]
    prices = priced(by, journey.partner, journey.owner)
    amount = work.amount if prices else None
    return {
        "state": str(words),
        "tone": tone,
        "hours": None if work.hours is None else babel.amount(work.hours),
        "amount": None if amount is None else money(amount, journey.currency),
        "parts": [
            {
                "item": one.item,
                "qty": amount_of(one.n, one.uom),
                "serial": one.serial,
                "lot": one.lot,
                "back": one.back,
            }
            for one in work.parts
        ],
    }


def _confirms(journey: Journey, one: Visit, by: Actor) -> dict | None:
    """Return what “that suits us” needs, if it is this viewer's side that owes it."""
    asked = by.role in BUYERS if not one.ours else _is_partner(journey, by)
    if one.state != "proposed" or not asked or not by.may("report", journey.owner):
        return None
    return {"key": uuid4().hex, "word": one.word}


def _accepts(one: Visit, by: Actor) -> dict | None:
    if not (by.role in (*BUYERS, "receiving") and one.work and one.work.state == "open"):
        return None
    return {"key": uuid4().hex, "entry": one.work.ident}


def _is_partner(journey: Journey, by: Actor) -> bool:
    return by.side in THEIRS and by.org == journey.partner


def _acts(journey: Journey, one: Visit, by: Actor) -> list[tuple[str, str]]:
    """Return (form, label) of what this viewer may say about a visit now."""
    if not by.may("report", journey.owner):
        return []
    found = _of_work(one, by) if by.side == "owner" else []
    if _is_partner(journey, by):
        found = _of_partner(journey, one)
    elif by.role in BUYERS and say.behalf_of(journey):
        found += _for_partner(journey, one)
    if one.state in ("proposed", "confirmed") and (by.role in BUYERS or _is_partner(journey, by)):
        found += [("visit-move", _("Another time …")), ("visit-off", _("Call off …"))]
    return found


def _of_work(one: Visit, by: Actor) -> list[tuple[str, str]]:
    return [("work-refuse", _("Refuse the work …"))] if _accepts(one, by) else []


def _of_partner(journey: Journey, one: Visit) -> list[tuple[str, str]]:
    if one.state == "on_site":
        return [("visit-done", _("Done …")), ("visit-failed", _("Came to nothing …"))]
    if one.open:
        way = [("visit-way", _("On the way …"))] if one.state != "under_way" else []
        return [*way, ("visit-site", _("On site …")), ("visit-failed", _("Came to nothing …"))]
    found = []
    if one.state == "failed" and _is_unmet(journey, one):
        found.append(("visit", _("Plan the next visit …")))
    if one.state != "cancelled" and not (one.work and one.work.state == "accepted"):
        found.append(("visit-work", _("Enter the work anew …")))
    return found


def _for_partner(journey: Journey, one: Visit) -> list[tuple[str, str]]:
    """Return what a buyer may enter of a visit for the supplier, who told it elsewhere."""
    labels = {
        "visit-way": _("Enter: on the way …"),
        "visit-site": _("Enter: on site …"),
        "visit-done": _("Enter: done …"),
        "visit-failed": _("Enter: came to nothing …"),
        "visit-work": _("Enter the work for the supplier …"),
    }
    agreed = one.state == "proposed" and one.ours
    found = [("visit-agreed", _("Enter: time confirmed …"))] if agreed else []
    return found + [(do, labels[do]) for do, _label in _of_partner(journey, one) if do in labels]


def _is_unmet(journey: Journey, one: Visit) -> bool:
    next_ones = (other for other in journey.visits if other.after == one.ident)
    made_good = any(other.state != "cancelled" for other in next_ones)
    return not made_good and not journey.cancelled and bool(say.visiting.open_lines(journey))


def found(journey: Journey, ident: str) -> Visit:
    """Return the visit that a form is about.

    Raises:
        NotFound: there is none.
    """
    one = next((visit for visit in journey.visits if visit.ident == ident), None)
    if one is None:
        raise NotFound(N_("There is no such visit."))
    return one


def zone_at(journey: Journey, by: Actor) -> str:
    """Return the zone of the place where the work is done; the viewer's where none is known."""
    land = journey.destination.get("country", "")
    known = evidence.zone_of(land, clock.now()) if land else "UTC"
    return by.zone if known == "UTC" else known


def local(one: Visit) -> tuple:
    """Return day, from and until of a visit on the clocks of its place."""
    there = ZoneInfo(one.window.zone)
    start, stop = one.window.start.astimezone(there), one.window.stop.astimezone(there)
    return start.date(), start.time(), stop.time()


def line_row(line: Line, most: Decimal) -> dict:
    """Return what a form shows of a line beside its quantity."""
    return {
        "no": short_no(line.no),
        "name": line.item.get("name") or line.item.get("code", ""),
        "most": amount_of(most, line.uom),
    }


def still_to_do(journey: Journey, one: Visit) -> dict[int, Decimal]:
    """Return by line what a visit may report as done: what nobody has done yet."""
    found = {}
    for number in one.lines:
        if line := journey.lines.get(number):
            whole = sum((p.cap for p in line.parts.values() if not p.tentative), Decimal(0))
            found[number] = max(whole - line.moved("delivered"), Decimal(0))
    return found


def today_and_now(by: Actor, today: date) -> dict:
    """Return how the moment of a step starts out: now, on the reporter's clock."""
    now = clock.now().astimezone(ZoneInfo(by.zone))
    return {"on": today, "at": now.time().replace(second=0, microsecond=0)}
