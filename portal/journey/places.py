"""Where each piece of a delivery is along its journey: every piece at one place. Pure.

    ordered = withdrawn + waiting + (at each step) + lost + sent back

A piece is at the furthest step it has reached, whoever forgot to report the ones before. What
goes back, and what is more than was ordered, is told apart: it is among none of these.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from portal.journey.balance import balance
from portal.journey.milestones import IN_PERCENT, MILESTONES
from portal.journey.part import ZERO, Part
from portal.journey.state import Journey, Line

_LEFT = MILESTONES["DISPATCHED"].rank


@dataclass(slots=True)
class Places:
    """Quantities of one unit. `at` is by step, in the order of the journey, none left out.

    `back` is on its way back or returned; `excess` is the most by which any step exceeds what
    was ordered.
    """

    ordered: Decimal = ZERO
    withdrawn: Decimal = ZERO
    waiting: Decimal = ZERO
    at: dict[str, Decimal] = field(default_factory=dict)
    lost: Decimal = ZERO
    sent_back: Decimal = ZERO
    back: Decimal = ZERO
    excess: Decimal = ZERO

    @property
    def wanted(self) -> Decimal:
        """Return what was ordered less what was taken back."""
        return self.ordered - self.withdrawn

    def add(self, other: "Places") -> None:
        """Add quantities of the same unit."""
        for name in ("ordered", "withdrawn", "waiting", "lost", "sent_back", "back", "excess"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for code, n in other.at.items():
            self.at[code] = self.at.get(code, ZERO) + n


def places_of_part(journey: Journey, part: Part) -> Places:
    """Return where the pieces of one schedule line are; of an open offer nothing is anywhere."""
    steps = [step for step in journey.template.steps if step.what and step.code not in IN_PERCENT]
    found = Places(at={step.code: ZERO for step in steps})
    if part.tentative:
        return found
    found.ordered, found.withdrawn = part.ordered, part.ordered - part.cap
    far = ZERO
    for step in reversed(steps):
        here = min(max(part.moved(step.what) - far, ZERO), part.cap - far)
        found.at[step.code], far = here, far + here
    found.waiting = part.cap - far
    _take_away(found, part)
    return found


def places_of_line(journey: Journey, line: Line) -> Places:
    """Return where the pieces of a line are, with what is apart of all its schedule lines."""
    found = Places()
    for part in line.parts.values():
        found.add(places_of_part(journey, part))
    found.back = max(line.moved("returning"), line.moved("returned"))
    found.excess = max(line.excess.values(), default=ZERO)
    return found


def places_by_unit(journey: Journey, lines: Iterable[Line] | None = None) -> dict[str, Places]:
    """Return the same of a whole order by unit: different units are never added."""
    found: dict[str, Places] = {}
    for line in journey.lines.values() if lines is None else lines:
        found.setdefault(line.uom, Places()).add(places_of_line(journey, line))
    return dict(sorted(found.items()))


def _take_away(found: Places, part: Part) -> None:
    """Take what was lost, or went back to the sender, from where it was seen last."""
    away = balance(part)
    for name in ("lost", "sent_back"):
        rest = getattr(away, name)
        for code in found.at:
            if MILESTONES[code].rank >= _LEFT:
                gone = min(found.at[code], rest)
                found.at[code] -= gone
                setattr(found, name, getattr(found, name) + gone)
                rest -= gone
