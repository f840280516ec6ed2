"""Goal lines: a figure, its target, and whether it was reached."""

import operator
from dataclasses import dataclass, field

HOLDS = {"≥": operator.ge, "≤": operator.le, "=": operator.eq}


@dataclass
class Board:
    """Collects goals; `failed` says whether any was missed."""

    failed: bool = False
    lines: list[str] = field(default_factory=list)

    def goal(self, name: str, value: float, sign: str, target: float, unit: str = "") -> bool:
        """Print one goal as `GOAL <id> <value> <target> PASS|FAIL`."""
        reached = HOLDS[sign](value, target)
        self.failed = self.failed or not reached
        line = f"GOAL {name} {_figure(value)}{unit} {sign}{_figure(target)}{unit} "
        self.lines.append(line + ("PASS" if reached else "FAIL"))
        print(self.lines[-1], flush=True)
        return reached


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
