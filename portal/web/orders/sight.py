"""The head of an order's page: its state, its key facts, its journey, in the reader's words."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from portal import clock
from portal.desk import Sheet
from portal.journey import Journey, Part, Step
from portal.people import Actor
from portal.web import babel
from portal.web.orders.entries import happened, place_words
from portal.web.orders.places import furthest
from portal.web.words_days import against, lateness
from portal.web.words_order import BASES, REFS, kind, mode
from portal.web.words_steps import step_in, who
from portal.web.words_units import amount_of

OURS = frozenset({"owner", "auditor"})  # who see all of an owner's order
PRICED = frozenset({"supplier", "customer"})  # the sides of a partner that see prices


def today_of(by: Actor) -> date:
    """Return today's date where the viewer is."""
    return clock.now().astimezone(ZoneInfo(by.zone)).date()


def priced(by: Actor, partner: int, owner: int) -> bool:
    """Say whether the viewer may see prices: no other party than the partner does.

    And of the partner's people those to whom their administrator shows this owner's prices.
    """
    partners = by.side in PRICED and by.org == partner and by.sees_prices(owner)
    return by.side in OURS or partners


def head(sheet: Sheet, by: Actor, today: date) -> dict:
    """Return the title: number, partner, tags of its state."""
    journey = sheet.journey
    other = journey.owner if by.org == journey.partner else journey.partner
    return {
        "number": journey.number,
        "partner": sheet.orgs.get(other, ""),
        "kind": kind(journey.kind),
        "tags": _tags(journey, today),
    }


def _tags(journey: Journey, today: date) -> list[dict]:
    stage = {"text": step_in(journey, journey.stage), "tone": stage_tone(journey)}
    tags = [stage]
    if journey.open and (ahead := furthest(journey)):
        tags.append({"text": ahead, "tone": "info"})
    if journey.open and journey.late_from:
        text, tone = lateness(journey.late_from, today)
        tags.append({"text": text, "tone": tone})
    if not journey.open and journey.stage not in ("ORDER_CANCELLED", "ORDER_LINE_CANCELLED"):
        tags.append({"text": _("complete"), "tone": "ok"})
    return tags


def stage_tone(reading) -> str:
    """Return how a stage looks; `reading` is a journey or its stored reading."""
    if reading.stage in ("ORDER_CANCELLED", "ORDER_LINE_CANCELLED"):
        return "neutral"
    if not reading.open:
        return "ok"
    return "neutral" if reading.stage in ("ORDER_CREATED", "ORDER_SENT") else "info"


def facts(sheet: Sheet, by: Actor) -> list[dict]:
    """Return the key facts, the dates first."""
    journey = sheet.journey
    return [*_dates(journey), *_terms(sheet, by), *_references(journey)]


def _dates(journey: Journey) -> list[dict]:
    latest = {"label": _("Latest word"), "value": _shown(journey.stated_day)}
    late, tone = against(journey.stated_day, journey.agreed_day)
    if late:
        latest |= {"note": late, "tone": tone}
    return [
        {"label": _("Requested"), "value": _shown(journey.ask_day)},
        {"label": _("First promised"), "value": _shown(journey.first_day)},
        {
            "label": _("Agreed"),
            "value": _shown(journey.agreed_day),
            "note": _agreement(journey) if journey.agreed_day else None,
        },
        latest,
    ]


def _agreement(journey: Journey) -> str | None:
    """Return what the agreed day means, and whether it was agreed before the portal came."""
    parts = [part for part in journey.parts() if part.agreed_day]
    before = _("agreed before the portal") if all(part.carried for part in parts) else ""
    return ", ".join(str(text) for text in (BASES.get(journey.basis), before) if text) or None


def _shown(day: date | None) -> str | None:
    return babel.day(day) if day else None


def _ordered(sheet: Sheet) -> str | None:
    """Return when it was ordered, as precisely as the order says."""
    placed = (one for one in sheet.said if one.ident == sheet.journey.placed)
    return next((happened(one) for one in placed), None)


