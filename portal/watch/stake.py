"""What is at stake in a case: how bad, what it endangers, how much, how dear. Pure.

The figure by which queues are sorted holds all of it, the weightier first:

    severity × 100,000  +  what it endangers × 10,000  +  money, by its order of magnitude

Money of several currencies is never added; magnitudes are counted in each one's smallest
unit, which brings ten thousand yen and a hundred euros near each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from babel.numbers import get_currency_precision

from portal.journey import Journey, Line, Part

if TYPE_CHECKING:  # a case holds its stake
    from portal.watch.case import Case

SEVERITY, DANGER = 100_000, 10_000
_MOST_MONEY = DANGER - 1
_A_MAGNITUDE = 700  # 14 of them, a million millions, are below what it endangers
ENDANGERS = {"need": 4, "customer": 3, "visit": 2}  # together below ten


@dataclass(frozen=True, slots=True)
class Stake:
    """What is at stake. `points` sort queues; `amount` is None where no price is known."""

    points: int = 0
    qty: Decimal = Decimal(0)
    uom: str = ""
    amount: Decimal | None = None
    currency: str = ""
    endangers: tuple[str, ...] = ()


NOTHING = Stake()


def stake_of(case: "Case", journey: Journey) -> Stake:
    """Return what is at stake in a case, by what its order is now."""
    parts = _parts(case, journey)
    amount = _amount(journey, parts)
    endangered = tuple(_endangered(journey, parts))
    points = (
        case.severity * SEVERITY
        + sum(ENDANGERS[name] for name in endangered) * DANGER
        + _magnitude(amount, journey.currency)
    )
    units = {line.uom for line, _part in parts}
    one = units.pop() if len(units) == 1 else ""
    qty = sum((_open(part) for _line, part in parts), Decimal(0)) if one else Decimal(0)
    return Stake(points, qty, one, amount, journey.currency, endangered)


def points_between(severity: int) -> tuple[int, int]:
    """Return the first and the last points of a severity."""
    return severity * SEVERITY, (severity + 1) * SEVERITY - 1


def _parts(case: "Case", journey: Journey) -> list[tuple[Line, Part]]:
    """Return the deliveries it is about: one, those of its line, or all that are open."""
    return [
        (line, part)
        for line in journey.lines.values()
        if case.line in (0, line.line)
        for part in line.parts.values()
        if not part.tentative and case.part in (0, part.part)
    ]


def _open(part: Part) -> Decimal:
    return max(part.open_qty, Decimal(0))


def _amount(journey: Journey, parts: Iterable[tuple[Line, Part]]) -> Decimal | None:
    """Return what is still to come at its price; None where a price is missing."""
    total = Decimal(0)
    for line, part in parts:
        if not _open(part):
            continue
        agreed = line.agreed_price is not None
        price, per = (line.agreed_price, line.agreed_per) if agreed else (line.price, line.per)
        if price is None or not journey.currency:
            return None
        total += _open(part) * price / (per or Decimal(1))
    return total.quantize(Decimal(1).scaleb(-get_currency_precision(journey.currency or "EUR")))


def _endangered(journey: Journey, parts: list[tuple[Line, Part]]) -> Iterable[str]:
    waited = [(line, part) for line, part in parts if _open(part)]
    if any(line.needs for line, _part in waited):
        yield "need"
    if journey.kind == "sales" and waited:
        yield "customer"
    if any(visit.open for visit in journey.visits):
        yield "visit"


def _magnitude(amount: Decimal | None, currency: str) -> int:
    if not amount or amount <= 0:
        return 0
    smallest = amount.scaleb(get_currency_precision(currency))
    return min(int((smallest + 1).log10() * _A_MAGNITUDE), _MOST_MONEY)
