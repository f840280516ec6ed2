"""An order of the demo world before it is told: what, from whom, to where, by when."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from portal.demo.acts import Act
from portal.demo.companies import Company, Place
from portal.demo.goods import Item, of_trade
from portal.ledger import Draft, instant, number

CENT = Decimal("0.01")
FRIDAY = 4
MOVED = {  # how goods travel from a country, and for how many days
    "CN": ("sea", 32),
    "IN": ("sea", 27),
    "US": ("air", 7),
    "TR": ("road", 8),
    "GB": ("road", 5),
    "ES": ("road", 5),
    "IT": ("road", 3),
    "FR": ("road", 3),
}
CURRENCY = {"US": "USD", "GB": "GBP", "CH": "CHF", "CN": "USD"}
RATE = {"USD": Decimal("1.1"), "GBP": Decimal("0.85"), "CHF": Decimal("0.95")}
OUTSIDE = frozenset({"CN", "IN", "US", "TR", "GB", "CH", "NO"})  # goods pass customs


@dataclass(frozen=True, slots=True)
class Wish:
    """One line: so much of an item at a price."""

    item: Item
    qty: Decimal
    price: Decimal


@dataclass(frozen=True)
class Order:
    """An order and the acts on it; `owner` is 0 for the house, 1 for the second buyer."""

    number: str
    kind: str
    owner: int
    company: Company
    carrier: Company
    origin: Place
    target: Place
    incoterm: str
    placed: date
    ask: date
    wishes: tuple[Wish, ...]
    acts: tuple[Act, ...] = field(default=(), repr=False)

    @property
    def key(self) -> str:
        """Return what the keys of its acts begin with."""
        return f"demo:{self.kind}:{self.number}"

    @property
    def travel(self) -> tuple[str, int]:
        """Return how the goods travel and for how many days."""
        return MOVED.get(self.origin.country, ("road", 2))

    @property
    def basis(self) -> str:
        """Return what the promised day means."""
        return "handed_over" if self.incoterm in ("FCA", "FOB") else "arrived"

    @property
    def customs(self) -> bool:
        """Do the goods cross a customs border?"""
        crossed = {self.origin.country, self.target.country} & OUTSIDE
        return bool(crossed) and self.origin.country != self.target.country

    def day(self, offset: int) -> date:
        """Return the first working day at least so many days after the order."""
        there = self.placed + timedelta(days=offset)
        return there + timedelta(days=7 - there.weekday() if there.weekday() > FRIDAY else 0)

    def drafts(self, agreed: bool = False, parties: list[dict] | None = None) -> list[Draft]:
        """Return the order as the owner's system sends it; the numbers of orgs come later."""
        at = datetime.combine(self.placed, time(7, 20), UTC)
        kept = {"source": "erp", "channel": "erp", "reported": at}
        body = {
            "number": self.number,
            "type": self.kind,
            "currency": CURRENCY.get(self.origin.country, "EUR"),
            "incoterm": self.incoterm,
            "mode": self.travel[0],
            "from": self.origin.said,
            "to": self.target.said,
            "site": self.target.city,
            "basis": self.basis,
            "revision": 1,
        }
        body |= {"agreed": True} if agreed else {}
        body |= {"parties": parties} if parties else {}
        refs = (("po" if self.kind == "purchase" else "order", self.number),)
        placed = Draft(
            "order.placed", body=body, when=instant(at), refs=refs, key=f"{self.key}:0", **kept
        )
        return [placed, *(self._line(n, agreed, kept) for n in range(1, len(self.wishes) + 1))]

    def _line(self, n: int, agreed: bool, kept: dict) -> Draft:
        wish = self.wishes[n - 1]
        part = {"part": 1, "qty": number(wish.qty), "ask": self.ask.isoformat()}
        part |= {"agreed": self.ask.isoformat()} if agreed else {}
        item = {"code": wish.item.code, "name": wish.item.name, "category": wish.item.category}
        body = {
            "no": f"{n * 10:06}",
            "item": item,
            "qty": number(wish.qty),
            "uom": wish.item.uom,
            "price": number(wish.price),
            "parts": [part],
            "site": {"name": self.target.city, "country": self.target.country},
        }
        refs = (("item", wish.item.code),)
        key = f"{self.key}:0:{n}"
        return Draft("line.placed", line=n, body=body, refs=refs, key=key, **kept)


def working(day: date) -> date:
    """Return the day, or the Friday before a weekend day. Keeps the order of days."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


def wishes(rng: Random, trade: str, between: tuple[int, int], currency: str) -> tuple[Wish, ...]:
    """Return a few lines of what a trade sells; `between` are the fewest and the most."""
    sold = of_trade(trade)
    chosen = rng.sample(sold, min(len(sold), rng.randint(*between)))
    return tuple(_wish(rng, item, currency) for item in chosen)


def _wish(rng: Random, item: Item, currency: str) -> Wish:
    factor = Decimal(rng.randint(92, 112)) / 100 * RATE.get(currency, Decimal(1))
    price = (item.price * factor).quantize(CENT, ROUND_HALF_UP)
    return Wish(item, item.lot(rng), price)
