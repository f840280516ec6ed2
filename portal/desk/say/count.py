"""How much a report says: this time, in total so far, or all that is left. Pure."""

from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import ROUND_HALF_EVEN, Decimal

from portal.desk.say import checks
from portal.errors import N_, NotUnderstood
from portal.journey import IN_PERCENT, Journey, Line, milestone
from portal.ledger import number

TROUBLES = (
    "DELIVERY_ATTEMPT_FAILED",
    "DELIVERY_REFUSED",
    "CUSTOMS_HELD",
    "DAMAGED",
    "LOST",
)
_SIX = Decimal("0.000001")
COUNTS = ("add", "total")


@dataclass(frozen=True, slots=True)
class Report:
    """One report as typed. `line` 0 is every open line; no `qty` is all that is left of each."""

    code: str
    on: date | None
    at: time | None = None
    klass: str = "ACT"
    line: int = 0
    part: int = 0
    qty: Decimal | None = None
    count: str = "add"
    over: bool = False
    refs: dict[str, str] = field(default_factory=dict)
    recipient: str = ""
    reason: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a report would make of a line: so much before, so much after, of so much."""

    before: Decimal
    after: Decimal
    ordered: Decimal
    uom: str


def counted(code: str) -> bool:
    """Say whether a step moves a quantity."""
    return bool(milestone(code).what) and code not in TROUBLES


def repeats(journey: Journey, code: str) -> bool:
    """Say whether a step may be reported on every leg: what is told then is never added up."""
    return milestone(code).repeatable or code in journey.template.repeated


def result(own: Journey, code: str, line: int, qty: Decimal, count: str) -> Result:
    """Return what reporting `qty` would result in. `own` is what `mine` gave."""
    found, step = own.lines[line], milestone(code)
    before = so_far(found, step.what)
    after = before + qty if count == "add" and not repeats(own, code) else qty
    return Result(before, after, ordered_of(found), found.uom)


def results(own: Journey, said: Report) -> list[tuple[Line, Result]]:
    """Return what a report would make of each line that it counts on.

    Raises:
        NotUnderstood: as `report` would; `field` names the field.
    """
    said = of_one_line(own, said)
    if not counted(said.code) or (said.klass == "EST" and said.qty is None):
        return []
    lines = [checks.line_of(own, said.line)] if said.line else left(own, said.code, own)
    return [(line, _outcome(line, said, own)) for line in lines]


def _outcome(line: Line, said: Report, own: Journey) -> Result:
    rest, _total = amount(line, said, own)
    if said.qty is None or said.code in IN_PERCENT:
        return result(own, said.code, line.line, rest, "add")
    return result(own, said.code, line.line, said.qty, said.count)


def of_one_line(journey: Journey, said: Report) -> Report:
    """Return a report with the line its quantity is of, where the order leaves no choice.

    Raises:
        NotUnderstood: a quantity of several lines; nobody can know how much of each was meant.
    """
    if said.line or said.qty is None or not milestone(said.code).what:
        return said
    if said.code in IN_PERCENT:  # as far along are all of them
        return said
    lines = [line.line for line in journey.lines.values() if not line.cancelled]
    if len(lines) != 1:
        raise NotUnderstood(
            N_("A quantity is of one line. Choose the line, or leave the quantity empty."),
            field="qty",
        )
    return replace(said, line=lines[0])


def left(journey: Journey, code: str, own: Journey) -> list[Line]:
    """Return the lines of which something has not reached this step yet."""
    what = milestone(code).what
    lines = [
        line
        for line in journey.lines.values()
        if ordered_of(line) > 0
        and not (line.blocked and code == "DISPATCHED")
        and (repeats(journey, code) or so_far(own.lines[line.line], what) < ordered_of(line))
    ]
    if not lines:
        raise NotUnderstood(
            N_("Every line has been reported as this already. Correct the earlier report."),
            field="code",
        )
    return lines


def amount(line: Line, said: Report, own: Journey) -> tuple[Decimal, Decimal | None]:
    """Return the quantity to add, and the total if that was said; without either, the rest."""
    if said.code in IN_PERCENT:
        return share_of(line, said), None
    before, ordered = so_far(own.lines[line.line], milestone(said.code).what), ordered_of(line)
    if repeats(own, said.code):
        before = Decimal(0)
    if said.qty is None:
        if before >= ordered:
            raise NotUnderstood(
                N_(
                    "The full quantity, %(n)s %(uom)s, was reported already. "
                    "Give a quantity, or correct that."
                ),
                field="qty",
                n=number(before),
                uom=line.uom,
            )
        return ordered - before, None
    n = checks.check_qty(said.qty)
    if said.count not in COUNTS:
        raise NotUnderstood(
            N_("Say whether it is “this time” or “in total so far”."), field="count"
        )
    total = n if said.count == "total" else None
    if said.klass == "ACT":
        _check_sum(line, said, before, total or before + n)
    elif total:
        return n, total
    return n - (before if total else 0), total


def share_of(line: Line, said: Report) -> Decimal:
    """Return work that is done in percent as a share of the quantity: half of one is a half.

    Raises:
        NotUnderstood: it is no percentage.
    """
    if said.qty is None or not 0 < said.qty <= 100:
        raise NotUnderstood(
            N_("Say as the quantity how much of the work is done, in percent: from 1 to 100."),
            field="qty",
        )
    found = line.parts.get(said.part)
    whole = found.cap if found else ordered_of(line)
    return (whole * said.qty / 100).quantize(_SIX, ROUND_HALF_EVEN)


def _check_sum(line: Line, said: Report, before: Decimal, after: Decimal) -> None:
    if after <= before:
        raise NotUnderstood(
            N_(
                "You reported %(before)s %(uom)s before, so the total must be more. "
                "If that was wrong, correct the earlier report."
            ),
            field="qty",
            before=number(before),
            uom=line.uom,
        )
    if after > ordered_of(line) and not said.over:
        raise NotUnderstood(
            N_(
                "That makes %(after)s of %(ordered)s %(uom)s. Correct the quantity, "
                "or tick that more than ordered is right."
            ),
            field="qty",
            after=number(after),
            ordered=number(ordered_of(line)),
            uom=line.uom,
        )


def ordered_of(line: Line) -> Decimal:
    """Return how much of a line is wanted."""
    return sum((part.cap for part in line.parts.values() if not part.tentative), Decimal(0))


def so_far(line: Line, what: str) -> Decimal:
    """Return what was really reported; what only follows from later steps does not count."""
    said = [part.reached.get(what) for part in line.parts.values()]
    n = sum((one.n for one in said if one and not one.inferred), Decimal(0))
    return n + line.excess.get(what, Decimal(0))
