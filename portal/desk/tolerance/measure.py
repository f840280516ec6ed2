"""How far an answer is from what a person agreed to last: over the whole line. Pure.

Quantities are compared in sum. Days are compared along the sum: the hundredth piece of what
is offered with the hundredth piece of what was agreed, however either is split. So a line
that is only cut otherwise is not off at all, and the last piece counts as late as it comes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Row:
    """So much on that day; None is a day that is not known yet."""

    qty: Decimal
    day: date | None


@dataclass(frozen=True, slots=True)
class Offer:
    """One line as it was agreed and as it is offered: both as a whole, but for what is done.

    Args:
        base, offered: what is still to come.
        done: how much of the line is complete. It is no longer a matter of days, but
            percentages are of the whole line.
        base_price, price: for one unit; None: there is none, or it is not spoken of.
    """

    base: tuple[Row, ...]
    offered: tuple[Row, ...]
    done: Decimal = ZERO
    uom: str = ""
    base_price: Decimal | None = None
    price: Decimal | None = None
    currency: str = ""

    @property
    def base_qty(self) -> Decimal:
        """Return how much was agreed."""
        return sum((row.qty for row in self.base), self.done)

    @property
    def qty(self) -> Decimal:
        """Return how much is offered."""
        return sum((row.qty for row in self.offered), self.done)


@dataclass(frozen=True, slots=True)
class Off:
    """How far off: in units, in money for one unit; and in percent of what was agreed.

    `pct` is None where there is nothing to take a percentage of.
    """

    by: Decimal
    pct: Decimal | None = None


def quantity(offer: Offer) -> dict[str, Off]:
    """Return how much more or less is offered, in sum."""
    return _apart("qty.over", "qty.under", offer.qty - offer.base_qty, offer.base_qty)


def price(offer: Offer) -> dict[str, Off]:
    """Return how much dearer or cheaper one unit is."""
    if offer.price is None or offer.base_price is None:
        return {}
    return _apart("price.up", "price.down", offer.price - offer.base_price, offer.base_price)


def days(offer: Offer, between: Callable[[date, date], int]) -> dict[str, int]:
    """Return by how many days the earliest and the latest piece are off.

    Args:
        between: how many days the second lies after the first.
    """
    apart = [between(agreed, given) for agreed, given in dated(offer)]
    found = {"date.early": -min(apart, default=0), "date.late": max(apart, default=0)}
    return {name: by for name, by in found.items() if by > 0}


def moved(offer: Offer) -> set[str]:
    """Return in which direction some piece is on another day, whether or not it is worked."""
    return {
        "date.late" if given > agreed else "date.early"
        for agreed, given in dated(offer)
        if given != agreed
    }


def undated(offer: Offer) -> bool:
    """Say whether a piece that was agreed for a day is offered without one."""
    return any(agreed and not given for agreed, given in _pairs(offer))


def dated(offer: Offer) -> list[tuple[date, date]]:
    """Return the (agreed, offered) days of all pieces that have both."""
    return [(agreed, given) for agreed, given in _pairs(offer) if agreed and given]


def _apart(more: str, less: str, by: Decimal, base: Decimal) -> dict[str, Off]:
    if not by:
        return {}
    pct = abs(by) * HUNDRED / base if base else None
    return {more if by > 0 else less: Off(abs(by), pct)}


def _pairs(offer: Offer) -> Iterator[tuple[date | None, date | None]]:
    """Yield the (agreed, offered) days piece by piece, of what comes as agreed or otherwise."""
    for start, end, agreed in _steps(offer.base):
        for first, last, given in _steps(offer.offered):
            if max(start, first) < min(end, last):
                yield agreed, given


def _steps(rows: Sequence[Row]) -> Iterator[tuple[Decimal, Decimal, date | None]]:
    """Yield (from, to, day) of each row along the sum, the earliest day first."""
    place = ZERO
    for row in sorted(rows, key=lambda one: (one.day is None, one.day or date.min)):
        yield place, place + row.qty, row.day
        place += row.qty
