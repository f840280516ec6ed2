"""Goods that are not as ordered: damaged, rejected or too many, on their way or received. Pure."""

from collections.abc import Iterator
from decimal import Decimal

from portal.errors import N_, NN_
from portal.journey import Carried, Journey, Line
from portal.ledger import number
from portal.watch.finding import MEDIUM, Finding
from portal.watch.rule import GOODS, RETURN, Rule
from portal.watch.setting import ON, RuleSetting

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


RECEIPTS = (
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
