"""What people report about the goods: a step was reached, or is expected. Pure.

Quantities are “this time” (added to what the reporter's organisation said before) or “in
total so far”. A total is said as what it adds, beside the total itself: two reports of one
day have no order among them, and sums need none. Two organisations that report the same
step are never added together.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from portal.desk.say import checks
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey, Line, fold, milestone, template_for
from portal.ledger import Draft, Qty, Said, When, number
from portal.people import Actor

ANSWERS = frozenset({"ORDER_ACCEPTED"})
RECEIPTS = frozenset({"RECEIVED", "RECEIPT_ACCEPTED"})
TROUBLES = (
    "DELIVERY_ATTEMPT_FAILED",
    "DELIVERY_REFUSED",
    "CUSTOMS_HELD",
    "DAMAGED",
    "LOST",
)
COUNTS = ("add", "total")
_FIRST_OF_CARRIER = milestone("READY_FOR_PICKUP").rank


@dataclass(frozen=True, slots=True)
class Report:
    """One report as typed. `line` 0 is every open line; no `qty` is all that is left."""

    code: str
    on: date | None
    at: time | None = None
    klass: str = "ACT"
    line: int = 0
    part: int = 0
    qty: Decimal | None = None
    count: str = "add"
    over: bool = False
    refs: dict[str, str] = field(default_factory=dict)
    recipient: str = ""
    reason: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a report would make of a line: so much before, so much after, of so much."""

    before: Decimal
    after: Decimal
    ordered: Decimal
    uom: str


def offered(journey: Journey, side: str) -> list[str]:
    """Return the steps this side may report, in the order of the journey."""
    steps = template_for(journey.kind, journey.template).steps
    codes = [step.code for step in steps if step.code not in ANSWERS | RECEIPTS]
    if side == "carrier":
        codes = [code for code in codes if milestone(code).rank >= _FIRST_OF_CARRIER]
    return codes if side in ("supplier", "carrier", "owner") else []


def counted(code: str) -> bool:
    """Say whether a step moves a quantity."""
    return bool(milestone(code).what) and code not in TROUBLES


def mine(said: Iterable[Said], org: int, without: str = "") -> Journey:
    """Return the journey as only this organisation tells it: what “this time” adds to.

    Args:
        without: ident of an event that is being corrected, and so does not count.
    """
    said = list(said)
    own = fold(
        one
        for one in said
        if one.ident != without
        and (one.facts["kind"] != "milestone" or one.facts["by"]["org"] == org)
    )
    own.changed_at = max((one.at for one in said if _is_shared(one.facts)), default=None)
    return own


def result(own: Journey, code: str, line: int, qty: Decimal, count: str) -> Result:
    """Return what reporting `qty` would result in. `own` is what `mine` gave."""
    found, step = own.lines[line], milestone(code)
    before = _so_far(found, step.what)
    after = before + qty if count == "add" and not step.repeatable else qty
    return Result(before, after, _ordered(found), found.uom)


def report(
    journey: Journey, by: Actor, key: str, said: Report, now: datetime, own: Journey
) -> list[Draft]:
    """Report a step, or trouble on the way. One event for each line it is about.

    Args:
        own: what `mine` gave for the reporter's organisation.

    Raises:
        NotUnderstood: what was typed cannot be meant; `field` names the field.
        Conflict: something was said since `own` was read; read again and retry.
    """
    check_fresh(journey, own)
    _check_may(journey, by, said.code)
    when = _when(journey, said, by.zone, now)
    common = _common(said, when)
    if said.code in TROUBLES:
        return checks.keyed(key, [_trouble(journey, said, common)])
    step = milestone(said.code)
    if not step.what or (said.klass == "EST" and said.qty is None):
        line = checks.line_of(journey, said.line).line if said.line else 0
        return checks.keyed(key, [Draft("milestone", line=line, part=said.part, **common)])
    lines = [checks.line_of(journey, said.line)] if said.line else _left(journey, said.code, own)
    drafts = [_moved(line, said, common, own) for line in lines]
    return checks.keyed(key, drafts)


def check_fresh(journey: Journey, own: Journey) -> None:
    """Refuse to add to a sum that is no longer the newest."""
    if journey.changed_at != own.changed_at:
        raise Conflict(N_("Somebody reported something at this very moment. Send it once more."))


def _is_shared(facts: dict) -> bool:
    return "only_for" not in facts and not facts["kind"].startswith("case.")


def _check_may(journey: Journey, by: Actor, code: str) -> None:
    if by.side == "supplier":
        checks.check_partner(journey, by)
    known = offered(journey, by.side)
    if not known:
        raise NotAllowed(N_("Your organisation may not report this."))
    if code not in known and code not in TROUBLES:
        raise NotUnderstood(N_("Choose the step that was reached."), field="code")
    if journey.cancelled:
        raise NotAllowed(N_("The buyer cancelled this order."))


