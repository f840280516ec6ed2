"""The verdict on an answer: accept it, ask the buyer, or refuse it; and by which setting. Pure.

The harshest word counts. What no setting speaks of is asked, and so is what cannot be
measured: a limit in pieces for a line in kilograms, an amount in another currency, a
quantity whose day is still to follow.
"""

from dataclasses import dataclass
from decimal import Decimal

from portal.desk.tolerance import measure
from portal.desk.tolerance.measure import Off, Offer
from portal.desk.tolerance.resolve import Effective, Held
from portal.desk.tolerance.setting import Limit
from portal.desk.tolerance.vocabulary import (
    ACCEPT,
    ASK,
    CALENDAR,
    DAYS,
    FIELDS,
    OUTCOMES,
    PRICE,
    WORKING,
)
from portal.journey import Calendar

WITHIN, BEYOND, ALWAYS, UNSET = "within", "beyond", "always", "unset"
UNIT, CURRENCY, NO_BASE, UNDATED, SAME = "unit", "currency", "no_base", "undated", "same"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one field came to, and why.

    why   within, beyond: its limits     always: there is no limit     unset: no setting
          unit, currency: the limit is in another one     no_base: nothing to compare with
          undated: the day is to follow     same: only cut otherwise, nothing is off
    """

    field: str
    outcome: str
    why: str
    off: Decimal = Decimal(0)
    pct: Decimal | None = None
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from an answer, field by field."""

    outcome: str
    rulings: tuple[Ruling, ...]

    @property
    def deciding(self) -> tuple[Ruling, ...]:
        """Return the rulings that made the outcome what it is."""
        return tuple(one for one in self.rulings if one.outcome == self.outcome)


def judge(offer: Offer, holds: Effective, calendar: Calendar) -> Verdict:
    """Return what follows from an offer under what holds for its line.

    Args:
        calendar: the working days of the place the goods come to.
    """
    rulings = [
        *(weigh(name, off, offer, holds) for name, off in measure.quantity(offer).items()),
        *_days(offer, holds, calendar),
        *_price(offer, holds),
    ] or [_same(holds)]
    outcome = max((one.outcome for one in rulings), key=OUTCOMES.index)
    return Verdict(outcome, tuple(rulings))


def within(off: Off, limit: Limit) -> bool:
    """Say whether a deviation keeps to every limit there is: of two the stricter holds."""
    if limit.abs is not None and off.by > limit.abs:
        return False
    return limit.pct is None or (off.pct is not None and off.pct <= limit.pct)


def _days(offer: Offer, holds: Effective, calendar: Calendar) -> list[Ruling]:
    found = [
        weigh(name, Off(Decimal(_counted(name, offer, holds, calendar))), offer, holds)
        for name in sorted(measure.moved(offer))
    ]
    if measure.undated(offer):
        found.append(Ruling("date.late", ASK, UNDATED, held=holds.limits.get("date.late")))
    return found


def _counted(name: str, offer: Offer, holds: Effective, calendar: Calendar) -> int:
    held = holds.limits.get(name)
    between = calendar.between if _count(held) == WORKING else _calendar_days
    return measure.days(offer, between).get(name, 0)


def _count(held: Held | None) -> str:
    return held.limit.count if held else CALENDAR


def _calendar_days(start, end) -> int:
    return (end - start).days


def _price(offer: Offer, holds: Effective) -> list[Ruling]:
    if offer.price is not None and offer.base_price is None:
        return [Ruling("price.up", ASK, NO_BASE, off=offer.price)]
    return [weigh(name, off, offer, holds) for name, off in measure.price(offer).items()]


def weigh(name: str, off: Off, offer: Offer, holds: Effective) -> Ruling:
    """Return what follows from one deviation."""
    held = holds.limits.get(name)
    if held is None:
        return Ruling(name, ASK, UNSET, off.by, off.pct)
    limit, kind = held.limit, FIELDS[name].unit
    if limit.open:
        return Ruling(name, limit.within, ALWAYS, off.by, off.pct, held)
    if limit.abs is not None and kind != DAYS and limit.unit != _unit(kind, offer):
        why = CURRENCY if kind == PRICE else UNIT
        return Ruling(name, _harsher(ASK, limit, off), why, off.by, off.pct, held)
    if within(off, limit):
        return Ruling(name, limit.within, WITHIN, off.by, off.pct, held)
    return Ruling(name, limit.beyond, BEYOND, off.by, off.pct, held)


def _unit(kind: str, offer: Offer) -> str:
    return offer.currency if kind == PRICE else offer.uom


def _harsher(outcome: str, limit: Limit, off: Off) -> str:
    """Return what follows where one of two limits cannot be checked: the other may be passed."""
    if limit.pct is not None and (off.pct is None or off.pct > limit.pct):
        return max(outcome, limit.beyond, key=OUTCOMES.index)
    return outcome


def _same(holds: Effective) -> Ruling:
    """Accept what is only cut otherwise, where deviations are accepted at all."""
    for name in ("date.late", "date.early", "qty.under", "qty.over"):
        held = holds.limits.get(name)
        if held and held.limit.within == ACCEPT:
            return Ruling(name, ACCEPT, SAME, held=held)
    return Ruling("date.late", ASK, UNSET)
