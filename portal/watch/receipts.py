"""What a receipt gives rise to: goods that came damaged, were rejected, or were too many. Pure."""

from collections.abc import Iterator
from decimal import Decimal

from portal.journey import Journey, Line
from portal.ledger import number
from portal.watch.finding import Finding
from portal.watch.setting import RuleSetting

TROUBLES = ("rejected", "damaged", "over")
ZERO = Decimal(0)


def receipt_differs(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each line of which something was not as it should be.

    Bad goods are settled by a return the partner agreed to, or by a replacement on its way.
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
    }
