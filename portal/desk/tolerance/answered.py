"""From an answer of the supplier to what is weighed: the line as settled, and as offered. Pure."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from portal import intake
from portal.desk.tolerance.measure import ZERO, Offer, Row
from portal.journey import Journey, Line, Part, root_of, without

WEIGHED = frozenset({"change"})  # whatever else is answered needs a person


def offer_of(journey: Journey, line: Line, body: dict) -> Offer | None:
    """Return what an answer offers for a line, beside what a person settled for it.

    Args:
        line: as it stands before the answer.
        body: the answer as its event carries it.

    Returns:
        None if it is no offer of days, quantities or a price: a person decides then.
    """
    if body.get("answer") not in WEIGHED or not (body.get("parts") or "price" in body):
        return None
    rows = {row["part"]: row for row in body.get("parts") or ()}
    base, done = _settled(line)
    return Offer(
        base=base,
        offered=tuple(_offered(line, rows, body.get("rest", ""))),
        done=done,
        uom=intake.units().get(line.uom.casefold(), line.uom),
        base_price=line.settled_price,
        price=_price(line, body),
        currency=journey.currency,
    )


def _settled(line: Line) -> tuple[tuple[Row, ...], Decimal]:
    """Return what was settled for what is still to come, and how much is done."""
    ended = [part for part in line.parts.values() if not part.open and not part.tentative]
    gone: dict[int, Decimal] = {}
    for part in ended:
        first = root_of(line, part.part)
        gone[first] = gone.get(first, ZERO) + part.cap
    left = [
        Row(qty, day)
        for first, rows in line.settled.items()
        for qty, day in without(rows, gone.get(first, ZERO))
    ]
    return tuple(left), sum(gone.values(), ZERO)


def _offered(line: Line, rows: dict[int, dict], rest: str) -> Iterable[Row]:
    missing = ZERO
    open_parts = {
        part.part: part for part in line.parts.values() if part.open and not part.tentative
    }
    for number, part in open_parts.items():
        row = rows.get(number)
        if row is None:
            yield Row(part.cap, part.agreed_day or part.want_day)
            continue
        given = _row(row, part)
        missing += part.cap - given.qty
        yield given
    for number, row in rows.items():
        if number not in open_parts:
            given = _row(row, None)
            missing -= given.qty
            yield given
    if missing > 0 and rest == "open":
        yield Row(missing, None)


def _row(row: dict, part: Part | None) -> Row:
    qty = Decimal(row["qty"]) if "qty" in row else part.cap if part else ZERO
    if row.get("day"):
        return Row(qty, date.fromisoformat(row["day"]))
    return Row(qty, part.want_day if part and not row.get("later") else None)


def _price(line: Line, body: dict) -> Decimal | None:
    if "price" not in body:
        return None
    return Decimal(body["price"]) / Decimal(body.get("per") or line.per)
