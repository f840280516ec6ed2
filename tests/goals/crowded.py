"""Many open lines, made as files bring them: some answered, some late, some waiting."""

from datetime import date, timedelta

from portal import clock, flow, ledger, people
from portal.ledger import Draft
from tests.goals.stage import Stage
from tests.world import Line

AT_ONCE = 100  # orders recorded under one lock
EACH = 4  # lines of an order
RARE, COMMON = "RX-1", "CX-1"  # an item of three lines, and one of every fourth


def add_lines(stage: Stage, lines: int, first: int = 0, late: int = 30) -> None:
    """Add Brenner's orders of four lines, numbered from `first`, due from `late` days ago on."""
    world, day = stage.world, clock.now().date()
    system = people.system(world.nordwind)
    orders = range(first, first + lines // EACH)
    for start in range(orders.start, orders.stop, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, orders.stop))
        told = [_order(n, day - timedelta(days=late), world.brenner) for n in numbers]
        flow.batch(world.nordwind, told, system)


def number(n: int) -> str:
    """Return what the n-th order is called."""
    return f"PO-{100000 + n}"


def _order(n: int, day: date, supplier: int) -> tuple[str, list[Draft]]:
    body = {"number": number(n), "type": "purchase", "partner": supplier, "currency": "EUR"}
    placed = Draft(
        "order.placed", body=body | {"revision": 1}, when=ledger.instant(clock.now()),
        refs=(("po", number(n)),), source="erp", key=f"o:{n}", channel="file",
    )  # fmt: skip
    return flow.order_key("purchase", number(n)), [placed, *(_line(n, k, day) for k in range(EACH))]


def _line(n: int, k: int, day: date) -> Draft:
    """Every fourth line is agreed; days lie within seven months from `day` on."""
    ask = (day + timedelta(days=(n * 7 + k * 13) % 210)).isoformat()
    item = COMMON if (n + k) % EACH == 1 else f"AX-{n % 700:04}"
    if k == 0 and n in (3, 30, 90):
        item = RARE
    return Line(item, "40", ask, agreed=ask if k == 3 else "").draft(k + 1)
