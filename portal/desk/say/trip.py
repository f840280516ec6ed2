"""Who ships what to where: what all goods of one shipment have in common. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from portal.desk.freight import Load
from portal.desk.say import checks
from portal.errors import N_, NotAllowed, NotUnderstood
from portal.journey import Journey, Line
from portal.people import Actor

SHIPPED = frozenset({"purchase", "transfer", "sales"})  # kinds of order whose goods travel


@dataclass(frozen=True, slots=True)
class Trip:
    """The two ends of a shipment. `others` are parties of its orders beside these."""

    owner: int
    shipper: int
    consignee: int
    site: str
    origin: dict
    destination: dict
    others: tuple[tuple[int, str], ...] = ()


def shipper_of(journey: Journey) -> int:
    """Return who sends the goods of an order: its partner, or of a sales order its owner."""
    return journey.owner if journey.kind == "sales" else journey.partner


def place_of(journey: Journey, line: Line) -> str:
    """Return to which place the goods of a line go."""
    return line.site.get("name") or journey.site


def trip_of(
    orders: Mapping[UUID, Load],
    lines: Collection[tuple[UUID, int]],
    known: Collection[tuple[UUID, int]] = (),
) -> Trip:
    """Return who ships these lines to where.

    Args:
        known: lines that are in the shipment already; they may be complete by now.

    Raises:
        NotUnderstood: they go to several places, or are sent by several companies.
        NotAllowed: goods of such an order do not travel, or the line is no longer wanted.
    """
    if not lines:
        raise NotUnderstood(N_("Choose at least one line."), field="goods")
    for order, number in sorted(set(lines) - set(known)):
        _check_wanted(orders[order].journey, number)
    pairs = [(orders[order].journey, number) for order, number in sorted(lines)]
    ends = {_ends(journey, journey.lines[number]) for journey, number in pairs}
    if len(ends) > 1:
        raise NotUnderstood(
            N_("These lines go to different places, or are sent by different companies. "
               "Make one shipment for each."),
            field="goods",
        )  # fmt: skip
    (shipper, consignee, site), first = ends.pop(), pairs[0][0]
    destination = first.destination or ({"name": site} if site else {})
    others = {org for journey, _ in pairs for org in journey.parties}
    others -= {shipper, consignee, first.owner}
    roles = tuple((org, "party") for org in sorted(others))
    return Trip(first.owner, shipper, consignee, site, first.origin, destination, roles)


def check_may_ship(by: Actor, shipper: int, owner: int) -> None:
    """Refuse everybody but the sender's own people, and the owner's who enter it for them."""
    ours = by.side in ("owner", "system") and by.org == owner
    if by.org != shipper and not ours:
        raise NotAllowed(N_("Only the company that sends the goods can announce them."))


def _ends(journey: Journey, line: Line) -> tuple[int, int, str]:
    consignee = journey.partner if journey.kind == "sales" else 0
    return shipper_of(journey), consignee, place_of(journey, line)


def _check_wanted(journey: Journey, number: int) -> None:
    if journey.kind not in SHIPPED:
        raise NotAllowed(N_("Goods of such an order are not announced in shipments."))
    line = checks.line_of(journey, number)
    checks.check_not_blocked(line)
    if not line.open:
        raise NotAllowed(
            N_("Line %(no)s is complete; nothing of it is to be sent."), no=line.no, field="goods"
        )
