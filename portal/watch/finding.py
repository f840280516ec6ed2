"""A finding: one trouble on one subject, and since when it exists. It knows no now."""

from dataclasses import dataclass, field
from datetime import datetime

LOW, MEDIUM, HIGH = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to look at an order. From `since` on it is true, if nothing more is said.

    `line` and `part` are 0 for the whole order. `shipment` is the shipment whose trouble it is:
    then every order with goods in it finds the same, and it is one. `evidence` names the events
    it rests on (idents in hex). `words` fill the rule's sentence: `…_day` is a date, `…_at` a
    moment, both as text, everything else is said as it stands.
    """

    rule: str
    since: datetime
    line: int = 0
    part: int = 0
    severity: int = MEDIUM
    evidence: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    told: bool = False
    shipment: str = ""

    @property
    def subject(self) -> tuple[int, int, str, str]:
        """One live case may exist for each of these in a stream, or for each shipment."""
        return self.line, self.part, self.rule, self.shipment
