"""Which orders the demo world has: kinds, partners, stories, and how far each has come. Pure.

The first orders are a fixed show of every kind and stage; the rest is drawn, the same from
the same seed. An order is placed so long before the anchor that its story stands where the
draw says it should.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from random import Random

from portal.demo.companies import (
    CARRIERS,
    CUSTOMERS,
    DEPOTS,
    PLANTS,
    SECOND_PLANT,
    SERVICES,
    SHARED,
    SUPPLIERS,
    Company,
    Place,
)
from portal.demo.order import CURRENCY, MOVED, OUTSIDE, Order, wishes, working
from portal.demo.scripts import SCRIPTS
from portal.demo.tale import Tale

LIVE_DAYS = 120
LONGEST = LIVE_DAYS - 4
SECONDS = 3  # the order of the show that the second buyer places
_ANYWHERE = ("-", "erp", "?")
_SHOW = """
purchase silent -
purchase silent -
purchase plain erp
purchase later proposed
purchase split proposed
purchase countered countered
purchase countered agreed
purchase reject rejected
purchase plain PRODUCTION_RELEASED
purchase plain PACKED
purchase split DISPATCHED
purchase plain CUSTOMS_CLEARED
purchase failed failed
purchase failed DELIVERED
purchase partial RECEIVED
purchase late late
purchase very_late late
purchase mistake corrected
purchase future future
purchase conflict conflict
purchase plain RECEIVED
purchase quiet -
sales plain PACKED
sales plain DEPARTED
sales plain proof
sales failed failed
service plain agreed
service plain RECEIPT_ACCEPTED
transfer plain DEPARTED
transfer plain RECEIVED
transport plain accepted
transport plain DELIVERED
service failed revisit
service plain VISIT_PLANNED
service moved visit_moved
service failed failed
service plain WORK_COMPLETED
"""
KINDS = {"purchase": 62, "sales": 14, "service": 8, "transfer": 8, "transport": 8}
STORIES = {
    "plain": 30, "later": 8, "refused": 3, "countered": 3, "split": 5, "fewer": 3, "reject": 4,
    "silent": 5, "quiet": 5, "changed": 3, "moved": 3, "trimmed": 2, "cancelled": 2, "late": 8,
    "very_late": 3, "partial": 5, "failed": 5, "held": 3, "mistake": 3, "taken_back": 2,
    "short": 3, "bad": 2, "future": 2, "floating": 2, "early": 1, "unit": 1, "unmapped": 2,
    "twice": 2, "conflict": 3,
}  # fmt: skip
PLAIN_STORIES = ("plain", "quiet", "failed", "partial", "conflict", "future", "late", "unmapped")
VISITS = ("plain", "plain", "later", "refused", "silent", "quiet", "moved", "failed", "cancelled")
NUMBERS = {
    "purchase": "45000{:05}",
    "sales": "SO-{:05}",
    "service": "SV-{:05}",
    "transfer": "UL-{:05}",
    "transport": "TR-{:05}",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an order of the show should be, or what was drawn."""

    kind: str
    story: str
    until: str


SHOW = tuple(Wanted(*line.split()) for line in _SHOW.strip().splitlines())


def orders(seed: str, many: int, anchor: date) -> list[Order]:
    """Return the live orders of the world, those placed first before the others."""
    made = [_order(seed, n, anchor) for n in range(many)]
    return sorted(made, key=lambda order: (order.placed, order.key))


def between(rng: Random, kind: str, owner: int) -> tuple[Company, Place, Place]:
    """Return with whom an order of this kind is placed, from where and to where."""
    plant = SECOND_PLANT if owner else rng.choice(PLANTS)
    if owner:
        company = rng.choice(SHARED)
    else:
        company = rng.choice(_PARTNERS[kind])
    if kind == "sales":
        return company, plant, company.place
    if kind == "transport":
        return company, rng.choice(SUPPLIERS).place, plant
    return company, company.place, plant


_PARTNERS = {
    "purchase": SUPPLIERS,
    "sales": CUSTOMERS,
    "service": SERVICES,
    "transfer": DEPOTS,
    "transport": CARRIERS,
}
_TRADES = {"sales": "machines", "transport": "freight"}


def trade_of(kind: str, company: Company) -> str:
    """Return the trade whose goods an order of this kind is about."""
    return _TRADES.get(kind, company.trade)


