"""What the owner takes back, closes, holds up, and lets go on again. Pure.

cancelled   a quantity, a line or the whole order; never what had left by then
closed      the rest of a line is not waited for any more; on its way it may be given up
reopened    what was cancelled, given up by the partner, or closed is wanted again
blocked     nothing may be answered until the block is lifted
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal

from portal.journey import offers
from portal.journey.asks import ask_again
from portal.journey.part import ZERO, Part
from portal.journey.state import Flag, Line
from portal.journey.times import amount, spoken_at
from portal.ledger import Said

SOME, LINE, ORDER, PARTNER, CLOSED = "some", "line", "order", "partner", "closed"
_LASTING = (LINE, ORDER, CLOSED)  # a later change of the line does not bring it back
Come = Callable[[Line, datetime], dict[int, tuple[Decimal, Decimal]]]


def take(part: Part, n: Decimal, how: str, at: datetime) -> None:
    """Take a quantity of a part back."""
    if n > 0:
        part.since.setdefault(how, []).append((at, n))
        part.taken[how] = part.taken.get(how, ZERO) + n
        part.withdrawn += n


def take_rest(line: Line, parts: Iterable[Part], at: datetime, how: str, come: Come) -> None:
    """Take back everything of these parts that had not left by a moment."""
    left = come(line, at)
    for part in parts:
        take(part, part.cap - left.get(part.part, (ZERO, ZERO))[0], how, at)


def cancel(line: Line, one: Said, come: Come, flags: list[Flag]) -> None:
    """Take back a quantity of a line, or all that has not left; latest day first."""
    whole = one.facts["kind"] == "order.cancelled"
    rest = amount((one.facts.get("body") or {}).get("qty"))
    number = one.facts.get("part", 0)
    parts = [part for part in line.parts.values() if number in (0, part.part)]
    at = spoken_at(one)
    if rest is None:
        _end(line, one, parts, at, ORDER if whole else SOME if number else LINE, come)
        return
    left = come(line, at)
    for part in sorted(parts, key=_latest_first):
        there = max(part.cap - left.get(part.part, (ZERO, ZERO))[0], ZERO)
        take(part, min(rest, there), SOME, at)
        rest -= min(rest, there)
    if rest > 0:
        flags.append(Flag("over_cancelled", line.line, number, one.ident))
    if any((part.proposed_qty or ZERO) > part.cap for part in parts if not part.tentative):
        offers.close_all(line)


def _end(line: Line, one: Said, parts: list[Part], at: datetime, how: str, come: Come) -> None:
    if how != SOME:
        line.because[how] = one.ident
        line.cancelled = line.cancelled or how == LINE
        offers.close_all(line)
    take_rest(line, [part for part in parts if part.part in line.parts], at, how, come)


def close(line: Line, one: Said, come: Come) -> None:
    """Wait for no more of a line; what is on its way is given up only if that is said."""
    gone = (one.facts.get("body") or {}).get("transit") == "gone"
    line.closed, line.because[CLOSED] = True, one.ident
    offers.close_all(line)
    at = spoken_at(one)
    left = come(line, at)
    take_rest(line, line.parts.values(), at, CLOSED, come)
    for part in line.parts.values() if gone else ():
        away, there = left.get(part.part, (ZERO, ZERO))
        part.given_up = max(min(away, part.cap) - there, ZERO)


def stay_ended(line: Line, one: Said, come: Come) -> None:
    """Keep a line ended that its owner changed after having cancelled or closed it."""
    for how in _LASTING:
        if how in line.because:
            take_rest(line, line.parts.values(), spoken_at(one), how, come)


def reopen(line: Line, one: Said, asks: bool) -> None:
    """Want again what was taken back: by the order's cancellation, or by anything else."""
    whole = one.facts["kind"] == "order.reopened"
    hows = (ORDER,) if whole else (SOME, LINE, PARTNER, CLOSED)
    for how in hows:
        line.because.pop(how, None)
    if not whole:
        line.cancelled = line.closed = False
    for part in list(line.parts.values()):
        back = sum((part.taken.pop(how, ZERO) for how in hows), ZERO)
        part.since = {how: rows for how, rows in part.since.items() if how not in hows}
        part.withdrawn -= back
        lost, part.given_up = part.given_up, ZERO if not whole else part.given_up
        if asks and (back or (lost and not whole)):
            ask_again(line, part, one)
    offers.tidy(line)


def block(line: Line, one: Said) -> None:
    """Hold a line up, or let it go on."""
    line.blocked = one.facts["kind"] == "line.blocked"
    if line.blocked:
        line.because["blocked"] = one.ident
    else:
        line.because.pop("blocked", None)


def _latest_first(part: Part) -> tuple[int, int]:
    when = part.agreed_day or part.ask_day or date.max
    return -when.toordinal(), -part.part
