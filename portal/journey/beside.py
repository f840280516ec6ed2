"""What stands beside the lines of a journey: troubles, documents, goods that go back."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from portal.journey.milestones import RETURNED
from portal.journey.template import Step

ZERO = Decimal(0)


@dataclass(slots=True)
class Trouble:
    """Something that went wrong on the way. `open` until a full delivery overcame it.

    `shipment` is the one it happened to, "" where it was told of the order itself.
    """

    code: str
    line: int
    part: int
    at: datetime | None
    ident: str
    reason: str = ""
    open: bool = True
    shipment: str = ""


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
class ReturnStep:
    """How far a return has come by one step of its journey, by line.

    `day` is when all of it had; `inferred`: nobody reported some of it, a later step was.
    """

    step: Step
    reached: dict[int, Decimal]
    full: bool = False
    day: date | None = None
    inferred: bool = False
    due: date | None = None


@dataclass(slots=True)
class Return:
    """Goods that are to go back: how many of each line, and how far that has come.

    `remedy` is replace (the quantity is owed again once the partner has agreed) or credit.
    `verdict` is the partner's: accepted, refused, or empty while it owes an answer. `sent`
    and `back` say by line what has been picked up and what has arrived at the partner's.
    `steps` are those of its journey; the first required one that is not done is next.
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
    steps: tuple[ReturnStep, ...] = ()
    next_step: str = ""
    next_by: str = ""
    next_due: date | None = None

    @property
    def state(self) -> str:
        """Return requested, refused, accepted, under_way, done, or settled: nothing goes back."""
        if self.verdict != "accepted":
            return "refused" if self.verdict else "requested"
        if not self.next_step:
            moves = any(one.step.code in RETURNED for one in self.steps)
            return "done" if moves else "settled"
        return "under_way" if self.sent or self.back else "accepted"

    @property
    def open(self) -> bool:
        """Return whether somebody still has to do something about it."""
        return self.state not in ("refused", "done", "settled")

    def came(self, code: str) -> dict[int, Decimal]:
        """Return by line how much somebody reported to have come as far as a step."""
        return getattr(self, RETURNED[code])

    def step(self, code: str) -> ReturnStep | None:
        """Return how far it has come by a step, if its journey has it."""
        return next((one for one in self.steps if one.step.code == code), None)
