"""A big town for the benchmark: orders by the hundred thousand, made through `flow`."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from portal import flow, ledger, people
from portal.db import door, keeper, transaction
from portal.ledger import Draft, Qty

SUPPLIERS = 200
BIG_SHARE = 10  # every tenth order goes to the first supplier
WINDOW = 100  # orders recorded under one lock
TODAY = date(2026, 11, 2)
ITEMS = ("Hex bolt", "Bearing", "Gearbox", "Valve", "Cable", "Bracket", "Seal ring", "Motor")


@dataclass
class Town:
    """Who buys and who supplies; how long it took to write it all down."""

    owner: int
    suppliers: list[int]
    orders: int
    events: int
    seconds: float


def build(orders: int, clock: Callable[[], float], progress: Callable[[int], None]) -> Town:
    """Write `orders` orders of about ten events each; return the town and the time it took."""
    owner, suppliers = _found()
    chance = random.Random(7)
    system, events, spent = people.system(owner), 0, 0.0
    for start in range(0, orders, WINDOW):
        numbers = range(start, min(start + WINDOW, orders))
        told = [_order(chance, n, orders, suppliers) for n in numbers]
        began = clock()
        events += sum(flow.batch(owner, told, system))
        spent += clock() - began
        progress(start + len(numbers))
    return Town(owner, suppliers, orders, events, spent)


def scattered(town: Town, chance: random.Random, most: int) -> Iterator[tuple[str, list[Draft]]]:
    """Yield one late word about each of `most` random old orders, or of all there are."""
    for n in chance.sample(range(town.orders), min(most, town.orders)):
        placed, *_ = drafts(chance, n, town.orders, town.suppliers)
        day = ledger.day(TODAY)
        word = Draft(
            "milestone", code="STATUS_INFO", key=f"late:{n}:{chance.random()}", when=day,
            source="erp",
        )  # fmt: skip
        yield flow.order_key("purchase", number(n)), [word]


def number(n: int) -> str:
    """Return what the n-th order is called."""
    return f"PO-{4500000 + n}"


def _found() -> tuple[int, list[int]]:
    with door(), transaction():
        owner = people.found_house("Nordwind", "DE", "bench.example").id
    with keeper(owner), transaction():
        suppliers = [
            people.partner_called(owner, "supplier", f"Supplier {n:03}", f"V-{n}", "PL")[0]
            for n in range(SUPPLIERS)
        ]
    return owner, suppliers


def _order(chance, n: int, orders: int, suppliers: list[int]) -> tuple[str, list[Draft]]:
    return flow.order_key("purchase", number(n)), drafts(chance, n, orders, suppliers)


def drafts(chance, n: int, orders: int, suppliers: list[int]) -> list[Draft]:
    """Return an order's ten events: the newest eighth is open, some of it unanswered."""
    share = n / orders
    placed = TODAY - timedelta(days=int(900 * (1 - share)))
    ask = placed + timedelta(days=chance.randint(20, 90))
    answered = share < 0.875 or n % BIG_SHARE != 0
    body = {"number": number(n), "type": "purchase", "currency": "EUR", "revision": 1}
    body |= {"partner": _supplier(n, suppliers)} | ({"agreed": True} if answered else {})
    when = ledger.day(placed)
    drafts = [
        Draft("order.placed", body=body, when=when, refs=(("po", number(n)),), source="erp",
              key=f"o:{n}", channel="file"),
        _milestone(n, 0, "ORDER_SENT", placed, None),
    ]  # fmt: skip
    for line in (1, 2):
        drafts += _line(chance, n, line, placed, ask, share, answered)
    return drafts


def _supplier(n: int, suppliers: list[int]) -> int:
    return suppliers[0] if n % BIG_SHARE == 0 else suppliers[n % len(suppliers)]


def _line(chance, n, line, placed, ask, share, answered) -> list[Draft]:
    qty = Decimal(chance.randint(1, 500))
    item = {"code": f"AX-{chance.randint(1, 4000):04}", "name": ITEMS[(n + line) % len(ITEMS)]}
    part = {"part": 1, "qty": str(qty), "ask": ask.isoformat()}
    part |= {"agreed": ask.isoformat()} if answered else {}
    body = {"no": f"{line * 10:05}", "item": item, "qty": str(qty), "uom": "EA", "price": "12.5",
            "per": "1", "parts": [part]}  # fmt: skip
    drafts = [Draft("line.placed", line=line, body=body, source="erp", key=f"l:{n}/{line}",
                    refs=(("item", item["code"]),), channel="file")]  # fmt: skip
    if not answered:
        return drafts
    late = timedelta(days=max(-5, int(chance.gauss(2, 6))))
    steps = (("PRODUCTION_COMPLETED", "produced", -14), ("DISPATCHED", "dispatched", -7),
             ("DELIVERED", "delivered", 0))  # fmt: skip
    for code, what, days in steps[: 3 if share < 0.875 else n % 3]:
        day = max(placed, ask + late + timedelta(days=days))
        qtys = (Qty(qty, "EA", what, line, 0),)
        drafts.append(_milestone(n, line, code, min(day, TODAY), qtys))
    return drafts


def _milestone(n: int, line: int, code: str, day: date, qty) -> Draft:
    refs = (("tracking", f"1Z{n:08}{line}"),) if code == "DISPATCHED" else ()
    reported = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    return Draft(
        "milestone", code=code, line=line, qty=qty or (), when=ledger.day(day), source="erp",
        key=f"m:{n}/{line}:{code}", body={"count": "total"}, refs=refs, reported=reported,
        channel="file",
    )  # fmt: skip
