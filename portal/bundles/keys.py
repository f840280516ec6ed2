"""What names a schedule line in forms and files: its place, its stamp, what was shown. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from portal.desk import LineRow


@dataclass(frozen=True)
class Key:
    """A schedule line as somebody saw it. `stamp` is what an answer names."""

    order: UUID
    line: int
    part: int
    stamp: str
    qty: Decimal | None
    day: date | None

    @property
    def place(self) -> tuple[UUID, int, int]:
        """Return which schedule line it is."""
        return self.order, self.line, self.part

    def __str__(self) -> str:
        day = self.day.isoformat() if self.day else ""
        return f"{self.order}.{self.line}.{self.part}.{self.stamp}~{self.qty:f}~{day}"


def key_of(line: LineRow) -> Key:
    """Return the key of a line as it is now."""
    return Key(*line.place, line.stamp, line.cap, line.want_day)


def read_key(text: str) -> Key | None:
    """Return what a name that came with a form or in a file says; None: it is none."""
    try:
        name, qty, day = text.strip().split("~")
        order, line, part, stamp = name.split(".")
        shown = Decimal(qty[:30]), date.fromisoformat(day) if day else None
        found = Key(UUID(order), int(line[:9]), int(part[:9]), stamp[:32], *shown)
    except (ValueError, InvalidOperation):
        return None
    return found if shown[0].is_finite() and found.line >= 0 and found.part >= 0 else None
