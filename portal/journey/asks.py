"""What the owner asks for: lines placed and changed, terms of the whole order changed. Pure.

A change asks again only for what it changes; what was agreed before stays valid until
the partner has answered.
"""

from datetime import date
from decimal import Decimal

from portal.journey import offers
from portal.journey.part import ZERO, Part
from portal.journey.state import Journey, Line
from portal.journey.times import amount, day
from portal.ledger import Said

_HARD = ("item", "uom", "price", "per")


def ask(journey: Journey, line: Line, one: Said, asks: bool) -> None:
    """Take what the owner asked for in a line, for the first time or again."""
    body = one.facts.get("body") or {}
    first = not line.parts
    before = _terms(line)
    _describe(line, body)
    line.revision = max(line.revision, body.get("revision", 1))
    line.refs = sorted({*line.refs, *(tuple(ref) for ref in one.facts.get("refs", ()))})
    journey.revision = max(journey.revision, line.revision)
    wanted = _wanted(body)
    line.highest = max([line.highest, *wanted])
    if first:
        for number, row in wanted.items():
            line.parts[number] = _placed(journey, line, number, row, one, asks)
        if any(part.agreed_by for part in line.parts.values()):
            offers.agree_terms(line, None)
        return
    if wanted:
        _schedule(line, wanted, one, asks)
    if asks and before != _terms(line):
        line.again = tuple(sorted({*line.again, *_changed(before, _terms(line))}))
        for part in list(line.parts.values()):
            ask_again(line, part, one)
    offers.tidy(line)


def ask_anew(line: Line, one: Said) -> None:
    """Ask for every part of a line again, because the terms of the whole order changed."""
    body = one.facts.get("body") or {}
    line.revision = max(line.revision, body.get("revision", 1))
    for part in list(line.parts.values()):
        ask_again(line, part, one)
    offers.tidy(line)


def _describe(line: Line, body: dict) -> None:
    line.no = body.get("no", line.no)
    line.item = body.get("item", line.item)
    line.uom = body.get("uom", line.uom)
    line.site = body.get("site", line.site)
    line.ordered = amount(body.get("qty")) or line.ordered
    line.price = amount(body.get("price")) or line.price
    line.per = amount(body.get("per")) or line.per
    stale = not {"price", "per", "qty"}.isdisjoint(body)
    line.value = amount(body.get("value")) or (None if stale else line.value)
    if line.value is None and line.price is not None and line.per:
        line.value = line.ordered * line.price / line.per


def _terms(line: Line) -> tuple:
    return tuple(getattr(line, name) for name in _HARD)


def _changed(before: tuple, after: tuple) -> list[str]:
    return [
        "price" if name == "per" else name
        for name, old, new in zip(_HARD, before, after, strict=True)
        if old != new
    ]


def _wanted(body: dict) -> dict[int, dict]:
    rows = body.get("parts") or []
    if not rows and "qty" in body:
        rows = [{"part": 1, "qty": body["qty"], "ask": body.get("ask")}]
    return {row["part"]: row for row in rows}


def _placed(journey: Journey, line: Line, number: int, row: dict, one: Said, asks: bool) -> Part:
    asked = day(row.get("ask"))
    part = Part(line.line, number, ordered=Decimal(row["qty"]), ask_day=asked, want_day=asked)
    late = (one.facts.get("body") or {}).get("revision", 1) > 1
    part.asked_at = one.at if late else (journey.clock_from or one.at)
    part.asked_by = one.ident
    stated, over = day(row.get("agreed")), _taken_over(journey, one)
    agreed = stated or (asked if over else None)
    if agreed:
        _arrive_agreed(part, agreed, one)
    part.carried, part.carried_day = bool(agreed) or over, stated
    part.asking = asks and not part.carried
    return part


def _taken_over(journey: Journey, one: Said) -> bool:
    """Say whether a line was agreed before the portal came: it says so itself, or its order does.

    What an order says of itself holds for its first version: a line added later is asked for.
    """
    body = one.facts.get("body") or {}
    if "agreed" in body:
        return body["agreed"] in (True, "yes")
    return journey.cutover and body.get("revision", 1) == 1


def _arrive_agreed(part: Part, agreed: date, one: Said) -> None:
    """Take over what was agreed before the portal came; nobody is asked again."""
    part.first_day = part.agreed_day = part.base_day = part.want_day = agreed
    part.confirmed = part.ordered
    part.agreed_by, part.carried = one.ident, True
    part.slipped.begin_anew(agreed)


def _schedule(line: Line, wanted: dict[int, dict], one: Said, asks: bool) -> None:
    """Compare the owner's schedule with the one in force and ask for what differs."""
    for number in [number for number in line.parts if number not in wanted]:
        part = line.parts[number]
        if not part.parent or _parent_moves(line, part, wanted):
            del line.parts[number]
    for number, row in wanted.items():
        part = line.parts.get(number)
        if part is None:
            part = line.parts[number] = Part(line.line, number, asking=asks)
        _reschedule(line, part, row, one, asks, wanted)
        _carry(part, day(row.get("agreed")), one)


def _carry(part: Part, stated: date | None, one: Said) -> None:
    """Take what the owner says was agreed elsewhere; what it said before is no news.

    A sender repeats the old day with every change: that must not pass for a new agreement.
    """
    if stated and stated != part.carried_day:
        _arrive_agreed(part, stated, one)
        part.asking = False
    part.carried_day = stated


def _parent_moves(line: Line, child: Part, wanted: dict[int, dict]) -> bool:
    """Say whether the change speaks anew of the part this one was split from."""
    row = wanted.get(child.parent)
    parent = line.parts.get(child.parent)
    if row is None or parent is None:
        return True
    whole = parent.ordered + _split_off(line, parent, wanted)
    return Decimal(row["qty"]) != whole or day(row.get("ask")) != parent.ask_day


def _split_off(line: Line, parent: Part, wanted: dict[int, dict]) -> Decimal:
    """Return how much of a part went to parts split from it, of which the owner does not know.

    An owner that names a split speaks of it and of its parent apart.
    """
    split = [p for p in line.parts.values() if p.parent == parent.part and p.part not in wanted]
    return sum((part.ordered for part in split), ZERO)


def _reschedule(
    line: Line, part: Part, row: dict, one: Said, asks: bool, wanted: dict[int, dict]
) -> None:
    qty, asked = Decimal(row["qty"]), day(row.get("ask"))
    same_day = asked == part.ask_day
    if same_day and qty == part.ordered + _split_off(line, part, wanted) and part.asked_by:
        return
    part.ordered, part.ask_day = qty, asked
    if not same_day or part.want_day is None:
        part.want_day, part.rebase = asked, True
    if asks:
        ask_again(line, part, one)
    part.asked_by, part.asked_at = one.ident, one.at


def ask_again(line: Line, part: Part, one: Said) -> None:
    """Ask the partner about a part once more; offers for it, and splits of it, are over."""
    part.asking = True
    part.asked_at, part.asked_by = one.at, one.ident
    for touched in line.parts.values():
        if touched is part or (touched.tentative and touched.parent == part.part):
            offers.close_proposal(touched)
            offers.close_counter(touched)
    part.rejected = part.refused = ""
