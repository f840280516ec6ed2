"""When a technician comes: proposed, confirmed, moved and called off by either side. Pure.

Names of technicians are kept apart from the facts, so that they can be erased: events only
number them within the order. Whoever calls says which names the order knows by which number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, available_timezones

from portal.db import moment_text
from portal.desk.say import checks
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey, Line, Visit, Window, claimed
from portal.ledger import Draft, Qty, number
from portal.people import Actor

OLDEST = timedelta(days=31)  # a visit may be entered after it was, but not from another year
ZERO = Decimal(0)
_WAITING = ("proposed", "confirmed")


@dataclass(frozen=True, slots=True)
class Share:
    """So much of one line. `place` is the row of the form it was typed in, for messages."""

    line: int
    qty: Decimal
    place: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """An appointment as it is typed: a day, from when to when, on the clocks of the place.

    `known` are the technicians of the order by the names they go by, case apart.
    """

    on: date | None
    since: time | None
    until: time | None
    zone: str
    technician: str = ""
    text: str = ""
    known: Mapping[str, int] = field(default_factory=dict)


def plan(
    journey: Journey,
    by: Actor,
    key: str,
    slot: Slot,
    shares: Sequence[Share],
    now: datetime,
    after: str = "",
) -> list[Draft]:
    """“Somebody comes then, for this.” The other side is asked to confirm.

    Args:
        shares: none is a visit that is to finish nothing by itself, about all open lines.
        after: the failed visit that this one is to make good.

    Raises:
        NotUnderstood: `field` is since, until, on, zone, technician or lines-N-qty.
    """
    _check_side(journey, by)
    if journey.kind != "service":
        raise NotAllowed(N_("Only service orders have visits."))
    if journey.cancelled:
        raise NotAllowed(N_("The buyer cancelled this order."))
    window = window_of(slot, now)
    person = _technician(journey, slot)
    _check_free(journey, person, window)
    if after:
        _check_failed(journey, after)
    body = {"window": _written(window), "lines": _lines(journey, shares)}
    body |= {"technician": person} if person else {}
    body |= {"after": after} if after else {}
    qty = tuple(_share(journey, one) for one in shares)
    draft = Draft("visit.planned", qty=qty, details=_details(slot), body=body)
    return checks.keyed(key, [draft])


def move(
    journey: Journey,
    by: Actor,
    key: str,
    ident: str,
    word: str,
    slot: Slot,
    reason: str,
    now: datetime,
) -> list[Draft]:
    """“Then rather”, or “somebody else comes”. Another time has to be confirmed anew.

    Raises:
        Conflict: the visit was moved or has begun since it was shown (`word`).
    """
    visit = _still(journey, by, ident, word)
    window = window_of(slot, now)
    person = _technician(journey, slot) or visit.technician
    _check_free(journey, person, window, ident)
    moved = window != visit.window
    if not moved and person == visit.technician:
        raise NotUnderstood(N_("Give another time or another technician."), field="since")
    body = {"visit": ident, "window": _written(window)}
    body |= {"technician": person} if person else {}
    draft = Draft(
        "visit.changed",
        reason=checks.check_reason(reason, "appointment", needed=moved),
        details=_details(slot),
        body=body,
    )
    return checks.keyed(key, [draft])


def confirm(journey: Journey, by: Actor, key: str, ident: str, word: str) -> list[Draft]:
    """“That suits us.” By the side that did not propose it.

    Raises:
        Conflict: the visit was moved, confirmed or has begun since it was shown (`word`).
    """
    visit = _still(journey, by, ident, word)
    if visit.confirmed:
        raise Conflict(N_("This visit was confirmed a moment earlier."))
    if visit.ours == (by.side == "owner"):
        raise NotAllowed(N_("You proposed this time yourselves; the other side confirms it."))
    draft = Draft("visit.confirmed", body={"visit": ident, "confirms": word})
    return checks.keyed(key, [draft])


def call_off(
    journey: Journey, by: Actor, key: str, ident: str, word: str, reason: str, text: str = ""
) -> list[Draft]:
    """“Nobody comes.” What it was for is open again.

    Raises:
        Conflict: the visit was moved or has begun since it was shown (`word`).
    """
    _still(journey, by, ident, word)
    draft = Draft(
        "visit.cancelled",
        reason=checks.check_reason(reason, "appointment"),
        details=checks.details(text=checks.check_text(text)),
        body={"visit": ident},
    )
    return checks.keyed(key, [draft])


def visit_of(journey: Journey, ident: str) -> Visit:
    """Return one visit of the order.

    Raises:
        Conflict: there is none, or no longer.
    """
    found = next((one for one in journey.visits if one.ident == ident), None)
    if found is None:
        raise Conflict(N_("This visit is no longer there. Look at the order once more."))
    return found


def to_visit(journey: Journey, line: Line, without: str = "") -> Decimal:
    """Return how much of a line no visit accounts for yet."""
    whole = sum((part.cap for part in line.parts.values() if not part.tentative), ZERO)
    taken = max(claimed(journey.visits, line.line, without), line.moved("delivered"))
    return max(whole - taken, ZERO)


def open_lines(journey: Journey) -> list[Line]:
    """Return the lines of which work is still wanted."""
    lines = journey.lines.values()
    return [one for one in lines if one.open and not (one.cancelled or one.closed or one.blocked)]


def _check_side(journey: Journey, by: Actor) -> None:
    if by.side != "owner":
        checks.check_partner(journey, by)


def _still(journey: Journey, by: Actor, ident: str, word: str) -> Visit:
    """Return a visit that can still be moved, as it was shown."""
    _check_side(journey, by)
    visit = visit_of(journey, ident)
    if visit.state not in _WAITING:
        raise Conflict(N_("This visit has begun or is over. Look at the order once more."))
    if visit.word != word:
        raise Conflict(N_("This visit was moved a moment earlier. Look at its new time below."))
    return visit


def window_of(slot: Slot, now: datetime) -> Window:
    """Return the appointment that was typed.

    Raises:
        NotUnderstood: `field` is on, since, until or zone.
    """
    for name in ("on", "since", "until"):
        if getattr(slot, name) is None:
            raise NotUnderstood(_NEEDED[name], field=name)
    if slot.zone not in available_timezones():
        raise NotUnderstood(N_("Choose a time zone of the list."), field="zone")
    if slot.until <= slot.since:
        raise NotUnderstood(
            N_("The appointment ends before it begins. Give a later end."), field="until"
        )
    zone = ZoneInfo(slot.zone)
    start, stop = (
        datetime.combine(slot.on, at, zone).astimezone(ZoneInfo("UTC"))
        for at in (slot.since, slot.until)
    )
    if stop < now - OLDEST or start > now + checks.FARTHEST:
        raise NotUnderstood(N_("Check the day: it is long past, or years ahead."), field="on")
    return Window(start, stop, slot.zone)


_NEEDED = {
    "on": N_("Give the day."),
    "since": N_("Give the time from which."),
    "until": N_("Give the time until which."),
}


def _written(window: Window) -> dict:
    return {
        "from": moment_text(window.start),
        "to": moment_text(window.stop),
        "zone": window.zone,
    }


def _technician(journey: Journey, slot: Slot) -> int:
    """Return the technician's number within the order; 0 where nobody was named."""
    name = checks.check_text(slot.technician, "technician")
    if not name:
        return 0
    if len(name) > checks.LONGEST_NAME:
        raise NotUnderstood(N_("Shorten the name."), field="technician")
    used = [visit.technician for visit in journey.visits]
    return slot.known.get(name.casefold()) or max([*used, *slot.known.values()], default=0) + 1


