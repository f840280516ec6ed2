"""What the owner decides about a proposal or a rejection. Pure.

accepted    the proposal is agreed; what the partner will not deliver is taken back
refused     what was agreed before stays; what is asked for is asked once more
countered   the owner says what it wants instead; the proposal stays open beside it
"""

from portal.journey import offers
from portal.journey.halts import PARTNER, Come, take, take_rest
from portal.journey.part import Part
from portal.journey.state import Flag, Line
from portal.journey.times import amount, day, spoken_at
from portal.ledger import Said


def decide(line: Line, one: Said, come: Come, flags: list[Flag]) -> None:
    """Take the owner's decision on an open proposal or a rejection."""
    body = one.facts.get("body") or {}
    proposal, verdict = body.get("proposal"), body.get("verdict")
    offered = [part for part in line.parts.values() if part.proposal == proposal]
    rejected = [part for part in line.parts.values() if part.rejected == proposal]
    if not offered and not rejected:
        flags.append(Flag("old_revision", line.line, 0, one.ident))
        return
    if verdict == "countered":
        _counter(line, one, offered + rejected)
    elif verdict == "accepted":
        _accept(line, one, offered, come)
        _let_go(line, one, rejected, come)
    else:
        for part in offered + rejected:
            part.refused = one.ident
        for part in rejected:
            part.rejected, part.asking = "", True
        for part in offered:
            offers.close_counter(part)
        for part in line.parts.values():
            offers.close_proposal(part)
    offers.tidy(line)


def _accept(line: Line, one: Said, offered: list[Part], come: Come) -> None:
    terms = line.offer
    if not offered:
        return
    for part in offered:
        offers.split_off(line, part, part.proposed_qty)
    wanted = {
        part.part: part.cap if part.proposed_qty is None else part.proposed_qty for part in offered
    }
    offers.even_out(offered, wanted)
    if terms and terms.takes_back:
        away = come(line, spoken_at(one))
        for part in offered:
            kept = max(wanted[part.part], away.get(part.part, (0, 0))[0])
            take(part, part.cap - kept, PARTNER, spoken_at(one))
    for part in offered:
        agreed = part.proposed_day if part.later else part.proposed_day or part.want_day
        offers.agree(part, agreed, wanted[part.part], one)
    for part in line.parts.values():
        offers.close_counter(part)
    offers.agree_terms(line, terms)


def _let_go(line: Line, one: Said, rejected: list[Part], come: Come) -> None:
    """Give up what the partner will not deliver."""
    for part in rejected:
        part.rejected, part.asking = "", False
    take_rest(line, rejected, spoken_at(one), PARTNER, come)


def _counter(line: Line, one: Said, spoken_of: list[Part]) -> None:
    """Put what the owner wants instead on the table; parts it leaves out it leaves as offered."""
    rows = {row["part"]: row for row in (one.facts.get("body") or {}).get("parts") or ()}
    for part in line.parts.values():
        offers.close_counter(part)
    line.counter = offers.terms_of(one, "countered")
    for part in spoken_of:
        part.rejected = part.refused = ""
    for number, row in sorted(rows.items()):
        part = line.parts.get(number) or offers.born(line, number, row)
        qty = amount(row.get("qty"))
        part.counter, part.counter_day = one.ident, day(row.get("day")) or part.want_day
        part.counter_qty = part.cap if qty is None else qty
