"""What sources say differently: their claims side by side, and which of them is shown. Values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Claim:
    """What one organisation says of a step: how much, on which day last; `ident` is its word."""

    org: int
    n: Decimal | None
    day: date | None
    ident: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A step of a line of which organisations say different things.

    `what` is the quantity the step moves, or "expected" for the day it will come. `shown` is
    whose claim is displayed, `rule` why: nearest, larger or later (see `speakers`).
    """

    line: int
    what: str
    shown: int
    rule: str
    claims: tuple[Claim, ...]
    part: int = 0
