"""What the buyer's own people count when the goods are there. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from portal.desk.say import checks
from portal.desk.say.count import result
from portal.desk.say.step import check_fresh
from portal.errors import N_, NotAllowed, NotUnderstood
from portal.journey import Journey, Line
from portal.ledger import Draft, Qty, number
from portal.people import Actor

CODES = {"service": "RECEIPT_ACCEPTED"}
USUAL = "RECEIVED"


@dataclass(frozen=True, slots=True)
class Got:
    """What came of one line: all that was counted; how much of it was not accepted, or damaged.

    What is damaged may be kept all the same. `place` is the row of the form it was typed in,
    for messages.
    """

    line: int
    qty: Decimal
    rejected: Decimal = Decimal(0)
    damaged: Decimal = Decimal(0)
    place: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """When it was counted, and what stands on the papers."""

    on: date | None
    at: time | None = None
    refs: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    text: str = ""
    over: bool = False


def code_of(journey: Journey) -> str:
    """Return the step that a receipt of this kind of order is."""
    return CODES.get(journey.kind, USUAL)


def receipt(
    journey: Journey,
    by: Actor,
    key: str,
    got: Sequence[Got],
    arrival: Arrival,
    now: datetime,
    own: Journey,
) -> list[Draft]:
    """Post what was counted. The rest of a short receipt stays open.

    Args:
        own: what `mine` gave for the buyer's organisation.

    Raises:
        NotUnderstood: `field` is lines-N-qty or lines-N-rejected, N is its `place`.
        Conflict: something was said since `own` was read; read again and retry.
    """
    check_fresh(journey, own)
    if by.side != "owner":
        raise NotAllowed(N_("Only the buyer's people post a receipt."))
    if not got:
        raise NotUnderstood(N_("Give the quantity of at least one line."), field="lines-0-qty")
    when = checks.happened(arrival.on, arrival.at, by.zone, now)
    checks.check_not_before(journey, when)
    refused = any(one.rejected or one.damaged for one in got)
    common = {
        "code": code_of(journey),
        "when": when,
        "refs": checks.check_refs(arrival.refs),
        "reason": checks.check_reason(arrival.reason, "receipt", needed=refused),
        "details": checks.details(text=checks.check_text(arrival.text)),
        "body": {"count": "add"},
    }
    drafts = [_one(journey, one, arrival, own, common) for one in got]
    return checks.keyed(key, drafts)


def _one(journey: Journey, got: Got, arrival: Arrival, own: Journey, common: dict) -> Draft:
    line, place = checks.line_of(journey, got.line), got.place
    n = checks.check_qty(got.qty, f"lines-{place}-qty")
    made = result(own, common["code"], got.line, n, "add")
    if made.after > made.ordered and not arrival.over:
        raise NotUnderstood(
            N_(
                "Line %(no)s: that makes %(after)s of %(ordered)s %(uom)s. Correct the "
                "quantity, or tick that more than ordered is right."
            ),
            field=f"lines-{place}-qty",
            no=line.no,
            after=number(made.after),
            ordered=number(made.ordered),
            uom=line.uom,
        )
    qty = _counted(line, got, n, common["code"])
    return Draft("milestone", line=line.line, qty=qty, **common)


def _counted(line: Line, got: Got, n: Decimal, code: str) -> tuple[Qty, ...]:
    what = "accepted" if code == "RECEIPT_ACCEPTED" else "received"
    beside = {"rejected": got.rejected, "damaged": got.damaged}
    return (
        Qty(n, line.uom, what, line.line),
        *(_beside(line, got, n, name, bad) for name, bad in beside.items() if bad),
    )


def _beside(line: Line, got: Got, n: Decimal, what: str, bad: Decimal) -> Qty:
    if bad < 0 or bad > n:
        raise NotUnderstood(_TOO_MANY[what], field=f"lines-{got.place}-{what}", no=line.no)
    return Qty(checks.check_qty(bad, f"lines-{got.place}-{what}"), line.uom, what, line.line)


_TOO_MANY = {
    "rejected": N_("Line %(no)s: no more can be rejected than came."),
    "damaged": N_("Line %(no)s: no more can be damaged than came."),
}
