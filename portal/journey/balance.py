"""Where the goods of a delivery physically are, so that it always adds up. Pure.

    dispatched = on the way + received + lost + sent back

Sources contradict each other: what was received had been dispatched, whoever forgot to say
so, and what was received after all was not lost.
"""

from dataclasses import dataclass
from decimal import Decimal

from portal.journey.state import ZERO, Part


@dataclass(frozen=True, slots=True)
class Balance:
    """Quantities of one delivery; `dispatched` is the sum of the others."""

    on_the_way: Decimal
    received: Decimal
    lost: Decimal
    sent_back: Decimal

    @property
    def dispatched(self) -> Decimal:
        """Return all that has left."""
        return self.on_the_way + self.received + self.lost + self.sent_back


def balance(part: Part) -> Balance:
    """Return where the goods of a delivery are."""
    left = max(part.moved("dispatched"), part.moved("received"))
    received = part.moved("received")
    lost = min(part.moved("lost"), left - received)
    sent_back = min(part.moved("sent_back"), left - received - lost)
    return Balance(max(left - received - lost - sent_back, ZERO), received, lost, sent_back)
