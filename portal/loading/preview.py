"""What would happen: a look at the first rows of a kept file. Nothing is kept or changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from portal import flow, intake, ledger, people
from portal.intake import PartnerKey, Problem, Told

ROWS = 2000  # looked at; a second of work at most
SHOWN = 10  # orders and problems shown of them


@dataclass(frozen=True)
class Seen:
    """One order as the file tells it. `known`: it is here already."""

    number: str
    type: str
    partner: str
    lines: int
    known: bool


@dataclass(frozen=True)
class Preview:
    """What the first rows would do. `whole`: there are no others.

    `unknown` are columns nobody will read; `partners` those who would be added.
    """

    rows: int
    understood: int
    problems: tuple[Problem, ...]
    orders: tuple[Seen, ...]
    new: int
    known: int
    partners: tuple[str, ...]
    unknown: tuple[str, ...]
    whole: bool

    @property
    def quarantined(self) -> int:
        """Return how many rows would be set aside."""
        return self.rows - self.understood


def preview(path: Path, profile: str, limit: int, most: int = ROWS) -> Preview:
    """Look at the first rows of a file, in the scope of whoever asks.

    Raises:
        NotUnderstood, TooLarge: it cannot be read at all.
    """
    reading = intake.read(path, profile, limit=limit)
    entries = list(islice(reading, most + 1))
    looked_at = entries[:most]
    told = [entry for entry in looked_at if isinstance(entry, Told)]
    problems = [entry for entry in looked_at if isinstance(entry, Problem)]
    orders = _orders(told)
    known = sum(order.known for order in orders)
    return Preview(
        rows=len(looked_at),
        understood=len(told),
        problems=tuple(problems[:SHOWN]),
        orders=tuple(orders[:SHOWN]),
        new=len(orders) - known,
        known=known,
        partners=_new_partners(told),
        unknown=reading.unknown,
        whole=len(entries) <= most,
    )


def _orders(told: Sequence[Told]) -> list[Seen]:
    lines: dict[str, set[str]] = {}
    first: dict[str, Told] = {}
    for entry in told:
        key = flow.order_key(entry.order.type, entry.order.number)
        first.setdefault(key, entry)
        lines.setdefault(key, set()).add(entry.line_no)
    known = ledger.known_keys("order", list(first))
    return [
        Seen(
            entry.order.number,
            entry.order.type,
            entry.order.partner.name if entry.order.partner else "",
            len(lines[key]),
            key in known,
        )
        for key, entry in first.items()
    ]


def _new_partners(told: Sequence[Told]) -> tuple[str, ...]:
    """Return the names of organisations the file names and nobody here deals with."""
    ours = people.partners()
    numbers, names = {one.number for one in ours}, {one.name for one in ours}
    named = {key for one in told for key in (one.order.partner, *one.order.parties) if key}
    return tuple(sorted({key.name for key in named if not _is_known(key, numbers, names)}))


def _is_known(key: PartnerKey, numbers: set[str | None], names: set[str]) -> bool:
    return key.number in numbers if key.number else key.name in names
