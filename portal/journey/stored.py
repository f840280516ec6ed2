"""Keeping readings: written in the transaction of the events they come from.

Only what changed is written, and parts that are no more are deleted. Whether what is stored
is what the ledger gives, `compared` says.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from portal.db import current, db, upsert_rows
from portal.journey import search
from portal.journey.line_reading import LineReading
from portal.journey.order_reading import OrderReading
from portal.journey.rows import rows
from portal.journey.search import Document
from portal.journey.shipment_rows import content_rows
from portal.journey.state import Journey
from portal.journey.stored_shipments import keep_contents

Key = tuple[UUID, int, int]


@dataclass(slots=True)
class Made:
    """What is stored of one order: its row, those of its lines, and of its goods in shipments.

    `contents` is None where no shipment was ever named.
    """

    row: dict
    lines: list[dict]
    contents: dict[tuple, dict] | None


def made_of(journey: Journey) -> Made:
    """Return what is stored of a journey. Pure, so it may be made elsewhere than it is kept."""
    return Made(*rows(journey), content_rows(journey) if journey.carried else None)


def keep(items: Sequence[tuple[UUID, Journey]]) -> None:
    """Store the readings of these orders of the scope's owner. Does not commit."""
    told = dict(items)
    made = {order: made_of(journey) for order, journey in items}
    found = _found(list(made))
    keep_made(made, found)
    _index(made, found, lambda order: search.document(order, told[order]))


def keep_made(made: Mapping[UUID, Made], found: Mapping[UUID, str]) -> None:
    """Store these readings. The search index is left as it is. Does not commit.

    Args:
        found: whatever is stored of these orders; see `_found`. Empty: nothing is.
    """
    owner = current().org
    upsert_rows(
        OrderReading,
        [{"owner": owner, "order": order, **one.row} for order, one in made.items()],
    )
    _keep_lines(owner, made, stored_lines(list(made)) if found else {})
    keep_contents({order: one.contents for order, one in made.items() if one.contents is not None})


def keep_again(made: Mapping[UUID, Made], documents: Sequence[Document]) -> None:
    """Store these readings and write their search index, whatever it says is there already."""
    keep_made(made, _found(list(made)))
    search.index(documents)


def _index(
    made: Mapping[UUID, Made], found: Mapping[UUID, str], document: Callable[[UUID], Document]
) -> None:
    """Write those into the search index that are found by other words than before."""
    changed = [order for order, one in made.items() if found.get(order) != one.row["found"]]
    search.index([document(order) for order in changed])


NAMES = tuple(
    column.key
    for column in LineReading.__mapper__.column_attrs
    if column.key not in ("owner", "order", "line", "part")
)
_COLUMNS = [getattr(LineReading, name) for name in NAMES]
_PLACE = (LineReading.order, LineReading.line, LineReading.part)


def _found(orders: list[UUID]) -> dict[UUID, str]:
    """Return the hash of the words by which each stored order is found."""
    if not orders:
        return {}
    query = select(OrderReading.order, OrderReading.found)
    return dict(db.session.execute(query.where(OrderReading.order.in_(orders))).all())


def stored_lines(orders: list[UUID]) -> dict[Key, tuple]:
    """Return what is stored of the lines of these orders: (order, line, part) → `NAMES`."""
    query = select(*_PLACE, *_COLUMNS).where(LineReading.order.in_(orders))
    return {tuple(row[:3]): tuple(row[3:]) for row in db.session.execute(query)}


def _keep_lines(owner: int, made: Mapping[UUID, Made], stored: dict[Key, tuple]) -> None:
    gone, changed = set(stored), []
    for order, one in made.items():
        for row in one.lines:
            key = (order, row["line"], row["part"])
            gone.discard(key)
            if stored.get(key) != tuple(row[name] for name in NAMES):
                changed.append({"owner": owner, "order": order, **row})
    upsert_rows(LineReading, changed)
    for key in sorted(gone):
        named = [column == value for column, value in zip(_PLACE, key, strict=True)]
        db.session.execute(delete(LineReading).where(LineReading.owner == owner, *named))
