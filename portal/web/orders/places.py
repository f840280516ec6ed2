"""How many of what are where along the journey, as pictures whose every number opens."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext as _

from portal.journey import Journey, Line, Part, Places, places_by_unit, places_of_line
from portal.journey import places_of_part as of_part
from portal.web import babel
from portal.web.words_steps import step_in
from portal.web.words_units import amount_of

WAITING = "waiting"
APART = ("withdrawn", "lost", "sent_back", "back", "excess")  # never part of the bar
COLOURS = 6  # q-0 is the last step; whatever is further from it looks like the first


def pictures(journey: Journey, order: UUID) -> list[dict]:
    """Return one picture of the whole order for each unit."""
    found = places_by_unit(journey)
    return [picture(journey, order, found[unit], unit) for unit in found if found[unit].ordered]


def line_picture(journey: Journey, order: UUID, line: Line) -> dict:
    """Return the picture of one line."""
    return picture(journey, order, places_of_line(journey, line), line.uom, line.line)


def part_picture(journey: Journey, order: UUID, part: Part) -> dict:
    """Return the small picture of one delivery."""
    uom = journey.lines[part.line].uom
    return picture(journey, order, of_part(journey, part), uom, part.line, part.part)


def picture(
    journey: Journey, order: UUID, places: Places, unit: str, line: int = 0, part: int = 0
) -> dict:
    """Return a bar, and how many are at each place: words, an amount, where it opens."""
    named = [
        {
            "label": label_of(journey, key),
            "text": amount_of(n, unit),
            "colour": _colour(journey, key),
            "url": _url(order, key, line, part),
        }
        for key, n in _there(places)
    ]
    apart = [
        {
            "label": label_of(journey, key),
            "text": amount_of(getattr(places, key), unit),
            "url": _url(order, key, line, part),
        }
        for key in APART
        if getattr(places, key)
    ]
    whole = amount_of(places.wanted, unit)
    return {"whole": whole, "named": named, "apart": apart, "bars": list(_bars(journey, places))}


def count(places: Places, key: str) -> Decimal:
    """Return how many are at a place, a step or what stands apart."""
    if key in places.at:
        return places.at[key]
    return getattr(places, key) if key in (WAITING, *APART) else Decimal(0)


def label_of(journey: Journey, key: str) -> str:
    """Return what a place is called: the step reached, or what stands apart."""
    words = {
        WAITING: _("waiting for acknowledgement") if journey.template.asks else _("not begun yet"),
        "withdrawn": _("cancelled or closed"),
        "lost": _("lost"),
        "sent_back": _("sent back"),
        "back": _("going back or returned"),
        "excess": _("more than ordered"),
    }
    return words.get(key) or step_in(journey, key)


def furthest(journey: Journey) -> str:
    """Return how many are ahead of the rest, such as "60 pcs Dispatched"; else nothing.

    Only where the pieces are at several places and one unit counts them all.
    """
    found = list(places_by_unit(journey).items())
    if len(found) != 1:
        return ""
    unit, places = found[0]
    there = list(_there(places))
    if len(there) < 2:
        return ""
    key, n = there[-1]
    return _(
        "%(n)s of %(whole)s: %(step)s",
        n=babel.amount(n),
        whole=amount_of(places.wanted, unit),
        step=label_of(journey, key),
    )


def _there(places: Places) -> Iterator[tuple[str, Decimal]]:
    """Yield the places at which something is, the first one first."""
    for key, n in ((WAITING, places.waiting), *places.at.items()):
        if n > 0:
            yield key, n


def _colour(journey: Journey, key: str) -> str:
    """Return the class of a place's colour, counted back from the last step."""
    if key == WAITING:
        return "rest"
    codes = [step.code for step in journey.template.steps if step.what]
    return f"q-{min(len(codes) - 1 - codes.index(key), COLOURS - 1)}"


def _bars(journey: Journey, places: Places) -> Iterator[tuple[str, str, str]]:
    """Yield (class, from, width) of what has begun, the furthest first, in per cent."""
    begun = [(key, n) for key, n in _there(places) if key != WAITING]
    start = Decimal(0)
    for key, n in reversed(begun):
        width = 100 * n / places.wanted
        yield _colour(journey, key), f"{start:.2f}", f"{width:.2f}"
        start += width


def _url(order: UUID, key: str, line: int, part: int) -> str:
    named = {"line": line or None, "part": part or None, "as_of": request.args.get("as_of")}
    return url_for("orders.see_place", order=order, place=key, **named)
