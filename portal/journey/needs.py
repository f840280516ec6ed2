"""What the owner said is truly needed by when: it changes no promise, it ranks. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from portal.journey.times import spoken_at
from portal.ledger import Said

if TYPE_CHECKING:  # its lines hold these
    from portal.journey.state import Journey


@dataclass(frozen=True, slots=True, order=True)
class Needed:
    """So many of a line are needed by a day."""

    day: date
    n: Decimal


def read_needs(journey: "Journey", said: list[Said]) -> None:
    """Note for each line what is needed by when; the newest word counts, none takes it back."""
    for one in sorted(said, key=lambda one: (spoken_at(one), one.ident)):
        line = journey.lines.get(one.facts.get("line", 0))
        if line:
            rows = one.facts["body"]["needs"]
            needs = (Needed(date.fromisoformat(row["day"]), Decimal(row["qty"])) for row in rows)
            line.needs = tuple(sorted(needs))
