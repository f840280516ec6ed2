"""The finished orders behind the demo world: years of history, loaded on one day.

Like any import, it is recorded on the day of loading; when each thing was known then stands
in `reported`. Lead times are skewed, drift with the season, and some suppliers are late.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from random import Random

from portal import flow
from portal.demo.cast import Cast
from portal.demo.companies import CARRIERS
from portal.demo.order import CURRENCY, Order, wishes, working
from portal.demo.plan import KINDS, ask_days, between, trade_of
from portal.demo.transit import FAR
from portal.journey import milestone
from portal.ledger import Draft, Qty, day

MANY = 25 / 3  # finished orders for each live one
BACK = 1000  # days
WINDOW = 60  # orders loaded in one transaction
NEW_YEAR, AUGUST = 2, 8
PREFIX = {"purchase": "44", "sales": "SO-0", "service": "SV-0", "transfer": "UL-0",
          "transport": "TR-0"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finished:
    """An order that is over, and the days of its steps."""

    order: Order
    steps: tuple[tuple[str, date], ...]


def load(cast: Cast, seed: str, live: int, until: date, say: Callable[[str], None]) -> None:
    """Load the history of both owners; what is there already changes nothing."""
    many = round(live * MANY)
    done, coming = 0, finished(seed, many, until)
    while window := list(islice(coming, WINDOW)):
        for owner in (0, 1):
            told = [_told(cast, one) for one in window if one.order.owner == owner]
            if told:
                flow.batch(cast.owners[owner], told, cast.system(owner))
        done += len(window)
        if done % (WINDOW * 10) == 0 or done == many:
            say(f"  {done} of {many} finished orders")


def finished(seed: str, many: int, until: date) -> Iterator[Finished]:
    """Return orders that ended before a day, drawn the same from the same seed. Pure."""
    for n in range(many):
        rng = Random(f"{seed} past {n}")
        yield _finished(rng, n, until)


def _finished(rng: Random, n: int, until: date) -> Finished:
    (kind,) = rng.choices(list(KINDS), list(KINDS.values()))
    owner = 1 if kind == "purchase" and rng.random() < 0.08 else 0
    company, origin, target = between(rng, kind, owner)
    carrier = company if kind == "transport" else rng.choice(CARRIERS)
    placed = working(until - timedelta(days=rng.randint(40, BACK)))
    currency = CURRENCY.get(origin.country, "EUR")
    bare = Order(
        number=f"{PREFIX[kind]}{100000 + n}",
        kind=kind,
        owner=owner,
        company=company,
        carrier=carrier,
        origin=origin,
        target=target,
        incoterm="DAP",
        placed=placed,
        ask=placed,
        wishes=wishes(rng, trade_of(kind, company), (1, rng.choice((1, 1, 1, 2))), currency),
    )
    order = replace(bare, ask=working(placed + timedelta(days=ask_days(rng, bare))))
    return Finished(order, _steps(rng, order, until))


def _steps(rng: Random, order: Order, until: date) -> tuple[tuple[str, date], ...]:
    """Return the steps of an order and their days: what is made, moved and received."""
    arrived = order.ask + timedelta(days=order.company.slip(rng) + _season(order))
    arrived = working(min(max(arrived, order.placed + timedelta(days=2)), until - timedelta(4)))
    if order.kind == "service":
        accepted = arrived + timedelta(days=rng.randint(1, 3))
        steps = ("TECHNICIAN_ON_SITE", arrived), ("WORK_COMPLETED", arrived)
        return *steps, ("RECEIPT_ACCEPTED", accepted)
    left = max(order.placed, arrived - timedelta(days=_travelled(rng, order.travel[1])))
    steps = [*_made(rng, order, left), ("DISPATCHED", left), ("DEPARTED", left)]
    if order.travel[1] >= FAR or rng.random() < 0.3:
        steps.append(("ARRIVED", max(left, arrived - timedelta(days=2))))
    if order.customs:
        steps.append(("CUSTOMS_CLEARED", max(left, arrived - timedelta(days=1))))
    steps.append(("DELIVERED", arrived))
    if order.kind in ("purchase", "transfer"):
        steps.append(("RECEIVED", arrived + timedelta(days=rng.choice((0, 1, 1, 2)))))
    return tuple(steps)


def _made(rng: Random, order: Order, left: date) -> list[tuple[str, date]]:
    """Return what a supplier reports of its production, if it is one that reports."""
    if order.kind != "purchase":
        return []
    begun = order.placed + (left - order.placed) / 4
    steps = [("PRODUCTION_RELEASED", begun), ("PRODUCTION_COMPLETED", left - timedelta(days=3))]
    return [
        (code, max(order.placed, on)) for code, on in steps if rng.random() < order.company.talk
    ]


def _travelled(rng: Random, usual: int) -> int:
    return max(1, round(usual * rng.lognormvariate(0, 0.2)))


def _season(order: Order) -> int:
    """Return the days it takes longer then: a slow wave, and the months in which all is shut."""
    country, placed = order.company.place.country, order.placed
    wave = 0.05 * math.sin(2 * math.pi * placed.timetuple().tm_yday / 365)
    shut = country == "CN" and placed.month == NEW_YEAR - 1
    shut = shut or (country in ("IT", "FR", "ES") and placed.month == AUGUST - 1)
    return round((wave + (0.15 if shut else 0)) * (order.ask - placed).days)


def _told(cast: Cast, one: Finished) -> tuple[str, list[Draft]]:
    """Return what the owner's system knows of a finished order."""
    order = one.order
    placed, *lines = order.drafts(agreed=True, parties=parties(cast, order))
    body = placed.body | {"partner": cast.orgs[order.company.number]}
    head = replace(placed, body=body)
    steps = [
        _step(order, code, on, line)
        for code, on in one.steps
        for line in range(1, len(order.wishes) + 1)
    ]
    return flow.order_key(order.kind, order.number), [head, *lines, *steps]


def parties(cast: Cast, order: Order) -> list[dict]:
    """Return who else takes part: the carrier, where it is not the partner itself."""
    if order.carrier == order.company:
        return []
    return [{"org": cast.orgs[order.carrier.number], "role": "carrier"}]


def _step(order: Order, code: str, on: date, line: int) -> Draft:
    zone = order.origin.zone if code == "DISPATCHED" else order.target.zone
    known = datetime.combine(on, time(21, 0), UTC)
    wish = order.wishes[line - 1]
    return Draft(
        "milestone",
        code=code,
        line=line,
        qty=(Qty(wish.qty, wish.item.uom, milestone(code).what, line),),
        when=day(on, zone, basis="location"),
        reported=known,
        source="erp",
        channel="erp",
        key=f"{order.key}:{code}",
        refs=(("delivery_note", f"LS-{order.number[-6:]}"),) if code == "DISPATCHED" else (),
        body={"count": "add"},
    )
