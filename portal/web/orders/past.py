"""An order as it was known at an earlier moment: which moment, and who looks back."""

from bisect import bisect_right
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request, url_for

from portal.db import moment_text
from portal.desk import Sheet
from portal.errors import N_, NotFound, NotUnderstood
from portal.people import Actor
from portal.people import rights as given_rights
from portal.web import babel

LOOKER = "looker"  # no role: it is named by nothing that may be said


def asked_moment(by: Actor) -> datetime | None:
    """Return the moment of `?as_of=`; without a zone it is the viewer's, a day means its end.

    Raises:
        NotUnderstood: it is no moment.
    """
    text = request.args.get("as_of", "").strip()
    if not text:
        return None
    here = ZoneInfo(by.zone)
    try:
        if len(text) == len("2026-03-12"):
            return datetime.combine(date.fromisoformat(text), time.max, here)
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        if len(text) == len("2026-03-12T14:05"):  # as a form sends it: all of that minute
            moment = moment.replace(second=59, microsecond=999_999)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=here)
        moment_text(moment)  # at the edges of the calendar another zone has no such year
    except (ValueError, OverflowError):
        raise NotUnderstood(
            N_('"%(text)s" is no moment. Write it like 2026-03-12T14:05.'), "as_of", text=text
        ) from None
    return moment


def moment_at(sheet: Sheet, step: int) -> str:
    """Return, as `?as_of=` names it, the moment of a place on the slider, 1 is the first.

    Raises:
        NotFound: there is no such place.
    """
    moments = sheet.moments
    if not 1 <= step <= len(moments):
        raise NotFound(N_("The history of this order has no such moment."))
    return moment_text(moments[step - 1])


def day_of(moment: datetime, by: Actor) -> date:
    """Return which day the viewer had at a moment."""
    return moment.astimezone(ZoneInfo(by.zone)).date()


def onlooker(by: Actor, owner: int) -> Actor:
    """Return the viewer as one who sees the same and may do nothing: the past is not changed."""
    rights = replace(by.with_(owner), orders="none", acts=frozenset(), papers=frozenset())
    return replace(by, role=LOOKER, manages=False, rights={given_rights.EVERY_BUYER: rights})


def look_back(sheet: Sheet, moment: datetime, zone: str) -> dict:
    """Return what the slider and its links need, of all moments and the one that is shown."""
    order, moments = sheet.order, sheet.moments
    place = bisect_right(moments, moment)
    before = moments[place - 2] if place > 1 else None
    later = moments[place] if place < len(moments) else None
    return {
        "shown": moment_text(moment),
        "when": babel.moment(moment),
        "typed": moment.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")[:16],
        "step": place,
        "steps": len(moments),
        "earlier": _url(order, before),
        "later": _url(order, later),
    }


def way_back(sheet: Sheet) -> str:
    """Return the address of the order as it was known before the newest word; empty if new."""
    return _url(sheet.order, sheet.moments[-2] if len(sheet.moments) > 1 else None)


def _url(order: UUID, moment: datetime | None) -> str:
    return url_for("orders.see", order=order, as_of=moment_text(moment)) if moment else ""
