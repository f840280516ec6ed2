"""What is on the table for a line beside quantities and days, and what was said for others.

Values only. Quantities and days of an offer stand on the parts it is about.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(slots=True)
class Terms:
    """The rest of an offer for a line: of the partner, or of the owner who counters it.

    `answer` is change, backorder, substitute, cancel, or countered. An empty `item` and a
    `price` of None leave what is in force. `rest` says what becomes of a quantity that is
    left out: open (it follows) or none (it will not come).
    """

    ident: str
    answer: str
    at: datetime
    item: dict = field(default_factory=dict)
    price: Decimal | None = None
    per: Decimal | None = None
    rest: str = ""

    @property
    def takes_back(self) -> bool:
        """Return whether agreeing to it gives up the quantity that is left out."""
        return self.answer == "cancel" or self.rest == "none"


@dataclass(slots=True, order=True)
class Entered:
    """Something the owner entered for the partner, which has not confirmed it yet.

    `answer` is which way a response goes: accept, change, reject or cancel.
    """

    at: datetime
    ident: str
    kind: str
    line: int = 0
    part: int = 0
    answer: str = ""
