"""From schedule lines' readings to arrays: finished ones to learn from, open ones to ask about.

Lines come in chunks and are kept as plain numbers, so a hundred thousand take some 30 MB.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import numpy as np
from sqlalchemy import Select, func, literal, or_, select, tuple_

from portal.db import db
from portal.insight.history import GROUPS, Orders
from portal.journey import LineReading, OrderReading
from portal.people import Organisation

STEPS = (
    "placed", "acknowledged", "produced", "packed", "dispatched", "departed", "arrived",
    "delivered",
)  # fmt: skip
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.date()
CHUNK = 2_000
MOST = 200_000  # finished lines to learn from; what lies further back has drifted away
CLAIMS = ("asked", "promised", "agreed", "supplier", "carrier", "ours")
_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class LineRow:
    """What is asked of a schedule line. Fields are called as in the readings they come from."""

    order: UUID
    line: int
    part: int
    partner: int
    kind: str
    site: str
    origin: str
    ordered: Decimal
    open: bool
    ask_day: date | None
    first_day: date | None
    agreed_day: date | None
    base_day: date | None
    stated_day: date | None
    late_from: date | None
    acknowledged_at: datetime | None
    produced_at: datetime | None
    packed_at: datetime | None
    dispatched_at: datetime | None
    departed_at: datetime | None
    arrived_at: datetime | None
    ended_at: datetime | None
    opened_at: datetime
    mode: str
    country: str

    @property
    def lane(self) -> str:
        """Return from where to where: a country (or place), and the place of delivery."""
        return f"{self.origin or self.country}>{self.site}"

    @property
    def moments(self) -> tuple[datetime | None, ...]:
        """Return when each of `STEPS` happened."""
        return (
            self.opened_at, self.acknowledged_at, self.produced_at, self.packed_at,
            self.dispatched_at, self.departed_at, self.arrived_at, self.ended_at,
        )  # fmt: skip


@dataclass
class Heap:
    """Lines of one kind, column by column, as they come in."""

    at: array = field(default_factory=lambda: array("d"))
    known: array = field(default_factory=lambda: array("d"))
    figures: array = field(default_factory=lambda: array("d"))  # promise, wanted, quantity
    claims: array = field(default_factory=lambda: array("d"))
    codes: array = field(default_factory=lambda: array("l"))
    names: tuple[dict[str, int], ...] = field(default_factory=lambda: ({}, {}, {}))

    def __len__(self) -> int:
        return len(self.figures) // 3

    def add(
        self, row: LineRow, known: Sequence[float], claims: Sequence[float] = (_NAN,) * len(CLAIMS)
    ) -> None:
        """Take a line in. `known` is when each step was learnt, nan for as it happened."""
        self.at.extend(float_of(moment) for moment in row.moments)
        self.known.extend(known)
        wanted = row.ask_day or row.first_day  # an order that came as agreed came with its promise
        self.figures.extend((day_of(row.base_day), day_of(wanted), float(row.ordered)))
        self.claims.extend(claims)
        for names, text in zip(self.names, (str(row.partner), row.lane, row.mode), strict=True):
            self.codes.append(names.setdefault(text, len(names)))

    def orders(self) -> Orders:
        """Return them as the engine takes them."""
        at, known = _table(self.at, len(STEPS)), _table(self.known, len(STEPS))
        figures, codes = _table(self.figures, 3), _table(self.codes, len(GROUPS))
        return Orders(
            at=at,
            known=np.where(np.isnan(at), np.nan, np.fmax(known, at)),
            promise=figures[:, 0],
            wanted=figures[:, 1],
            quantity=figures[:, 2],
            extra=np.zeros((len(at), 0)),
            names={kind: tuple(names) for kind, names in zip(GROUPS, self.names, strict=True)},
            **{kind: codes[:, nth] for nth, kind in enumerate(GROUPS)},
        )

    def claimed(self) -> np.ndarray:
        """Return (lines, claims): the day each claim named, nan where it was not made."""
        return _table(self.claims, len(CLAIMS))


def float_of(moment: datetime | None) -> float:
    """Return a moment as days since the epoch of all arrays; nan for none."""
    return _NAN if moment is None else (moment - EPOCH).total_seconds() / 86400


def day_of(day: date | None) -> float:
    """Return a day as days since the epoch; nan for none."""
    return _NAN if day is None else float((day - EPOCH_DAY).days)


def date_of(days: float) -> date:
    """Return the day in which a moment of the arrays lies."""
    return date.fromordinal(EPOCH_DAY.toordinal() + int(days // 1))


def finished_lines(most: int = MOST) -> Iterator[list[LineRow]]:
    """Yield the scope's owner's finished lines in chunks, those of the newest orders first."""
    return _chunks(most, _ended().is_not(None))


def lines_ever(most: int = MOST) -> Iterator[list[LineRow]]:
    """Yield in the same way lines that came or are still to come; not those taken back."""
    return _chunks(most, LineReading.ordered > 0, or_(LineReading.open, _ended().is_not(None)))


def _chunks(most: int, *which) -> Iterator[list[LineRow]]:
    key, after, seen = (LineReading.order, LineReading.line, LineReading.part), None, 0
    while seen < most:
        query = _asked().where(*which)
        if after is not None:
            query = query.where(tuple_(*key) < after)
        query = query.order_by(*(column.desc() for column in key)).limit(CHUNK)
        rows = [LineRow(*row) for row in db.session.execute(query)]
        if rows:
            yield rows
            after = _place(rows[-1])
        if len(rows) < CHUNK:
            return
        seen += len(rows)


def lines_in(orders: Sequence[UUID]) -> list[LineRow]:
    """Return every schedule line of these orders that is still to come."""
    query = _asked().where(
        LineReading.order.in_(orders), LineReading.open, LineReading.ordered > 0, _ended().is_(None)
    )
    key = (LineReading.order, LineReading.line, LineReading.part)
    return [LineRow(*row) for row in db.session.execute(query.order_by(*key))]


def _ended():
    return func.coalesce(LineReading.delivered_at, LineReading.received_at)


def _asked() -> Select:
    order, line = OrderReading, LineReading
    other = {
        "ended_at": func.coalesce(line.delivered_at, line.received_at),
        "opened_at": order.opened_at,
        "mode": order.mode,
        "country": Organisation.country,
    }
    columns = [other.get(name, getattr(line, name, None)) for name in LineRow.__slots__]
    return (
        select(*columns)
        .join(order, (order.owner == line.owner) & (order.order == line.order))
        .join(Organisation, Organisation.id == line.partner)
    )


def _place(row: LineRow):
    values = ((LineReading.order, row.order), (LineReading.line, row.line),
              (LineReading.part, row.part))  # fmt: skip
    return tuple_(*(literal(value, column.type) for column, value in values))


def _table(values: array, columns: int) -> np.ndarray:
    kind = float if values.typecode == "d" else int
    return np.frombuffer(values, dtype=values.typecode).astype(kind).reshape(-1, columns)
