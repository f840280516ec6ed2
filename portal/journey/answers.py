"""What the partner answers and the owner decides about it. Pure.

accept    agreed is what was asked (or what already stood)
change    a proposal, open until the owner decides; what equals the question is agreed
reject    the owner has to act
decision  accepted: the proposal is agreed; refused: what was agreed before stays
"""

from datetime import date
from decimal import Decimal

from portal.journey.state import ZERO, Flag, Line, Part
from portal.journey.times import amount, day, spoken_at, start_of
from portal.ledger import Said


def answer(line: Line, one: Said, flags: list[Flag]) -> None:
    """Take one answer of the partner; an earlier open proposal is withdrawn by it."""
    body = one.facts.get("body") or {}
    _withdraw(line)
    rows = {row["part"]: row for row in body.get("parts") or ()}
    verdict = body.get("answer", "accept")
    if verdict == "reject":
        for part in _named(line, rows):
            part.rejected, part.refused = one.ident, ""
        return
    if verdict == "accept":
        for part in _named(line, rows):
            given = day(rows.get(part.part, {}).get("day"))
            _answered(part, one)
            _agree(part, part.want_day or given, part.ordered, one)
        return
    _offer(line, rows, one, flags)


def decide(line: Line, one: Said, flags: list[Flag]) -> None:
    """Take the owner's decision on an open proposal or a rejection."""
    body = one.facts.get("body") or {}
    proposal, accepted = body.get("proposal"), body.get("verdict") == "accepted"
    offered = [part for part in line.parts.values() if part.proposal == proposal]
    rejected = [part for part in line.parts.values() if part.rejected == proposal]
    if not offered and not rejected:
        flags.append(Flag("old_revision", line.line, 0, one.ident))
    for part in rejected:
        _settle_rejection(part, one, accepted)
    if not accepted:
        for part in offered:
            part.refused = one.ident
        _withdraw(line)
        return
    for part in offered:
        _split_off(line, part)
    for part in offered:
        qty = part.proposed_qty if part.proposed_qty is not None else part.ordered
        _agree(part, part.proposed_day or part.want_day, qty, one)


def _named(line: Line, rows: dict[int, dict]) -> list[Part]:
    return [part for part in line.parts.values() if not rows or part.part in rows]


def _answered(part: Part, one: Said) -> None:
    if part.answered_at is None:
        part.answered_at = start_of(one.facts) or spoken_at(one)


def _agree(part: Part, agreed: date | None, qty: Decimal, one: Said) -> None:
    part.first_day = part.first_day or agreed
    part.agreed_day = part.want_day = agreed
    part.confirmed = qty
    part.agreed_at, part.agreed_by = spoken_at(one), one.ident
    part.by_rule = bool((one.facts.get("body") or {}).get("rules"))
    if part.base_day is None or part.rebase:
        part.base_day, part.rebase = agreed, False
    part.asking = part.tentative = part.carried = False
    part.rejected = part.refused = ""
    _close(part)


def _close(part: Part) -> None:
    part.proposal, part.proposed_day, part.proposed_qty, part.proposed_at = "", None, None, None


def _withdraw(line: Line) -> None:
    """Close what is proposed; parts that exist only in a proposal go with it."""
    for number in [number for number, part in line.parts.items() if part.tentative]:
        del line.parts[number]
    for part in line.parts.values():
        _close(part)


def _offer(line: Line, rows: dict[int, dict], one: Said, flags: list[Flag]) -> None:
    known = set(line.parts)
    parents = {row.get("from") for row in rows.values()}
    asked = sum((line.parts[number].ordered for number in known & set(rows)), ZERO)
    offered = sum((Decimal(row["qty"]) for row in rows.values() if "qty" in row), ZERO)
    if offered > asked:
        flags.append(Flag("over_quantity", line.line, 0, one.ident))
    for number, row in sorted(rows.items()):
        part = line.parts.get(number) or _born(line, number, row)
        qty, wish = amount(row.get("qty")), day(row.get("day")) or part.want_day
        qty = part.ordered if qty is None else qty
        _answered(part, one)
        same = qty == part.ordered and (part.want_day is None or wish == part.want_day)
        if same and number in known and number not in parents:
            _agree(part, wish, qty, one)
        else:
            _propose(part, qty, wish, one)


def _born(line: Line, number: int, row: dict) -> Part:
    """Return a new part split from another: it has no quantity until the owner agrees."""
    parent = line.parts.get(row.get("from", 0)) or next(iter(line.parts.values()))
    part = Part(line.line, number, parent=parent.part, ask_day=parent.ask_day, tentative=True)
    part.want_day, part.asked_at, part.asked_by = (
        parent.want_day,
        parent.asked_at,
        parent.asked_by,
    )
    part.base_day, part.asking = (None if parent.rebase else parent.base_day), parent.asking
    line.parts[number] = part
    return part


def _propose(part: Part, qty: Decimal, wish: date | None, one: Said) -> None:
    part.proposal, part.proposed_day, part.proposed_qty = one.ident, wish, qty
    part.proposed_at = spoken_at(one)
    part.first_day = part.first_day or wish
    part.rejected = part.refused = ""


def _split_off(line: Line, part: Part) -> None:
    """Move the quantity of an agreed split from its parent, never more than it has."""
    parent = line.parts.get(part.parent)
    if not part.tentative or parent is None:
        return
    moved = min(part.proposed_qty or ZERO, parent.ordered)
    parent.ordered -= moved
    part.ordered = moved


def _settle_rejection(part: Part, one: Said, accepted: bool) -> None:
    """Give up what was rejected, or ask for it once more."""
    part.rejected = ""
    if accepted:
        part.dropped, part.asking = True, False
        return
    part.asking, part.refused = True, one.ident
