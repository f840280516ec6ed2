"""Goods that came, or are to: not received, or not as ordered. Pure."""

from collections.abc import Iterator
from decimal import Decimal

from portal.db import moment_text
from portal.errors import N_, NN_
from portal.journey import Carried, Journey, Line, Part, Reached
from portal.ledger import number
from portal.watch.finding import LOW, MEDIUM, Finding
from portal.watch.rule import GOODS, RECEIPT, RETURN, Rule, amount, known
from portal.watch.setting import ON, RuleSetting, working_days_later
from portal.watch.shipped import of_shipment, told_by_shipments

TROUBLES = ("rejected", "damaged", "over", "short", "wrong")
ZERO = Decimal(0)


def receipt_differs(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each line of which something was not as it should be.

    Bad goods are settled by a return the partner agreed to, or by a replacement on its way;
    what was delivered and is not among what was counted, by counting it or closing the line.
    """
    for line in journey.lines.values():
        counted = [part.reached["received"] for part in line.parts.values()
                   if "received" in part.reached]  # fmt: skip
        found = {what: n for what, n in _troubles(journey, line).items() if n > 0}
        times = [reached.first_at for reached in counted if reached.first_at]
        if found and times:
            words = {what: number(found.get(what, ZERO)) for what in TROUBLES}
            words |= {"uom": line.uom, "qty": number(sum(found.values(), ZERO))}
            yield Finding(
                "receipt_differs",
                max(times),
                line.line,
                0,
                setting.severity,
                tuple(sorted({reached.ident for reached in counted})),
                words,
            )


def shipped_over(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each line of which more is on its way than its owner lets pass.

    Until the announcement is corrected, more is ordered, or the goods are there.
    """
    found: dict[int, Carried] = {}
    for carried in journey.carried.values():
        if carried.counts and carried.at:
            found |= {line: carried for line in carried.asked}
    for number_, carried in sorted(found.items()):
        line = journey.lines[number_]
        ordered = sum((one.cap for one in line.parts.values() if not one.tentative), ZERO)
        over = line.shipped - max(ordered, line.moved("received"))
        if over > 0:
            words = {"qty": number(over), "uom": line.uom}
            yield Finding(
                "shipped_over", carried.at, line.line, 0, setting.severity, (carried.ident,), words
            )


def _troubles(journey: Journey, line: Line) -> dict[str, Decimal]:
    settled = sum(
        (one.wanted.get(line.line, ZERO) for one in journey.returns if one.verdict == "accepted"),
        ZERO,
    )
    rejected = line.moved("rejected")
    return {
        "rejected": rejected - settled,
        "damaged": line.moved("damaged") - max(settled - rejected, ZERO),
        "over": line.excess.get("received", ZERO),
        "short": ZERO if line.closed else line.moved("delivered") - line.moved("received"),
        "wrong": line.moved("wrong") - max(settled - rejected, ZERO),
    }


def not_received(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each shipment, or part, that was delivered and of which no receipt was
    posted."""
    step = journey.template.step("RECEIVED")
    if step is None or step.by != "owner" or journey.cancelled:
        return
    told, found = told_by_shipments(journey), {}
    for part, there in _there(journey):
        days = setting.figures["working_days"]
        since = working_days_later(there.first_at, days, setting.calendar)
        came = {"came_at": moment_text(there.first_at)}
        if carried := told.get(there.ident):
            told_of = of_shipment("not_received", since, setting, there.ident, carried, came)
            found.setdefault(carried.name, told_of)
            continue
        yield Finding(
            "not_received",
            since,
            part.line,
            part.part,
            setting.severity,
            known(there.ident),
            {**amount(journey, part, there.n), **came},
        )
    yield from found.values()


def _there(journey: Journey) -> Iterator[tuple[Part, Reached]]:
    """Yield what was delivered and not received, and how it was delivered."""
    for part in journey.parts():
        there = part.reached.get("delivered")
        if not there or there.inferred or there.first_at is None or part.moved("received"):
            continue
        if part.view != "blocked" and not journey.lines[part.line].closed:
            yield part, there


RECEIPTS = (
    Rule(
        "not_received",
        not_received,
        LOW,
        N_("Arrived, but not received"),
        NN_(
            "%(qty)s %(uom)s was delivered on %(came_at)s, and no receipt was posted.",
            "%(qty)s %(uom)s were delivered on %(came_at)s, and no receipt was posted.",
        ),
        N_("Was delivered on %(came_at)s without a receipt: %(qty)s %(uom)s."),
        N_("Look where the goods are, count them, and post the receipt."),
        {"working_days": 2},
        action=RECEIPT,
        of_shipment=N_(
            "Shipment %(shipment)s was delivered on %(came_at)s, and not all of it is received."
        ),
        was_of_shipment=N_("Shipment %(shipment)s was delivered on %(came_at)s without a receipt."),
    ),
    Rule(
        "receipt_differs",
        receipt_differs,
        MEDIUM,
        N_("Received otherwise than ordered"),
        NN_(
            "%(qty)s %(uom)s is not as ordered: %(rejected)s rejected, %(damaged)s damaged, "
            "%(over)s too many, %(short)s missing, %(wrong)s of another item.",
            "%(qty)s %(uom)s are not as ordered: %(rejected)s rejected, %(damaged)s damaged, "
            "%(over)s too many, %(short)s missing, %(wrong)s of another item.",
        ),
        N_(
            "Was not as ordered: %(qty)s %(uom)s (%(rejected)s rejected, %(damaged)s damaged, "
            "%(over)s too many, %(short)s missing, %(wrong)s of another item)."
        ),
        N_("Send back what cannot be used, look for what is missing, or agree on a credit."),
        action=RETURN,
    ),
    Rule(
        "shipped_over",
        shipped_over,
        MEDIUM,
        N_("More shipped than ordered"),
        NN_(
            "%(qty)s %(uom)s more than ordered is announced.",
            "%(qty)s %(uom)s more than ordered are announced.",
        ),
        N_("More than ordered was announced: %(qty)s %(uom)s."),
        N_("Order as much, or ask the supplier to correct the shipment."),
        mode=ON,
        action=GOODS,
    ),
)
