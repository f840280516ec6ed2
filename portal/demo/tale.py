"""A tale: one order's life while it is being told, act by act. Pure."""

from dataclasses import dataclass, field
from random import Random

from portal.demo.acts import Act, Do
from portal.demo.companies import Company
from portal.journey import default_of


@dataclass
class Tale:
    """One order's life being told. `ask` and `travel` are days; `tail` makes its numbers."""

    kind: str
    story: str
    company: Company
    ask: int
    travel: int
    customs: bool
    handed_over: bool
    tail: str
    rng: Random
    acts: list[Act] = field(default_factory=list)
    day: int = 0

    def then(self, wait: int, who: str, do: Do, label: str) -> None:
        """Let something happen some days after what came before."""
        self.day += max(wait, 0)
        self.acts.append(Act(self.day, who, do, label))

    def at(self, day: int, who: str, do: Do, label: str) -> None:
        """Let something happen on a day, or at once if that has passed."""
        self.then(day - self.day, who, do, label)

    def has(self, code: str) -> bool:
        """Do orders of this kind pass this step?"""
        return default_of(self.kind).step(code) is not None

    def maybe(self, chance: float) -> bool:
        """Roll the dice."""
        return self.rng.random() < chance