def _when(journey: Journey, said: Report, zone: str, now: datetime) -> When:
    if said.klass not in ("ACT", "EST"):
        raise NotUnderstood(N_("Say whether it happened or is expected."), field="klass")
    if said.klass == "EST":
        if said.code in TROUBLES:
            raise NotUnderstood(N_("Trouble is reported when it happened."), field="klass")
        return checks.expected(said.on, said.at, zone, now)
    when = checks.happened(said.on, said.at, zone, now)
    checks.check_not_before(journey, when)
    return when


def _common(said: Report, when: When) -> dict:
    recipient = checks.check_text(said.recipient, "recipient")
    return {
        "code": said.code,
        "klass": said.klass,
        "when": when,
        "refs": checks.check_refs(said.refs),
        "details": checks.details(text=checks.check_text(said.text), recipient=recipient),
    }


def _trouble(journey: Journey, said: Report, common: dict) -> Draft:
    reason = checks.check_reason(said.reason, "failed")
    line = checks.line_of(journey, said.line) if said.line else None
    step, qty = milestone(said.code), ()
    if line and said.qty is not None and step.what:
        n = checks.check_qty(said.qty)
        qty = (Qty(n, line.uom, step.what, line.line, said.part),)
    return Draft("milestone", line=said.line, part=said.part, qty=qty, reason=reason, **common)


def _left(journey: Journey, code: str, own: Journey) -> list[Line]:
    """Return the lines of which something has not reached this step yet."""
    what = milestone(code).what
    lines = [
        line
        for line in journey.lines.values()
        if not line.cancelled
        and _ordered(line) > 0
        and (milestone(code).repeatable or _so_far(own.lines[line.line], what) < _ordered(line))
    ]
    if not lines:
        raise NotUnderstood(
            N_("Every line has been reported as this already. Correct the earlier report."),
            field="code",
        )
    return lines


def _moved(line: Line, said: Report, common: dict, own: Journey) -> Draft:
    what, part = milestone(said.code).what, 0
    if said.line and said.part:
        part = checks.part_of(line, said.part).part
    n, total = _amount(line, said, own)
    return Draft(
        "milestone",
        line=line.line,
        part=part,
        qty=(Qty(n, line.uom, what, line.line, part),),
        body={"count": "add"} | ({"total": number(total)} if total else {}),
        **common,
    )


def _amount(line: Line, said: Report, own: Journey) -> tuple[Decimal, Decimal | None]:
    """Return the quantity to add, and the total if that was said; without either, the rest."""
    before, ordered = _so_far(own.lines[line.line], milestone(said.code).what), _ordered(line)
    if milestone(said.code).repeatable:
        before = Decimal(0)
    if said.qty is None or not said.line:
        if before >= ordered:
            raise NotUnderstood(
                N_(
                    "The full quantity, %(n)s %(uom)s, was reported already. "
                    "Give a quantity, or correct that."
                ),
                field="qty",
                n=number(before),
                uom=line.uom,
            )
        return ordered - before, None
    n = checks.check_qty(said.qty)
    if said.count not in COUNTS:
        raise NotUnderstood(
            N_("Say whether it is “this time” or “in total so far”."), field="count"
        )
    total = n if said.count == "total" else None
    if said.klass == "ACT":
        _check_sum(line, said, before, total or before + n)
    elif total:
        return n, total
    return n - (before if total else 0), total


def _check_sum(line: Line, said: Report, before: Decimal, after: Decimal) -> None:
    if after <= before:
        raise NotUnderstood(
            N_(
                "You reported %(before)s %(uom)s before, so the total must be more. "
                "If that was wrong, correct the earlier report."
            ),
            field="qty",
            before=number(before),
            uom=line.uom,
        )
    if after > _ordered(line) and not said.over:
        raise NotUnderstood(
            N_(
                "That makes %(after)s of %(ordered)s %(uom)s. Correct the quantity, "
                "or tick that more than ordered is right."
            ),
            field="qty",
            after=number(after),
            ordered=number(_ordered(line)),
            uom=line.uom,
        )


def _ordered(line: Line) -> Decimal:
    return sum((part.cap for part in line.parts.values() if not part.tentative), Decimal(0))


def _so_far(line: Line, what: str) -> Decimal:
    """Return what was really reported; what only follows from later steps does not count."""
    said = [part.reached.get(what) for part in line.parts.values()]
    n = sum((one.n for one in said if one and not one.inferred), Decimal(0))
    return n + line.excess.get(what, Decimal(0))
