"""What people report about the goods: a step was reached, or is expected. Pure.

Quantities are “this time” (added to what the reporter's organisation said before) or “in
total so far”. A total is said as what it adds, beside the total itself: two reports of one
day have no order among them, and sums need none. Two organisations that report the same
step are never added together.
"""

from collections.abc import Iterable
from datetime import datetime

from portal.desk.say import checks
from portal.desk.say.count import TROUBLES, Report, amount, left, of_one_line
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import IN_PERCENT, VISITING, Journey, Line, fold, is_shared, milestone
from portal.ledger import Draft, Qty, Said, When, number
from portal.people import Actor

ANSWERS = frozenset({"ORDER_ACCEPTED"})
DISPATCHED = "DISPATCHED"
RECEIPTS = frozenset({"RECEIVED", "RECEIPT_ACCEPTED"})
OF_VISITS = VISITING | {"VISIT_PLANNED"}  # said with their visit: see `visiting` and `onsite`
_FIRST_OF_CARRIER = milestone("READY_FOR_PICKUP").rank


def offered(journey: Journey, side: str) -> list[str]:
    """Return the steps this side may report, in the order of the journey."""
    aside = ANSWERS | RECEIPTS | OF_VISITS
    codes = [step.code for step in journey.template.steps if step.code not in aside]
    if side == "carrier":
        codes = [code for code in codes if milestone(code).rank >= _FIRST_OF_CARRIER]
    return codes if side in ("supplier", "carrier", "owner") else []


def mine(said: Iterable[Said], org: int, without: str = "") -> Journey:
    """Return the journey as only this organisation tells it: what “this time” adds to.

    What moved in a shipment counts for everybody, whoever said it.

    Args:
        said: what was told of the order and of its shipments.
        without: ident of an event that is being corrected, and so does not count.
    """
    said = list(said)
    own = fold(
        one
        for one in said
        if one.ident != without
        and (one.shipment or one.facts["kind"] != "milestone" or _whose(one.facts["by"]) == org)
    )
    own.changed_at = max((one.at for one in said if is_shared(one.facts)), default=None)
    if any(part.withdrawn for part in own.parts()):
        _share_out(own, fold(said))
    return own


def _share_out(own: Journey, whole: Journey) -> None:
    """Take over what was taken back: that goes by what had left, whoever reported it."""
    for part in own.parts():
        same = whole.part(part.line, part.part)
        part.withdrawn = same.withdrawn if same else part.withdrawn


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
    said = of_one_line(journey, said)
    when = _when(journey, said, by.zone, now)
    common = _common(said, when)
    if said.code in TROUBLES:
        return checks.keyed(key, [_trouble(journey, said, common)])
    step = milestone(said.code)
    if not step.what or (said.klass == "EST" and said.qty is None):
        line = checks.line_of(journey, said.line).line if said.line else 0
        return checks.keyed(key, [Draft("milestone", line=line, part=said.part, **common)])
    lines = [checks.line_of(journey, said.line)] if said.line else left(journey, said.code, own)
    if said.code == DISPATCHED:
        for line in lines:
            checks.check_not_blocked(line)
    drafts = [_moved(line, said, common, own) for line in lines]
    return checks.keyed(key, drafts)


def _whose(by: dict) -> int:
    """Return whose word it is, also where another entered it."""
    return by.get("for") or by["org"]


def check_fresh(journey: Journey, own: Journey) -> None:
    """Refuse to add to a sum that is no longer the newest."""
    if journey.changed_at != own.changed_at:
        raise Conflict(N_("Somebody reported something at this very moment. Send it once more."))


def _check_may(journey: Journey, by: Actor, code: str) -> None:
    if by.side == "supplier":
        checks.check_partner(journey, by)
    known = offered(journey, by.side)
    if not known:
        raise NotAllowed(N_("Your organisation may not report this."))
    if code not in known and code not in TROUBLES:
        raise NotUnderstood(N_("Choose the step that was reached."), field="code")
    if journey.cancelled and not journey.open:  # what was on its way by then still comes
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


def _moved(line: Line, said: Report, common: dict, own: Journey) -> Draft:
    what, part = milestone(said.code).what, 0
    if said.line and said.part:
        part = checks.part_of(line, said.part).part
    n, total = amount(line, said, own)
    percent = {"percent": number(said.qty)} if said.code in IN_PERCENT else {}
    return Draft(
        "milestone",
        line=line.line,
        part=part,
        qty=(Qty(n, line.uom, what, line.line, part),),
        body={"count": "add"} | ({"total": number(total)} if total else {}) | percent,
        **common,
    )
