"""Taking goods for one order from another one of the same item: said in both, as one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.desk.cases.acts import ACTS, line_of, part_of
from portal.desk.cases.doing import Desk, acted
from portal.desk.say import checks
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey, LineReading, OrderReading
from portal.ledger import Draft, number
from portal.people import Actor

NEAREST = 20  # orders that are offered, those expected first


@dataclass(frozen=True, slots=True)
class Lender:
    """A line of another order that some of the same item could be taken from."""

    order: UUID
    line: int
    number: str
    no: str
    qty: Decimal
    uom: str
    day: date | None

    @property
    def name(self) -> str:
        """Return how a form names it."""
        return f"{self.order}:{self.line}"


def lenders(order: UUID, item: str, uom: str) -> list[Lender]:
    """Return open lines of the same item in other orders of the scope's owner."""
    row = LineReading
    left = row.ordered - row.cancelled - row.received
    same = (OrderReading.owner == row.owner) & (OrderReading.order == row.order)
    query = (
        select(row.order, row.line, OrderReading.number, row.no, left, row.uom, row.stated_day)
        .join(OrderReading, same)
        .where(row.item == item, row.open, row.uom == uom, row.order != order, left > 0)
        .order_by(row.stated_day, row.order, row.line, row.part)
        .limit(NEAREST)
    )
    return [Lender(*found) for found in db.session.execute(query)] if item else []


def take_from(at: Desk, qty: Decimal | None, lender: Lender | None, text: str = "") -> list[Draft]:
    """“We take it from there”: what the order that lacks it keeps of that. Ours alone."""
    if not at.case.live or not ACTS["reallocate"].offered(at.case, at.journey):
        raise NotAllowed(N_("This cannot be done about it any more."))
    if lender is None:
        raise NotUnderstood(N_("Choose the order."), field="order")
    line, part = line_of(at.case, at.journey), part_of(at.case, at.journey)
    n = checks.check_qty(qty)
    if n > part.open_qty:
        raise NotUnderstood(
            N_("Only %(n)s %(uom)s are still to come."),
            field="qty",
            n=number(part.open_qty),
            uom=line.uom,
        )
    body = {"qty": number(n), "uom": line.uom, "source": lender.number,
            "order": str(lender.order)}  # fmt: skip
    covered = Draft(
        "cover.arranged",
        line=at.case.line,
        part=at.case.part,
        key=f"{at.key}/cover",
        body=body,
        details=checks.details(text=checks.check_text(text)),
        only_for=at.by.org,
    )
    return [covered, acted(at, "reallocate", {name: body[name] for name in ("qty", "uom",
                                                                          "source")})]  # fmt: skip


def give_to(
    journey: Journey, by: Actor, key: str, lender: Lender, qty: Decimal, to: tuple[UUID, str]
) -> list[Draft]:
    """What the order that gives it keeps of that.

    Args:
        to: the order that gets it, and its number.

    Raises:
        Conflict: there is not as much left of it as was shown.
    """
    line = journey.lines.get(lender.line)
    left = sum((part.open_qty for part in line.parts.values()), Decimal(0)) if line else Decimal(0)
    if line is None or qty > left:
        raise Conflict(N_("Less is left of that order than was shown. Look once more."))
    order, name = to
    body = {"qty": number(qty), "uom": line.uom, "order": str(order), "number": name}
    given = Draft(
        "cover.given", line=line.line, key=f"{key}/given", body=body, only_for=by.org
    )  # fmt: skip
    return [given]
