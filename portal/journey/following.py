"""Which journey an order follows: chosen for it, named by it, or the first of its kind. Pure.

The event that chose a journey carries all of it, so an order is read the same by everybody
who may read it, whatever else an owner has set since.
"""

from functools import lru_cache

import orjson

from portal.journey.modes import TEMPLATES
from portal.journey.plans import read_calendar, read_plan
from portal.journey.state import Journey
from portal.journey.template import TRANSPORT_ONLY, Template
from portal.journey.templates import DEFAULTS, PURCHASE
from portal.ledger import Said

_JOURNEYS = 256  # that were chosen and are kept at hand; many orders choose the same


def follow(
    journey: Journey, chosen: list[Said], asked: list[Said], template: Template | None = None
) -> Template:
    """Set and return the journey an order follows, without what its way leaves out.

    Args:
        chosen: the events that chose one; the last holds.
        asked: the lines asked for, which may go to places of their own.
        template: to follow this one instead.
    """
    last = max(chosen, key=lambda one: (one.at, one.ident), default=None)
    if template is None:
        body = last.facts["body"] if last else None
        template = _kept(orjson.dumps(body)) if body else default_of(journey.kind, journey.named)
    journey.chosen = last.ident if last else ""
    journey.template = template.on(journey.origin.get("country", ""), _ends(journey, asked))
    return journey.template


@lru_cache(maxsize=_JOURNEYS)
def _kept(body: bytes) -> Template:
    return told(orjson.loads(body))


def told(body: dict) -> Template:
    """Return the journey that an event chose, whole or from the pickup on."""
    found = read_plan(body["journey"], body["plan"]) if "plan" in body else None
    template = found or TEMPLATES.get(body["journey"], PURCHASE)
    template = read_calendar(template, body.get("calendar"))
    return template.for_transport() if body.get("scope") == TRANSPORT_ONLY else template


def default_of(kind: str, named: str = "") -> Template:
    """Return the built-in journey an order names, else the first one of its kind."""
    return TEMPLATES.get(named) or DEFAULTS.get(kind, PURCHASE)


def _ends(journey: Journey, asked: list[Said]) -> frozenset[str]:
    """Return the countries an order goes to; "" is one that nobody named."""
    whole = journey.destination.get("country", "")
    sites = [(one.facts.get("body") or {}).get("site") for one in asked]
    return frozenset(site.get("country") or whole for site in sites if site) or frozenset({whole})