def _check_free(journey: Journey, person: int, window: Window, without: str = "") -> None:
    for other in journey.visits:
        same = person and other.technician == person and other.ident != without
        if same and other.open and other.window.overlaps(window):
            raise NotUnderstood(
                N_("This technician has another visit of this order at that time."), field="since"
            )


def _check_failed(journey: Journey, after: str) -> None:
    if visit_of(journey, after).state != "failed":
        raise Conflict(N_("Only a visit that came to nothing is followed by another one."))
    if any(one.after == after and one.state != "cancelled" for one in journey.visits):
        raise Conflict(N_("The next visit was planned a moment earlier."))


def _lines(journey: Journey, shares: Sequence[Share]) -> list[int]:
    for one in shares:
        checks.check_wanted(journey, checks.line_of(journey, one.line))
    lines = sorted({one.line for one in shares}) or [one.line for one in open_lines(journey)]
    if not lines:
        raise NotAllowed(N_("No work is wanted on this order any more."))
    return lines


def _share(journey: Journey, share: Share) -> Qty:
    line = checks.line_of(journey, share.line)
    n = checks.check_qty(share.qty, f"lines-{share.place}-qty")
    most = to_visit(journey, line)
    if n > most:
        raise NotUnderstood(
            N_("Line %(no)s: without a visit so far: %(most)s %(uom)s."),
            field=f"lines-{share.place}-qty",
            no=line.no,
            most=number(most),
            uom=line.uom,
        )
    return Qty(n, line.uom, "planned", line.line)


def _details(slot: Slot) -> dict[str, str]:
    return checks.details(
        technician=" ".join(slot.technician.split()), text=checks.check_text(slot.text)
    )
