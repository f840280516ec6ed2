"""Whether a shipment can still be changed: until goods of it were received. Pure."""

from decimal import Decimal
from uuid import UUID

from portal.desk.freight import Freight, Load
from portal.desk.say.goods import carried_of
from portal.errors import N_, NotAllowed
from portal.journey import Carried, milestone

_RECEIVED = milestone("RECEIVED").rank
_ACCEPTED = milestone("RECEIPT_ACCEPTED").rank


def check_open(freight: Freight) -> None:
    """Refuse to change what is past changing.

    Raises:
        NotAllowed: it was cancelled, or goods of it were received.
    """
    if freight.shipment.cancelled:
        raise NotAllowed(N_("This shipment was cancelled."))
    if was_received(freight):
        raise NotAllowed(
            N_("Goods of this shipment were received, so it can no longer be changed.")
        )


def was_received(freight: Freight) -> bool:
    """Say whether goods of a shipment were received: as far as anybody said which they were."""
    return freight.shipment.received or any(
        _received_of(freight, order) for order in freight.orders
    )


def _received_of(freight: Freight, order: UUID) -> bool:
    """Say whether an order tells of a receipt that names it, or that only it can explain."""
    load = freight.orders[order]
    carried = carried_of(freight, load)
    if carried is None or not carried.assigned:
        return False
    receipts = _receipts(load)
    if any(load.contents.named_by(facts) == carried.name for facts in receipts):
        return True
    lines = {row.line for row in carried.rows} & load.journey.lines.keys()
    return bool(receipts) and any(_only_by_it(load, carried, line) for line in lines)


def _receipts(load: Load) -> list[dict]:
    return [
        one.facts
        for one in load.told
        if not one.shipment
        and one.facts["kind"] == "milestone"
        and one.ident not in load.journey.gone
        and milestone(one.facts.get("code", "")).rank in (_RECEIVED, _ACCEPTED)
    ]


def _only_by_it(load: Load, carried: Carried, line: int) -> bool:
    """Say whether more of a line was received than everything else that was sent of it."""
    found = load.journey.lines[line]
    elsewhere = found.shipped - sum(carried.of_line(line).values(), Decimal(0))
    return found.moved("received") > max(elsewhere, Decimal(0))
