"""What a supplier or carrier says when an agreed day will not be kept. Pure."""

from datetime import date
from decimal import Decimal

from portal.desk.say import checks
from portal.errors import N_, NotAllowed, NotUnderstood
from portal.journey import Journey, Line, Part
from portal.ledger import Draft, Qty
from portal.people import Actor


def delay(
    journey: Journey,
    by: Actor,
    key: str,
    number: int,
    day: date | None,
    reason: str,
    today: date,
    part: int = 0,
    qty: Decimal | None = None,
    text: str = "",
) -> list[Draft]:
    """“It will come later than agreed”: the new day of a schedule line, and why.

    Re-promising never clears lateness: the agreed day stays what the supplier is judged by.

    Args:
        part: 0 is the only schedule line, or the open one due first.
        qty: how much of it; none is all that is still open.
    """
    if by.side != "owner":
        _check_takes_part(journey, by)
    line = checks.line_of(journey, number)
    late = _open_part(line, part)
    new = checks.check_day(journey, day, today)
    _check_later(line, late, new, today)
    said = ()
    if qty is not None:
        said = (Qty(_within(late, checks.check_qty(qty)), line.uom, "ordered", number, late.part),)
    draft = Draft(
        "delay.reported",
        line=line.line,
        part=late.part,
        qty=said,
        reason=checks.check_reason(reason, "delay"),
        details=checks.details(text=checks.check_text(text)),
        body={"day": new.isoformat()},
    )
    return checks.keyed(key, [draft])


def _check_takes_part(journey: Journey, by: Actor) -> None:
    if by.side not in ("supplier", "carrier"):
        raise NotAllowed(N_("Your organisation may not report this."))
    if by.side == "supplier":
        checks.check_partner(journey, by)


def _open_part(line: Line, number: int) -> Part:
    parts = [part for part in line.parts.values() if part.open and not part.tentative]
    if not parts:
        raise NotAllowed(N_("Line %(no)s is complete; it cannot be late any more."), no=line.no)
    if not number:
        return min(parts, key=lambda part: (part.due_day or date.max, part.part))
    found = next((part for part in parts if part.part == number), None)
    if found is None:
        raise NotUnderstood(N_("Choose a delivery that is still open."), field="part")
    return found


def _check_later(line: Line, part: Part, new: date, today: date) -> None:
    if part.agreed_day is None:
        raise NotAllowed(
            N_("Line %(no)s is not agreed yet. Answer it with the day you can keep."), no=line.no
        )
    if new <= part.agreed_day:
        raise NotUnderstood(
            N_("%(agreed)s was agreed, so a delay needs a later day."),
            field="day",
            agreed=part.agreed_day.isoformat(),
        )
    if new < today:
        raise NotUnderstood(
            N_("%(day)s has passed. Give a day to come."), field="day", day=new.isoformat()
        )


def _within(part: Part, qty: Decimal) -> Decimal:
    if qty > part.ordered:
        raise NotUnderstood(
            N_("That is more than the %(ordered)s of this delivery."),
            field="qty",
            ordered=part.ordered,
        )
    return qty