def _order(seed: str, n: int, anchor: date) -> Order:
    """Return the nth order; of the show, draw until it stands where it should."""
    last = working(anchor - timedelta(days=1))
    for attempt in count():
        rng = Random(f"{seed} {n} {attempt}")
        wanted = SHOW[n] if n < len(SHOW) else _drawn(rng)
        bare = _bare(rng, n, wanted, anchor)
        ask = ask_days(rng, bare)
        tale = _told(rng, bare, wanted.story, ask)
        placed = working(last - timedelta(days=_gone(rng, tale, wanted.until)))
        order = replace(bare, placed=placed, acts=tuple(tale.acts))
        order = replace(order, ask=order.day(ask))
        if wanted.until in _ANYWHERE or _stands(order, wanted.until, last):
            return order
    raise AssertionError("counting never ends")


def _stands(order: Order, until: str, last: date) -> bool:
    """Is this step the newest that has happened to an order by the last day?"""
    done = [act for act in order.acts if order.day(act.day) <= last]
    steps = [act.day for act in done if act.label == until]
    return bool(steps) and all(act.day <= steps[0] for act in done)


def _bare(rng: Random, n: int, wanted: Wanted, anchor: date) -> Order:
    owner = 1 if wanted.kind == "purchase" and (n == SECONDS or rng.random() < 0.1) else 0
    company, origin, target = _place(rng, wanted, owner)
    most = {"purchase": 4, "sales": 2, "transfer": 3}.get(wanted.kind, 1)
    least = 2 if wanted.story in ("reject", "trimmed") else 1
    trade = trade_of(wanted.kind, company)
    return Order(
        number=NUMBERS[wanted.kind].format(10000 + 7 * n),
        kind=wanted.kind,
        owner=owner,
        company=company,
        carrier=company if wanted.kind == "transport" else _carrier(rng, origin),
        origin=origin,
        target=target,
        incoterm=_incoterm(rng, wanted.kind, origin),
        placed=anchor,
        ask=anchor,
        wishes=wishes(rng, trade, (least, most), CURRENCY.get(origin.country, "EUR")),
    )


def _drawn(rng: Random) -> Wanted:
    (kind,) = rng.choices(list(KINDS), list(KINDS.values()))
    if kind == "purchase":
        (story,) = rng.choices(list(STORIES), list(STORIES.values()))
    else:
        story = rng.choice(VISITS if kind == "service" else PLAIN_STORIES)
    return Wanted(kind, story, "?")


def _place(rng: Random, wanted: Wanted, owner: int) -> tuple[Company, Place, Place]:
    """Return between whom it goes; what waits at customs has to come from far away."""
    company, origin, target = between(rng, wanted.kind, owner)
    if wanted.until == "CUSTOMS_CLEARED" or wanted.story == "held":
        company = rng.choice([one for one in SUPPLIERS if one.place.country in OUTSIDE])
        origin = company.place
    return company, origin, target


def _carrier(rng: Random, origin: Place) -> Company:
    """Return who carries it: ships from overseas, trucks in Europe."""
    by_sea = MOVED.get(origin.country, ("road", 2))[0] == "sea"
    return CARRIERS[2] if by_sea else rng.choice((*CARRIERS[:2], *CARRIERS[3:]))


def _incoterm(rng: Random, kind: str, origin: Place) -> str:
    if kind != "purchase":
        return "DAP"
    far = MOVED.get(origin.country, ("road", 2))[1] > 20
    return rng.choice(("FOB", "CIF") if far else ("DAP", "DAP", "DDP", "CPT", "FCA"))


def ask_days(rng: Random, order: Order) -> int:
    """Return how many days ahead it is wanted, near what the partner usually takes."""
    usual = order.company.days if order.kind in ("purchase", "service") else order.travel[1] + 8
    return min(95, max(6, round(usual * rng.uniform(0.95, 1.25))))


def _told(rng: Random, order: Order, story: str, ask: int) -> Tale:
    tale = Tale(
        kind=order.kind,
        story=story,
        company=order.company,
        ask=ask,
        travel=order.travel[1],
        customs=order.customs,
        handed_over=order.basis == "handed_over",
        tail=order.number[-5:],
        rng=rng,
    )
    SCRIPTS[order.kind](tale)
    return tale


def _step(tale: Tale, label: str) -> int:
    """Return the day of a step in a story; one that never happens is too far away."""
    return next((act.day for act in tale.acts if act.label == label), LONGEST + 1)


def _gone(rng: Random, tale: Tale, until: str) -> int:
    """Return how many days of the story have passed by the anchor."""
    days = [0, *(act.day for act in tale.acts)]
    if until == "erp" or (until == "?" and rng.random() < 0.06):
        return 0
    if until == "-" or (until == "?" and rng.random() < 0.85):
        return min(LONGEST, rng.randint(1, 1 + days[-1] + 16))
    here = _step(tale, until) if until != "?" else rng.choice(days)
    after = next((day for day in days if day > here), here + 12)
    return min(LONGEST, rng.randint(here, max(here, after - 1)))
