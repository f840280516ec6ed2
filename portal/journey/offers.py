"""Offers of a line: put on the table, agreed, taken off again. Of both sides. Pure.

An offer of the partner is a proposal, an offer of the owner a counter; both may be open at
once. A delivery that exists only in an offer is tentative and has no quantity of its own.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from portal.journey.bargain import Terms
from portal.journey.part import ZERO, Part
from portal.journey.state import Line
from portal.journey.times import amount, spoken_at, start_of
from portal.ledger import Said


def terms_of(one: Said, answer: str) -> Terms:
    """Return what an offer says of the line as a whole."""
    body = one.facts.get("body") or {}
    return Terms(
        one.ident,
        answer,
        spoken_at(one),
        dict(body.get("item") or {}),
        amount(body.get("price")),
        amount(body.get("per")),
        body.get("rest", ""),
    )


def named(line: Line, rows: dict[int, dict]) -> list[Part]:
    """Return the parts that an answer names; all of them where it names none."""
    return [part for part in line.parts.values() if not rows or part.part in rows]


def answered(part: Part, one: Said) -> None:
    """Note when the partner first answered."""
    if part.answered_at is None:
        part.answered_at = start_of(one.facts) or spoken_at(one)


def born(line: Line, number: int, row: dict) -> Part:
    """Return a new part split from another: it has no quantity until it is agreed."""
    parent = line.parts.get(row.get("from", 0)) or next(iter(line.parts.values()))
    part = Part(line.line, number, parent=parent.part, ask_day=parent.ask_day, tentative=True)
    part.want_day, part.asked_at, part.asked_by = (
        parent.want_day,
        parent.asked_at,
        parent.asked_by,
    )
    part.base_day, part.asking = (None if parent.rebase else parent.base_day), parent.asking
    part.slipped = replace(parent.slipped)
    line.parts[number] = part
    line.highest = max(line.highest, number)
    return part


def propose(part: Part, qty: Decimal, wish: date | None, one: Said) -> None:
    """Put a quantity and a day of the partner on the table."""
    part.proposal, part.proposed_day, part.proposed_qty = one.ident, wish, qty
    part.proposed_at = spoken_at(one)
    part.first_day = part.first_day or wish
    part.rejected = part.refused = ""


def agree(part: Part, agreed: date | None, qty: Decimal, one: Said) -> None:
    """Let both have agreed to a quantity and a day; None: the day is owed still."""
    part.first_day = part.first_day or agreed
    part.agreed_day = agreed
    part.want_day = agreed or part.want_day
    part.confirmed = qty
    part.agreed_at, part.agreed_by = spoken_at(one), one.ident
    part.by_rule = bool((one.facts.get("body") or {}).get("rules"))
    if part.rebase and agreed:
        part.slipped.begin_anew(agreed)
    part.slipped.promise(agreed, part.agreed_at, one.ident)
    if agreed and (part.base_day is None or part.rebase):
        part.base_day, part.rebase = agreed, False
    part.asking = part.tentative = part.carried = False
    part.rejected = part.refused = ""
    part.backordered = agreed is None and part.later
    close_proposal(part)
    close_counter(part)


def agree_terms(line: Line, terms: Terms | None) -> None:
    """Let both have agreed to the item and the price: those of `terms`, else those asked for."""
    if terms and terms.item:
        line.substitute = terms.item
    elif "item" in line.again:
        line.substitute = {}
    if terms and terms.price is not None:
        line.agreed_price, line.agreed_per = terms.price, terms.per or line.per
    elif line.agreed_price is None or "price" in line.again:
        line.agreed_price, line.agreed_per = line.price, line.per
    if line.agreed_price is not None and line.agreed_price != line.price:
        line.value = line.ordered * line.agreed_price / line.agreed_per
    line.again = ()


def split_off(line: Line, part: Part, qty: Decimal | None) -> None:
    """Move the quantity of an agreed split from its parent, never more than it has to come."""
    parent = line.parts.get(part.parent)
    if not part.tentative or parent is None:
        return
    moved = min(qty or ZERO, parent.cap)
    parent.ordered -= moved
    part.ordered = moved


def even_out(parts: Iterable[Part], wanted: dict[int, Decimal]) -> None:
    """Move quantity from deliveries that are to be smaller to those that are to be larger."""
    parts = list(parts)
    for larger in parts:
        for smaller in parts:
            lacks = wanted[larger.part] - larger.cap
            spare = smaller.cap - wanted[smaller.part]
            if lacks > 0 and spare > 0:
                moved = min(lacks, spare)
                larger.ordered += moved
                smaller.ordered -= moved


def close_proposal(part: Part) -> None:
    """Take the partner's offer for a part off the table."""
    part.proposal, part.proposed_day, part.proposed_qty, part.proposed_at = "", None, None, None
    part.later = False


def close_counter(part: Part) -> None:
    """Take the owner's offer for a part off the table."""
    part.counter, part.counter_day, part.counter_qty = "", None, None


def close_all(line: Line) -> None:
    """Take everything off the table."""
    for part in line.parts.values():
        close_proposal(part)
        close_counter(part)
    tidy(line)


def tidy(line: Line) -> None:
    """Drop deliveries and terms of which no open offer speaks any more."""
    for number in [number for number, part in line.parts.items() if _is_over(part)]:
        del line.parts[number]
    if line.offer and not any(part.proposal for part in line.parts.values()):
        line.offer = None
    if line.counter and not any(part.counter for part in line.parts.values()):
        line.counter = None


def _is_over(part: Part) -> bool:
    return part.tentative and not (part.proposal or part.counter)
