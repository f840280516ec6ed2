"""What a visit took: hours, parts, an amount; and the owner's word on that. Pure.

A service order is fulfilled by accepted work, not by goods.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portal.desk.say import checks
from portal.desk.say.visiting import visit_of
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey, Visit
from portal.ledger import Draft, Qty, instant, number
from portal.people import Actor

ACCEPTED = "RECEIPT_ACCEPTED"
MOST_PARTS = 50
MOST_HOURS = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Used:
    """A part that was put in, or taken out and brought back. `place` is its row in the form."""

    item: str
    qty: Decimal | None
    uom: str = ""
    serial: str = ""
    lot: str = ""
    back: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """What a visit took: hours, an amount in the order's currency, parts."""

    hours: Decimal | None = None
    amount: Decimal | None = None
    parts: Sequence[Used] = ()


def enter(journey: Journey, by: Actor, key: str, ident: str, taken: Taken) -> list[Draft]:
    """What a visit took, entered anew because the owner refused it, or for the first time.

    Raises:
        Conflict: the visit is not over, or its work was accepted.
    """
    visit = worker(journey, by, ident)
    if visit.state not in ("done", "signed", "failed"):
        raise Conflict(N_("This visit is not over yet, or was called off."))
    if visit.work and visit.work.state == "accepted":
        raise Conflict(N_("The buyer has accepted this work; it cannot be entered anew."))
    return checks.keyed(key, [entry(visit, taken)])


def accept(
    journey: Journey, by: Actor, key: str, ident: str, named: str, now: datetime
) -> list[Draft]:
    """“That is right.” What was done of each line is fulfilled.

    Raises:
        Conflict: the work was entered anew, accepted or refused since it was shown.
    """
    visit = _shown(journey, by, ident, named)
    done = {line: n for line, n in visit.done.items() if n}
    qty = tuple(
        Qty(n, journey.lines[line].uom, "accepted", line) for line, n in sorted(done.items())
    )
    # without a quantity it would mean everything
    qty = qty or tuple(Qty(Decimal(0), "", "accepted", line) for line in visit.lines[:1])
    draft = Draft(
        "milestone",
        code=ACCEPTED,
        when=instant(now),
        line=next(iter(done)) if len(done) == 1 else 0,
        qty=qty,
        body={"visit": ident, "entry": named, "count": "add"},
    )
    return checks.keyed(key, [draft])


def refuse(journey: Journey, by: Actor, key: str, ident: str, named: str, text: str) -> list[Draft]:
    """“That is not right”, and why. The partner enters it anew.

    Raises:
        Conflict: the work was entered anew, accepted or refused since it was shown.
    """
    _shown(journey, by, ident, named)
    why = checks.check_text(text, needed=N_("Say what is wrong with it."))
    draft = Draft(
        "work.refused", details=checks.details(text=why), body={"visit": ident, "entry": named}
    )
    return checks.keyed(key, [draft])


def worker(journey: Journey, by: Actor, ident: str) -> Visit:
    """Return a visit of which this actor may say how it goes: the partner's people only."""
    if by.side == "owner":
        raise NotAllowed(N_("Only the organisation this order was placed with can say this."))
    checks.check_partner(journey, by)
    return visit_of(journey, ident)


def _shown(journey: Journey, by: Actor, ident: str, named: str) -> Visit:
    """Return a visit whose work waits for the owner's word, as it was shown."""
    checks.check_owner(by)
    visit = visit_of(journey, ident)
    if visit.work is None or visit.work.ident != named:
        raise Conflict(N_("This work was entered anew a moment earlier. Look at it once more."))
    if visit.work.state != "open":
        raise Conflict(N_("A colleague decided on this work a moment earlier."))
    return visit


def entry(visit: Visit, taken: Taken) -> Draft:
    """Return what a visit took, as it is told."""
    body: dict[str, object] = {"visit": visit.ident}
    if taken.hours is not None:
        body["hours"] = number(_some(taken.hours, "hours", MOST_HOURS))
    if taken.amount is not None:
        body["amount"] = number(_some(taken.amount, "amount", checks.MOST))
    if len(taken.parts) > MOST_PARTS:
        raise NotUnderstood(
            N_("At most %(most)s parts in one entry."), field="parts-0-item", most=MOST_PARTS
        )
    if taken.parts:
        body["parts"] = [_part(one) for one in taken.parts]
    return Draft("work.entered", body=body)


def _some(n: Decimal, field: str, most: Decimal) -> Decimal:
    if not n.is_finite() or n < 0 or n > most or n != n.quantize(checks.FINEST):
        raise NotUnderstood(N_("Give a number from 0 to %(most)s."), field=field, most=str(most))
    return n


def _part(used: Used) -> dict:
    place = f"parts-{used.place}"
    item = " ".join(used.item.split())
    if not item:
        raise NotUnderstood(N_("Say which part it was."), field=f"{place}-item")
    texts = {"serial": used.serial.strip(), "lot": used.lot.strip(), "uom": used.uom.strip()}
    for name, text in {"item": item, **texts}.items():
        if len(text) > checks.LONGEST_REF:
            raise NotUnderstood(
                N_("A reference has at most %(most)s characters."),
                field=f"{place}-{name}",
                most=checks.LONGEST_REF,
            )
    n = checks.check_qty(used.qty, f"{place}-qty")
    said = {"item": item, "n": number(n)} | {name: text for name, text in texts.items() if text}
    return said | ({"back": True} if used.back else {})
