"""What stands beside the lines of a journey: troubles, documents, goods that go back."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(slots=True)
class Trouble:
    """Something that went wrong on the way. `open` until a full delivery overcame it."""

    code: str
    line: int
    part: int
    at: datetime | None
    ident: str
    reason: str = ""
    open: bool = True


@dataclass(slots=True)
class Paper:
    """A document said to belong to the order, with the owner's verdict where there is one."""

    document: str
    type: str
    line: int
    ident: str
    at: datetime
    verdict: str = ""
    condition: str = ""
    judged: str = ""


@dataclass(slots=True)
class Return:
    """Goods that are to go back: how many of each line, and how far that has come.

    `remedy` is replace (the quantity is owed again once the partner has agreed) or credit.
    `verdict` is the partner's: accepted, refused, or empty while it owes an answer. `sent`
    and `back` say by line what has been picked up and what has arrived at the partner's.
    """

    ident: str
    at: datetime
    remedy: str
    wanted: dict[int, Decimal]
    reason: str = ""
    verdict: str = ""
    answered: str = ""
    answered_at: datetime | None = None
    number: str = ""
    day: date | None = None
    sent: dict[int, Decimal] = field(default_factory=dict)
    back: dict[int, Decimal] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """Return requested, refused, accepted, under_way or done."""
        if self.verdict != "accepted":
            return "refused" if self.verdict else "requested"
        if all(self.back.get(line, ZERO) >= n for line, n in self.wanted.items()):
            return "done"
        return "under_way" if self.sent or self.back else "accepted"

    @property
    def open(self) -> bool:
        """Return whether somebody still has to do something about it."""
        return self.state not in ("refused", "done")
