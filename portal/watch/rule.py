"""What a rule is, and what rules have in common. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from portal.journey import Journey, Part
from portal.ledger import number
from portal.watch.finding import Finding
from portal.watch.setting import SHADOW, RuleSetting

Look = Callable[[Journey, RuleSetting], Iterable[Finding]]
# What a person does about it: the case's page turns it into a button.
ASK, DECIDE, REPLY, RECEIPT, RETURN, GOODS, CONTACTS, HISTORY = ACTIONS = (
    "ask", "decide", "reply", "receipt", "return", "goods", "contacts", "history",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: how it looks, what it says, and what to do about it.

    `said` is what it says once the trouble is over. Where verbs depend on how much it is, they
    are pairs: for one, and for more. `figures` are its settings with their defaults. `mode`
    holds until the owner says otherwise. `action` is where `advice` is followed, see `ACTIONS`.
    `of_shipment` and `was_of_shipment` are what it says, and said, of all of a shipment.
    """

    name: str
    look: Look
    severity: int
    means: str
    says: str | tuple[str, str]
    said: str | tuple[str, str]
    advice: str
    figures: dict[str, int] = field(default_factory=dict)
    mode: str = SHADOW
    action: str = ASK
    of_shipment: str | tuple[str, str] = ""
    was_of_shipment: str = ""


def after(day: date, grace_days: int = 0) -> datetime:
    """Return the moment the day and its grace are over."""
    return datetime.combine(day + timedelta(days=1 + grace_days), time(), UTC)


def begins(day: date) -> datetime:
    """Return the moment a day begins."""
    return datetime.combine(day, time(), UTC)


def amount(journey: Journey, part: Part, quantity: Decimal) -> dict[str, str]:
    """Return a quantity of a part as the words of a finding hold it."""
    return {"qty": number(quantity), "uom": journey.lines[part.line].uom}


def known(*idents: str) -> tuple[str, ...]:
    """Return the events among these that there are."""
    return tuple(ident for ident in idents if ident)


def waiting(journey: Journey) -> list[Part]:
    """Return the deliveries that are agreed or asked for, still to come, and not held up."""
    return [
        part
        for part in journey.parts()
        if part.open and not part.tentative and part.view != "blocked"
    ]
