"""What one side offers for a line: deliveries, another item, another price. Pure.

Used for what a supplier proposes and for what the buyer counters. Deliveries take their
quantity from one another, so what is offered never adds up to more than was ordered.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portal.desk.say import checks
from portal.errors import N_, Conflict, NotUnderstood
from portal.journey import Line, Part
from portal.ledger import number

RESTS = ("open", "none")
MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """One delivery. `part` 0 is a new one, split from another; `later` may have no day yet.

    `parent` is the part a new one takes its quantity from, where that was said.
    """

    qty: Decimal | None
    day: date | None
    part: int = 0
    later: bool = False
    parent: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """What may stand beside the deliveries.

    `ref` is the supplier's own order number; `rest` says what becomes of a quantity that is
    left out. A `price` counts for `per` units, as many as the price in force where it is None.
    """

    ref: str = ""
    reason: str = ""
    text: str = ""
    rest: str = ""
    price: Decimal | None = None
    per: Decimal | None = None
    item: dict[str, str] = field(default_factory=dict)


def asked(line: Line) -> list[Part]:
    """Return the deliveries of a line that can be spoken about."""
    return [part for part in line.parts.values() if part.open and not part.tentative]


def standing(line: Line) -> list[Offer]:
    """Return what was offered and waits for the buyer, with what else is asked; or nothing."""
    if not any(part.proposal for part in line.parts.values()):
        return []
    return [
        Offer(
            part.proposed_qty if part.proposal else part.cap,
            part.proposed_day if part.later else part.proposed_day or part.want_day,
            0 if part.tentative else part.part,
            part.later,
        )
        for part in line.parts.values()
        if part.open and (part.proposal or not part.tentative)
    ]


def standing_terms(line: Line) -> dict:
    """Return what the open proposal says of item and price, as `terms` does."""
    said: dict = {}
    if line.offer and line.offer.item:
        said["item"] = line.offer.item
    if line.offer and line.offer.price is not None:
        said["price"] = number(line.offer.price)
        said["per"] = number(line.offer.per or line.per)
    return said


def as_wanted(line: Line, offers: Iterable[Offer]) -> bool:
    """Say whether every delivery is offered exactly as the buyer wants it."""
    said = {(offer.part, offer.qty, offer.day) for offer in offers if not offer.later}
    return said == {(part.part, part.cap, part.want_day) for part in asked(line)}


def as_countered(line: Line, offers: Sequence[Offer]) -> bool:
    """Say whether exactly what the buyer countered is offered; splits are compared by content."""
    countered = [part for part in line.parts.values() if part.counter]
    if not countered:
        return False
    known = set(line.parts)
    said = sorted((one.part if one.part in known else 0, one.qty, one.day) for one in offers)
    return not any(one.later for one in offers) and said == sorted(
        (0 if part.tentative else part.part, part.counter_qty, part.counter_day)
        for part in countered
    )


def in_force(line: Line) -> tuple[Decimal | None, Decimal]:
    """Return the price that holds now, and for how many units."""
    if line.agreed_price is not None and "price" not in line.again:
        return line.agreed_price, line.agreed_per or line.per
    return line.price, line.per


def terms(line: Line, note: Note) -> dict:
    """Return what an offer says of item and price, where it is not what holds now."""
    said: dict = {}
    if note.item:
        item = checks.check_item(note.item)
        if item["code"] != (line.substitute or line.item).get("code"):
            said["item"] = item
    if note.price is not None:
        price = checks.check_price(note.price)
        now = in_force(line)
        per = checks.check_qty(note.per, "per") if note.per is not None else now[1]
        if (price, per) != now:
            said |= {"price": number(price), "per": number(per)}
    return said


def completed(line: Line, offers: Sequence[Offer], rest: str) -> tuple[list[Offer], str]:
    """Return the deliveries with the rest among them, and what is said about the rest.

    A rest that follows becomes a delivery for later, one for each it is missing from.

    Raises:
        NotUnderstood: more than was ordered, or no word on what is missing.
    """
    ordered = sum((part.cap for part in asked(line)), Decimal(0))
    offered = sum((offer.qty for offer in offers), Decimal(0))
    there = {offer.part for offer in offers}
    left_out = sum((p.cap for p in asked(line) if p.part not in there), Decimal(0))
    missing = ordered - left_out - offered
    if missing < 0:
        raise NotUnderstood(
            N_(
                "That is %(offered)s %(uom)s, more than the %(ordered)s ordered. "
                "Offer no more than was ordered."
            ),
            field="parts",
            offered=number(offered + left_out),
            ordered=number(ordered),
            uom=line.uom,
        )
    if missing and rest not in RESTS:
        raise NotUnderstood(
            N_(
                "That leaves %(missing)s %(uom)s of the ordered quantity. "
                "Say what happens to the rest, or split it into another delivery."
            ),
            field="rest",
            missing=number(missing),
            uom=line.uom,
        )
    if missing and rest == "open":
        return [*offers, *_follow(line, offers, missing)], ""
    return list(offers), rest if missing else ""


def _follow(line: Line, offers: Sequence[Offer], missing: Decimal) -> Iterator[Offer]:
    """Yield what follows later, a delivery for each that lacks something."""
    freed = _freed(line, {one.part: one for one in offers if one.part})
    if parent := _parent(line, offers):
        freed[parent] -= sum((one.qty for one in offers if not one.part), Decimal(0))
    for part, lacks in freed.items():
        n = min(lacks, missing)
        if n > 0:
            missing -= n
            yield Offer(n, None, 0, later=True, parent=part)


def rows(line: Line, offers: Sequence[Offer]) -> list[dict]:
    """Return the deliveries as an event carries them; new ones name what they come from."""
    known = {offer.part: offer for offer in offers if offer.part}
    if known.keys() - {part.part for part in asked(line)}:
        raise Conflict(N_("A delivery of this line is gone. Look at the line once more."))
    free, parent, found = line.highest + 1, _parent(line, offers), []
    for offer in offers:
        row = {"part": offer.part, "qty": number(offer.qty)}
        if offer.day:
            row["day"] = offer.day.isoformat()
        if offer.later:
            row["later"] = True
        if not offer.part:
            row |= {"part": free, "from": offer.parent or parent}
            free += 1
        found.append(row)
    return found


def _freed(line: Line, known: dict[int, Offer]) -> dict[int, Decimal]:
    """Return by part how much less is offered of it than it has."""
    return {
        part.part: part.cap - known[part.part].qty for part in asked(line) if part.part in known
    }


def _parent(line: Line, offers: Sequence[Offer]) -> int:
    """Return the delivery that new ones take their quantity from."""
    new = sum((one.qty for one in offers if not one.part and not one.parent), Decimal(0))
    if not new:
        return 0
    freed = _freed(line, {one.part: one for one in offers if one.part})
    parent = max(freed, key=lambda one: (freed[one], -one), default=0)
    if not parent or freed[parent] < new:
        raise NotUnderstood(
            N_("Take the new delivery from one schedule line, and lower that one's quantity."),
            field="parts",
        )
    return parent