def _terms(sheet: Sheet, by: Actor) -> list[dict]:
    journey = sheet.journey
    found = [
        (_("Ordered"), _ordered(sheet)),
        (_("Delivery terms"), " ".join(x for x in (journey.incoterm, journey.terms) if x)),
        (_("Transport"), mode(journey.mode) if journey.mode else None),
        (_("From"), place_words(journey.origin) if journey.origin else None),
        (_("To"), place_words(journey.destination) if journey.destination else journey.site),
    ]
    if journey.value is not None and priced(by, journey.partner, journey.owner):
        found.append((_("Value"), money(journey.value, journey.currency)))
    return [{"label": label, "value": value} for label, value in found if value]


def money(value: Decimal, currency: str) -> str:
    """Return a sum with its currency, or alone where none was said."""
    return babel.money(value, currency)


def _references(journey: Journey) -> list[dict]:
    found: dict[str, list[str]] = {}
    for name, value in journey.refs:
        if value != journey.number and name != "item":
            found.setdefault(name, []).append(value)
    return [
        {"label": REFS.get(name, name), "value": ", ".join(values[:3])}
        for name, values in found.items()
    ]


def steps(journey: Journey, side: str, today: date) -> list[dict]:
    """Return the journey's steps: which are done, by how much, which one is next and when due."""
    parts = [part for part in journey.parts() if not part.tentative and part.cap > 0]
    template = journey.template
    last = max((n for n, one in enumerate(template.steps) if _reached(parts, one)), default=-1)
    return [
        _step(journey, parts, one, place < last, side, today)
        for place, one in enumerate(template.steps)
        if one.required or _reached(parts, one) or one.code == journey.next_step
    ]


def _reached(parts: list[Part], one: Step) -> Decimal:
    return sum((part.moved(one.what) for part in parts), Decimal(0))


def _step(
    journey: Journey, parts: list[Part], one: Step, passed: bool, side: str, today: date
) -> dict:
    found = [part.reached.get(one.what) for part in parts]
    state = _state(journey, parts, one, passed, today)
    label, text = step_in(journey, one.code), _text(journey, parts, one)
    shown = {"label": label, "state": state, "text": text}
    ends = [reached.full_day for reached in found if reached and reached.full_day]
    if state == "done" and ends:
        shown["note"] = babel.day(max(ends))
    if state == "inferred":
        shown["note"] = _("not reported; a later step was")
    if one.code == journey.next_step and _decision_owed(journey):
        shown["note"] = _("the buyer decides")
    elif one.code == journey.next_step and journey.next_due:
        shown["note"] = _(
            "%(who)s, due %(day)s",
            who=who(journey.next_by, side, journey.kind),
            day=babel.day(journey.next_due),
        )
    return shown


def _state(journey: Journey, parts: list[Part], one: Step, passed: bool, today: date) -> str:
    if parts and all(part.moved(one.what) >= part.cap for part in parts):
        inferred = (part.reached[one.what].inferred for part in parts)
        return "inferred" if all(inferred) else "done"
    if one.code == journey.next_step and journey.open:
        late = journey.next_due and journey.next_due < today
        return "late" if late and not _decision_owed(journey) else "now"
    if _reached(parts, one):
        return "part"
    return "skipped" if passed and not one.required else "todo"


def _decision_owed(journey: Journey) -> bool:
    """Say whether the answers are in and the buyer is next."""
    views = journey.views
    return not journey.unanswered and bool(views.get("ours", 0) + views.get("rejected", 0))


def _text(journey: Journey, parts: list[Part], one: Step) -> str | None:
    reached = _reached(parts, one)
    units = {line.uom for line in journey.lines.values()}
    if not reached:
        return None
    if len(units) == 1:
        whole = sum((part.cap for part in parts), Decimal(0))
        return _(
            "%(n)s of %(whole)s",
            n=babel.amount(reached),
            whole=amount_of(whole, units.pop()),
        )
    done = sum(part.moved(one.what) >= part.cap for part in parts)
    if not done:
        return _("begun")
    return ngettext(
        "%(n)s of %(whole)s delivery",
        "%(n)s of %(whole)s deliveries",
        len(parts),
        n=done,
        whole=len(parts),
    )
