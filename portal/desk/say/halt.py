"""How the buyer stops something, and lets it go on: cancel, close, block, and their opposites.

cancel    what has not left is not wanted any more: a quantity, a line, the whole order
close     what is still to come of a line is not waited for, mostly after a short delivery
reopen    it is wanted again; the supplier is asked once more
block     nothing may be answered or dispatched until the block is lifted

`number` 0 is the whole order, or for blocks all its lines. Each names the stamp of the line
(`order_stamp` for the order) as it was seen. Pure.
"""

import hashlib
from collections.abc import Iterable
from decimal import Decimal

from portal.desk.say import checks
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey, Line, Part
from portal.ledger import Draft, number
from portal.people import Actor

TRANSITS = ("comes", "gone")


def order_stamp(journey: Journey) -> str:
    """Return one stamp for the order with all its lines."""
    said = [str(journey.revision), str(journey.cancelled)]
    said += [f"{line.line}:{line.stamp}:{line.blocked}" for line in journey.lines.values()]
    return hashlib.sha256("|".join(said).encode()).hexdigest()[:24]


def cancellable(parts: Iterable[Part]) -> Decimal:
    """Return how much of these parts has not left yet."""
    left = (part.cap - part.sent for part in parts if not part.tentative)
    return sum((n for n in left if n > 0), Decimal(0))


def on_its_way(line: Line) -> Decimal:
    """Return how much of a line has left and is not there yet."""
    away = (part.sent - part.fulfilled for part in line.parts.values())
    return sum((n for n in away if n > 0), Decimal(0))


def cancel(
    journey: Journey,
    by: Actor,
    key: str,
    number_: int,
    stamp: str,
    reason: str,
    text: str = "",
    qty: Decimal | None = None,
    part: int = 0,
) -> list[Draft]:
    """“We do not want it any more.” What has left stays ordered.

    Args:
        qty: how much of a line; none is everything that has not left.
        part: one delivery of the line; 0 is any of them, the latest first.

    Raises:
        Conflict: somebody changed it since the page was shown.
        NotUnderstood: `field` is qty.
    """
    checks.check_owner(by)
    said = _said(reason, "cancel", text)
    if not number_:
        _check_order(journey, stamp)
        _check_cancellable(cancellable(journey.parts()))
        return checks.keyed(key, [Draft("order.cancelled", **said)])
    line = checks.any_line_of(journey, number_)
    checks.check_stamp(line, stamp)
    if line.cancelled or journey.cancelled:
        raise NotAllowed(N_("Line %(no)s is cancelled already."), no=line.no)
    meant = [checks.part_of(line, part)] if part else list(line.parts.values())
    left = cancellable(meant)
    _check_cancellable(left)
    some = qty is not None and _checked(qty, left, line) < left
    body = {"qty": number(qty)} if some else {}
    draft = Draft("line.cancelled", line=line.line, part=part, body=body, **said)
    return checks.keyed(key, [draft])


def close(
    journey: Journey,
    by: Actor,
    key: str,
    number_: int,
    stamp: str,
    reason: str,
    transit: str = "comes",
    text: str = "",
) -> list[Draft]:
    """“We wait for no more of this line.” For a line of which something has come or left.

    Args:
        transit: what is on its way still `comes`, or it is `gone` and expected no more.
    """
    checks.check_owner(by)
    line = checks.any_line_of(journey, number_)
    checks.check_stamp(line, stamp)
    if line.cancelled or journey.cancelled or line.closed:
        raise NotAllowed(N_("Line %(no)s is cancelled or closed already."), no=line.no)
    if not line.open:
        raise NotAllowed(N_("Line %(no)s is complete; there is no rest to close."), no=line.no)
    if not any(part.sent for part in line.parts.values()):
        raise NotAllowed(N_("Nothing of line %(no)s has left yet. Cancel it instead."), no=line.no)
    if transit not in TRANSITS:
        raise NotUnderstood(N_("Say whether what is on its way still comes."), field="transit")
    body = {"transit": transit} if on_its_way(line) else {}
    draft = Draft("line.closed", line=line.line, body=body, **_said(reason, "close", text))
    return checks.keyed(key, [draft])


def reopen(
    journey: Journey, by: Actor, key: str, number_: int, stamp: str, text: str = ""
) -> list[Draft]:
    """“We want it after all.” What was cancelled, given up or closed; the supplier is asked."""
    checks.check_owner(by)
    details = checks.details(text=checks.check_text(text))
    if not number_:
        _check_order(journey, stamp)
        if not journey.cancelled:
            raise NotAllowed(N_("This order is not cancelled."))
        return checks.keyed(key, [Draft("order.reopened", details=details)])
    line = checks.any_line_of(journey, number_)
    checks.check_stamp(line, stamp)
    if journey.cancelled:
        raise NotAllowed(N_("The whole order is cancelled. Reopen the order first."))
    if not reopenable(line):
        raise NotAllowed(N_("Nothing of line %(no)s was cancelled or closed."), no=line.no)
    return checks.keyed(key, [Draft("line.reopened", line=line.line, details=details)])


def reopenable(line: Line) -> bool:
    """Say whether something of a line was taken back that can be wanted again."""
    return line.cancelled or line.closed or any(part.taken for part in line.parts.values())


def block(
    journey: Journey, by: Actor, key: str, number_: int, reason: str, text: str = ""
) -> list[Draft]:
    """“Stop: do nothing about it until you hear from us.” A line, or with 0 every open one."""
    checks.check_owner(by)
    lines = [line for line in _meant(journey, number_) if line.open and not line.blocked]
    if not lines:
        raise NotAllowed(N_("There is nothing open to block, or it is blocked already."))
    said = _said(reason, "block", text)
    return checks.keyed(key, [Draft("line.blocked", line=one.line, **said) for one in lines])


def unblock(journey: Journey, by: Actor, key: str, number_: int, text: str = "") -> list[Draft]:
    """“Go on.” A line, or with 0 every blocked one."""
    checks.check_owner(by)
    lines = [line for line in _meant(journey, number_) if line.blocked]
    if not lines:
        raise Conflict(N_("It is not blocked any more: a colleague was a moment earlier."))
    details = checks.details(text=checks.check_text(text))
    drafts = [Draft("line.unblocked", line=one.line, details=details) for one in lines]
    return checks.keyed(key, drafts)


def _meant(journey: Journey, number_: int) -> list[Line]:
    if number_:
        return [checks.any_line_of(journey, number_)]
    return list(journey.lines.values())


def _said(reason: str, place: str, text: str) -> dict:
    details = checks.details(text=checks.check_text(text))
    return {"reason": checks.check_reason(reason, place), "details": details}


def _check_order(journey: Journey, stamp: str) -> None:
    if stamp != order_stamp(journey):
        raise Conflict(
            N_("The order changed while you were reading it. Look at it once more."), field="stamp"
        )


def _check_cancellable(left: Decimal) -> None:
    if left <= 0:
        raise NotAllowed(N_("Everything has left already, or was cancelled before."))


def _checked(qty: Decimal, left: Decimal, line: Line) -> Decimal:
    if checks.check_qty(qty) > left:
        raise NotUnderstood(
            N_("Not on its way yet: %(n)s %(uom)s. You can cancel no more than that."),
            field="qty",
            n=number(left),
            uom=line.uom,
        )
    return qty
