"""Finished orders of the past, loaded at once as an owner's system tells them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from portal import flow, ledger, people
from portal.ledger import Draft, Qty
from tests.world import Line

FIRST = datetime(2025, 3, 3, 9, tzinfo=UTC)
USUAL = 10  # days to the delivery, give or take three; every fifth order misses its day by two


def load(world, count: int, first: int = 0, reported: bool = True, kind: str = "purchase") -> None:
    """Load orders that were delivered long ago, one a week or so, of two suppliers."""
    told = [_order(world, n, reported, kind) for n in range(first, first + count)]
    flow.batch(world.nordwind, told, people.system(world.nordwind))


def took(n: int) -> int:
    """Return the days the n-th order took."""
    return USUAL - 3 + n % 7


def _order(world, n: int, reported: bool, kind: str) -> tuple[str, list[Draft]]:
    began = FIRST + timedelta(days=4 * n)
    promised = (began + timedelta(days=took(n) - 2 if n % 5 == 0 else took(n) + 1)).date()
    number = f"OLD-{kind}-{n}"
    header = {"number": number, "type": kind, "currency": "EUR", "revision": 1}
    header |= {"partner": world.brenner if n % 3 else world.calder, "agreed": True}
    header |= {"from": {"country": "AT"}, "site": "Works"}
    line = Line(ask=f"{promised}", agreed=f"{promised}").draft(1)
    steps = (("DISPATCHED", took(n) - 3), ("DELIVERED", took(n)))
    return flow.order_key(kind, number), [
        Draft("order.placed", body=header, when=ledger.instant(began), refs=(("po", number),)),
        line,
        *(_step(code, began + timedelta(days=days), number, reported) for code, days in steps),
    ]


def _step(code: str, at: datetime, number: str, reported: bool) -> Draft:
    return Draft(
        "milestone",
        code=code,
        line=1,
        qty=(Qty(Decimal(100), "EA", code.lower(), 1),),
        when=ledger.instant(at),
        reported=at + timedelta(hours=6) if reported else None,
        source="erp",
        channel="erp",
        key=f"{number}:{code}",
        body={"count": "add"},
    )
