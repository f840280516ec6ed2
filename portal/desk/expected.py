"""What is expected of a line or an order, fetched beside its row; for the owner's people only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, literal_column

from portal.db import current
from portal.watch import WEAK, Outlook

NOUGHT = literal_column("0")  # written out, or no plan may rely on an index of such rows alone


@dataclass(frozen=True, slots=True)
class Expected:
    """A forecast: eight of ten come from `low` to `high`, half by `day`.

    `chance` of being late is None where it would say nothing; it rests on `orders` past ones.
    """

    low: date
    day: date
    high: date
    chance: float | None
    orders: int


def sees_outlook() -> bool:
    """Say whether this viewer is of the owner's people: a forecast is theirs alone."""
    return current().kind == "own"


def expecting(query: Select, same: ColumnElement[bool]) -> Select:
    """Add to a question what is expected of each row, if the viewer may know."""
    if not sees_outlook():
        return query
    one = Outlook
    columns = (one.p10, one.p50, one.p90, one.chance, one.orders, one.confidence)
    return query.add_columns(*columns).outerjoin(one, same)


def expected_of(found: Sequence) -> Expected | None:
    """Return what `expecting` added to a row; None where nothing is expected."""
    return Expected(*found[:-1]) if len(found) and found[1] is not None else None


def trusted_of(found: Sequence) -> int | None:
    """Return how far the record is trusted, of what `expecting` added to a row."""
    return found[-1] if len(found) else None


def likely(line: bool) -> ColumnElement[bool]:
    """Return the rule for what is likely late, of lines or of orders; an index leads there."""
    return and_(Outlook.likely, Outlook.line > NOUGHT if line else whole())


def weak() -> ColumnElement[bool]:
    """Return the rule for orders whose data are weak; an index leads there."""
    return and_(whole(), Outlook.confidence < WEAK)


def whole() -> ColumnElement[bool]:
    """Return the rule for the outlooks of whole orders; the index of the least sure leads there."""
    return Outlook.line == NOUGHT
