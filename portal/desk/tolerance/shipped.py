"""More of a line in shipments than was ordered: what the owner's tolerances say to that. Pure.

Measured over the whole line, with everything sent or announced of it. Where nothing is set it
is refused. In the event of the goods it stands as a ruling, with what followed:

    {"line": 1, "says": "ask", "field": "ship.over", "why": "beyond", "off": "4", "pct": "4",
     "uom": "EA", "key": "tolerance:default", "version": 2, "limit": {...}}
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from portal import intake
from portal.desk.tolerance import measure
from portal.desk.tolerance.judge import Ruling, weigh
from portal.desk.tolerance.measure import Offer, Row
from portal.desk.tolerance.resolve import Effective
from portal.desk.tolerance.setting import Limit
from portal.desk.tolerance.store import Rules
from portal.desk.tolerance.told import told
from portal.desk.tolerance.vocabulary import REFUSE, SHIP_OVER
from portal.journey import Line

NOTHING = Effective({})


@dataclass(frozen=True, slots=True)
class Shipped:
    """How much more of a line is in shipments than was ordered, and what follows."""

    line: int
    offer: Offer
    ruling: Ruling
    name: str = ""

    @property
    def outcome(self) -> str:
        """Return what follows: accept, ask or refuse."""
        return self.ruling.outcome

    @property
    def message(self) -> str:
        """Return the owner's own words for a refusal; "" if it has none."""
        return self.ruling.held.limit.message if self.ruling.held else ""

    @property
    def most(self) -> Decimal:
        """Return how much may be sent where more is refused: what was ordered, and the limit."""
        limit, ordered = self.ruling.held and self.ruling.held.limit, self.offer.base_qty
        more = [] if limit is None or limit.within == REFUSE else _beyond(limit, ordered)
        return ordered + min(more, default=Decimal(0))

    def facts(self, openly: bool = True) -> dict:
        """Return the ruling as facts; `openly`: only what the supplier is shown of it."""
        held = self.ruling.held
        fully = not openly or bool(held and held.shown)
        said = told(self.ruling, self.offer, self.name, fully=fully)
        return {"line": self.line, "says": self.outcome, **said}


def shipped_over(rules: Rules | None, line: Line) -> Shipped | None:
    """Return what follows from all that is in shipments of a line; None if it is not too much.

    Args:
        rules: what the owner has set for the line's order.
    """
    ordered = sum((part.cap for part in line.parts.values() if not part.tentative), Decimal(0))
    uom = intake.units().get(line.uom.casefold(), line.uom)
    offer = Offer((Row(ordered, None),), (Row(line.shipped, None),), uom=uom)
    off = measure.quantity(offer).get("qty.over")
    if off is None:
        return None
    holds = rules.holds(line) if rules else NOTHING
    ruling = weigh(SHIP_OVER, off, offer, holds)
    if ruling.held is None:
        return Shipped(line.line, offer, replace(ruling, outcome=REFUSE))
    name = rules.name_of(ruling.held.key, line) if rules else ""
    return Shipped(line.line, offer, ruling, name)


def _beyond(limit: Limit, ordered: Decimal) -> list[Decimal]:
    percent = [] if limit.pct is None else [ordered * limit.pct / measure.HUNDRED]
    return percent + ([] if limit.abs is None else [limit.abs])
