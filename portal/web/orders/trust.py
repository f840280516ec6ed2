"""How far an order's record can be trusted, and what would raise that, as its page shows it."""

from datetime import datetime

from flask_babel import ngettext

from portal import clock, insight
from portal.desk import Sheet
from portal.insight import Confidence, Doubt
from portal.journey import Journey
from portal.people import Actor
from portal.web import words_trust as words
from portal.web.orders.sight import OURS

SHOWN = 5  # of each list; the rest is counted


def trust(sheet: Sheet, by: Actor, moment: datetime | None) -> dict | None:
    """Return the score and its doubts to the owner's side, to a partner only what it can mend.

    Args:
        moment: as of when; None is now.
    """
    found = _confidence(sheet, moment or clock.now())
    if by.side in OURS:
        return _whole(found, by, sheet.journey)
    asks = found.asks(by.side) if sheet.journey.open and not moment else ()
    if not asks or by.org != sheet.journey.partner:
        return None
    return {"score": None, "asks": _asks(asks, by, sheet.journey)}


def _confidence(sheet: Sheet, moment: datetime) -> Confidence:
    """Return how far what this viewer reads can be trusted; what is usual only the owner knows."""
    journey = sheet.journey
    template = journey.template
    heard = insight.heard(journey, sheet.told)
    usual = [days for one in sheet.outlooks.values() if (days := one.get("usual")) is not None]
    return insight.confidence(journey, template, moment, heard, max(usual, default=None))


def _whole(found: Confidence, by: Actor, read: Journey) -> dict:
    text, tone = words.band(found.score)
    doubts = found.doubts
    return {
        "score": found.score,
        "text": text,
        "tone": tone,
        "why": [{"points": _points(one), "text": words.why(one, read)} for one in doubts[:SHOWN]],
        "more": max(len(doubts) - SHOWN, 0),
        "asks": _asks(found.asks(), by, read),
    }


def _asks(asks: tuple[Doubt, ...], by: Actor, read: Journey) -> list[dict]:
    """Return what would help, the most first, each thing once."""
    told: dict[tuple[str, str], None] = {}
    for one in asks:
        told.setdefault((words.ask(one, read), words.mender(one, by.side, read.kind)))
    return [{"text": text, "by": who} for text, who in list(told)[:SHOWN]]


def _points(one: Doubt) -> str:
    points = max(round(one.points), 1)
    return ngettext("%(num)d point", "%(num)d points", points)
