"""What rules are told that a journey does not know: how long things usually take, who asked what.

Values only. Whoever looks at an order hands it in; without it a rule goes by its own figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

ANY = ""  # a stage's figure over all lanes
# How far a schedule line has come, as statistics of time spent name it, the first one first.
STAGES = (
    "placed", "acknowledged", "produced", "packed", "dispatched", "departed", "arrived",
)  # fmt: skip


WHATS = {"acknowledged": "confirmed"}  # what a stage moves, where that is called otherwise


@dataclass(frozen=True, slots=True)
class Chance:
    """What is foreseen of an order: how likely it is late, when it is expected, by when due."""

    chance: float
    expected: date | None
    due: date


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual for one order.

    `times` say for how many days nine of ten lines of its kind stayed at a stage, by lane and
    stage; `ANY` is over all lanes. `questions` are those the owner has not answered: when
    asked, and by which event. `likely` is given where the order is among those that are likely
    late, see `watch.likely`.
    """

    times: Mapping[tuple[str, str], int] = field(default_factory=dict)
    questions: tuple[tuple[datetime, str], ...] = ()
    lane: str = ANY
    likely: Chance | None = None

    def silent_for(self, stage: str, otherwise: int) -> int:
        """Return after how many days silence at a stage is longer than usual, over all lanes."""
        return max(self.times.get((ANY, stage), otherwise), 1)

    def stays_for(self, stage: str, otherwise: int) -> int:
        """Return after how many days at a stage goods lie longer than usual, best on their lane."""
        found = self.times.get((self.lane, stage)) or self.times.get((ANY, stage))
        return max(found or otherwise, 1)


NOTHING = Usual()
