"""What still stands between an order's goods and their payment, line by line. Pure.

A quantity can be paid once its price is agreed and it ended where the order ends: received
by the owner, a service accepted, a transport delivered and proven. The owner's own receipt
proves a delivery; where the owner books none, a document that the owner accepted does: of the
order or line all of it, of a shipment what of the line is in there.
Goods that go back or came damaged, and more than was ordered, are settled first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from portal.journey.papers import PROOFS
from portal.journey.shipment import Shipment
from portal.journey.state import ZERO, Journey, Line, Paper
from portal.journey.template import Template

PAID = frozenset({"purchase", "service", "transport"})  # the kinds an owner pays for


@dataclass(frozen=True, slots=True)
class Block:
    """Something that is missing before `n` can be paid, and who owes it.

    what: answer no_price price goods way proof verdict receipt excess damage return
    by: owner, partner or carrier
    """

    what: str
    by: str
    n: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Payable:
    """One line: how many can be paid, what for one of them, and what the others wait for."""

    line: int
    ready: Decimal
    value: Decimal | None
    blocks: tuple[Block, ...]


def payable(journey: Journey) -> list[Payable]:
    """Return, for each line of an order the owner pays for, what can be paid of it."""
    if journey.kind not in PAID:
        return []
    return [_payable(journey, line) for line in journey.lines.values()]


def _payable(journey: Journey, line: Line) -> Payable:
    template = journey.template
    ended = line.moved(template.ends[0])
    agreed = _disagreements(line)
    settled = _differences(journey, line)
    proof = _proof(
        journey, line, line.moved("delivered") if template.ends == ("delivered",) else ZERO
    )
    credited = sum(
        (one.wanted.get(line.line, ZERO) for one in journey.returns if _credited(one)), ZERO
    )
    held = sum((block.n for block in settled if block.what != "excess"), ZERO)
    unproven = sum((block.n for block in proof), ZERO)
    ready = ZERO if agreed else max(ended - credited - held - unproven, ZERO)
    price, per = _price(line)
    value = ready * price / per if price is not None else None
    ways = _on_the_way(journey, line, template, ended)
    return Payable(line.line, ready, value, (*agreed, *ways, *proof, *settled))


def _price(line: Line) -> tuple[Decimal | None, Decimal]:
    if line.agreed_price is not None:
        return line.agreed_price, line.agreed_per or Decimal(1)
    return line.price, line.per


def _disagreements(line: Line) -> list[Block]:
    found = []
    if any(part.asking and not part.agreed_day for part in line.parts.values() if part.open):
        found.append(Block("answer", "partner"))
    if line.offer and line.offer.price is not None:
        found.append(Block("price", "owner"))
    elif line.counter and line.counter.price is not None:
        found.append(Block("price", "partner"))
    elif _price(line)[0] is None:
        found.append(Block("no_price", "owner"))
    return found


def _on_the_way(journey: Journey, line: Line, template: Template, ended: Decimal) -> list[Block]:
    """Return what has not ended yet: not sent, on its way, or there but not received."""
    gone = max(line.moved("dispatched"), line.moved("delivered"), ended)
    there = max(line.moved("delivered"), ended)
    to_come = sum((part.open_qty for part in line.parts.values()), ZERO)
    to_come = min(max(to_come - (gone - ended), ZERO), to_come)
    carrier = "carrier" if journey.kind == "purchase" else "partner"
    found = [
        Block("goods", "partner", to_come),
        Block("way", carrier, gone - there),
        Block("receipt", "owner", there - ended),
    ]
    missing = there - ended
    if missing and template.ends[0] != "delivered":
        found += _proof(journey, line, missing)
    return [block for block in found if block.n]


def _proof(journey: Journey, line: Line, n: Decimal) -> list[Block]:
    """Return what of `n`, which nobody of the owner's received, is not proven to be there."""
    papers = [paper for paper in journey.documents if _shows(paper, line)]
    rest = ZERO if _accepted(papers) else max(n - _shown(journey, line, _accepted), ZERO)
    waits = rest if _waiting(papers) else min(_shown(journey, line, _waiting), rest)
    found = (Block("verdict", "owner", waits), Block("proof", "partner", rest - waits))
    return [block for block in found if block.n]


def _shown(journey: Journey, line: Line, how: Callable[[list[Paper]], bool]) -> Decimal:
    """Return how many of a line are in shipments whose own papers are such."""
    return sum(
        (
            sum(one.of_line(line.line).values(), ZERO)
            for one in journey.carried.values()
            if one.counts and one.shipment and how(_of_shipment(one.shipment))
        ),
        ZERO,
    )


def _of_shipment(shipment: Shipment) -> list[Paper]:
    return [paper for paper in shipment.documents if paper.type in PROOFS]


def _accepted(papers: list[Paper]) -> bool:
    return any(paper.verdict == "accepted" for paper in papers)


def _waiting(papers: list[Paper]) -> bool:
    return not _accepted(papers) and any(not paper.verdict for paper in papers)


def _shows(paper: Paper, line: Line) -> bool:
    return paper.type in PROOFS and paper.line in (0, line.line)


def _credited(one) -> bool:
    return one.verdict == "accepted" and one.remedy == "credit"


def _differences(journey: Journey, line: Line) -> list[Block]:
    asked = [one for one in journey.returns if one.state == "requested"]
    waiting = sum((one.wanted.get(line.line, ZERO) for one in asked), ZERO)
    returned = sum(
        (one.wanted.get(line.line, ZERO) for one in journey.returns if one.verdict != "refused"),
        ZERO,
    )
    damaged = max(line.moved("damaged") - returned - line.moved("accepted"), ZERO)
    found = (
        Block("damage", "owner", damaged),
        Block("return", "partner", waiting),
        Block("excess", "owner", line.excess.get("received", ZERO)),
    )
    return [block for block in found if block.n]
