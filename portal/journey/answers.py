"""What the partner answers. Pure.

accept      agreed is what the owner wants: its counter, else what it asked for
change      a proposal, open until the owner decides; what equals the question is agreed
backorder   a proposal for later, of which the day may follow
substitute  a proposal of another item
cancel      a proposal to give up (part of) what was agreed
reject      the owner has to act
withdraw    the partner's own open proposal is over
"""

from decimal import Decimal

from portal.journey import offers
from portal.journey.bargain import Terms
from portal.journey.halts import SOME, Come, take
from portal.journey.part import ZERO, Part
from portal.journey.state import Flag, Line
from portal.journey.times import amount, day, spoken_at
from portal.ledger import Said


def answer(line: Line, one: Said, come: Come, flags: list[Flag]) -> None:
    """Take one answer of the partner; an earlier open proposal is over by it."""
    if line.because:
        kind = "while_blocked" if line.blocked else "line_ended"
        flags.append(Flag(kind, line.line, 0, one.ident))
        return
    body = one.facts.get("body") or {}
    rows = {row["part"]: row for row in body.get("parts") or ()}
    verdict = body.get("answer", "accept")
    if verdict == "accept":
        _accept(line, rows, one, come, flags)
        return
    if verdict == "withdraw":
        _withdraw(line, one, flags)
        return
    _forget(line, rows)
    if verdict == "reject":
        for part in offers.named(line, rows):
            part.rejected, part.refused = one.ident, ""
    elif verdict == "cancel":
        _give_up(line, rows, one)
    else:
        _offer(line, rows, one, offers.terms_of(one, verdict), flags)
    offers.tidy(line)


def _accept(line: Line, rows: dict[int, dict], one: Said, come: Come, flags: list[Flag]) -> None:
    answers = (one.facts.get("body") or {}).get("counter")
    if answers and not any(part.counter == answers for part in line.parts.values()):
        flags.append(Flag("old_revision", line.line, 0, one.ident))
        return
    parts = [part for part in offers.named(line, rows) if part.counter or not part.tentative]
    terms = line.counter if any(part.counter for part in parts) else None
    for part in parts:
        offers.split_off(line, part, part.counter_qty)
    countered = [part for part in parts if part.counter]
    offers.even_out(countered, {part.part: part.counter_qty for part in countered})
    for part in parts:
        offers.answered(part, one)
        if part.counter:
            _agree_counter(line, part, terms, one, come)
        else:
            given = day(rows.get(part.part, {}).get("day"))
            offers.agree(part, part.want_day or given, part.cap, one)
    for part in line.parts.values():
        offers.close_proposal(part)
    offers.agree_terms(line, terms)
    offers.tidy(line)


def _agree_counter(line: Line, part: Part, terms: Terms | None, one: Said, come: Come) -> None:
    qty = part.cap if part.counter_qty is None else part.counter_qty
    if terms and terms.takes_back:
        away, _there = come(line, spoken_at(one)).get(part.part, (ZERO, ZERO))
        take(part, part.cap - max(qty, away), SOME, spoken_at(one))
    offers.agree(part, part.counter_day or part.want_day, qty, one)


def _withdraw(line: Line, one: Said, flags: list[Flag]) -> None:
    """Take an own proposal off the table; the owner's counter to it goes with it."""
    proposal = (one.facts.get("body") or {}).get("proposal")
    offered = [part for part in line.parts.values() if proposal and part.proposal == proposal]
    if not offered:
        flags.append(Flag("old_revision", line.line, 0, one.ident))
    for part in offered:
        offers.close_proposal(part)
        offers.close_counter(part)
    offers.tidy(line)


def _forget(line: Line, rows: dict[int, dict]) -> None:
    """Close what was proposed before, and what the owner countered to the parts named now."""
    for part in line.parts.values():
        offers.close_proposal(part)
    for part in line.parts.values():
        spoken_of = part.parent if part.tentative else part.part
        if not rows or {part.part, spoken_of} & rows.keys():
            offers.close_counter(part)
    offers.tidy(line)


def _give_up(line: Line, rows: dict[int, dict], one: Said) -> None:
    """Offer to deliver so much less of what was agreed."""
    line.offer = offers.terms_of(one, "cancel")
    for part in offers.named(line, rows):
        if not part.tentative:
            less = amount(rows.get(part.part, {}).get("qty"))
            left = ZERO if less is None else max(part.cap - less, ZERO)
            offers.propose(part, left, part.agreed_day or part.want_day, one)


def _offer(line: Line, rows: dict[int, dict], one: Said, terms: Terms, flags: list[Flag]) -> None:
    known = set(line.parts)
    parents = {row.get("from") for row in rows.values()}
    asked = sum((line.parts[number].cap for number in known & set(rows)), ZERO)
    offered = sum((Decimal(row["qty"]) for row in rows.values() if "qty" in row), ZERO)
    if offered > asked:
        flags.append(Flag("over_quantity", line.line, 0, one.ident))
    as_it_is = not _is_new(line, terms)
    for number, row in sorted(rows.items()):
        part = line.parts.get(number) or offers.born(line, number, row)
        qty, wish = amount(row.get("qty")), day(row.get("day"))
        qty, later = part.cap if qty is None else qty, bool(row.get("later"))
        wish = wish if later else wish or part.want_day
        offers.answered(part, one)
        same = qty == part.cap and (part.want_day is None or wish == part.want_day)
        alone = number in known and number not in parents
        if same and alone and as_it_is and not later:
            offers.agree(part, wish, qty, one)
            offers.agree_terms(line, None)
            continue
        offers.propose(part, qty, wish, one)
        part.later = later
    if any(part.proposal == one.ident for part in line.parts.values()):
        line.offer = terms


def _is_new(line: Line, terms: Terms) -> bool:
    """Say whether an offer is for another item or price than is in force."""
    if terms.item and terms.item != (line.substitute or line.item):
        return True
    if terms.price is None:
        return False
    settled = line.agreed_price is not None and "price" not in line.again
    stands = (line.agreed_price, line.agreed_per) if settled else (line.price, line.per)
    return (terms.price, terms.per or line.per) != stands
