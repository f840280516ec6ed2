"""An order as its stored readings know it: enough to weigh an answer before it is given.

What is weighed against a sketch is weighed once more against the order itself, under its
lock. A sketch only spares reading the history of thousands of orders for a preview.
"""

from collections.abc import Iterable
from uuid import UUID

from portal.desk.linerows import LineRow
from portal.journey import Journey, Line, Part, Reached, Terms

_CANCELLED = frozenset({"ORDER_CANCELLED", "ORDER_LINE_CANCELLED"})
_ANSWER = "answer to line %s, whose name the readings do not hold"


def sketches(rows: Iterable[LineRow]) -> dict[UUID, Journey]:
    """Return a sketch of each order, from all rows of its lines."""
    found: dict[UUID, Journey] = {}
    for row in rows:
        if (journey := found.get(row.order)) is None:
            journey = found[row.order] = _order(row)
        if (line := journey.lines.get(row.line)) is None:
            line = journey.lines[row.line] = _line(row)
        line.parts[row.part] = _part(row, line)
        if row.countered is not None:
            line.counter = Terms(_ANSWER % row.line, "countered", row.changed_at)
    for journey in found.values():
        for line in journey.lines.values():
            line.cancelled = line.cancelled and not line.open
            line.highest = max(line.parts)
            if _is_fresh(line):
                line.settled = {n: ((part.cap, part.ask_day),) for n, part in line.parts.items()}
    return found


def _is_fresh(line: Line) -> bool:
    """Say whether nobody has answered the line yet: then what was asked for is what is settled.

    Of any other line only its history tells from where tolerances are measured.
    """
    return all(
        part.view == "to_answer" and part.open and not (part.agreed_day or part.tentative)
        for part in line.parts.values()
    )


def _order(row: LineRow) -> Journey:
    return Journey(
        kind=row.kind,
        number=row.number,
        owner=row.owner,
        partner=row.partner,
        opened_at=row.opened_at,
    )


def _line(row: LineRow) -> Line:
    return Line(
        row.line,
        no=row.no,
        item={"code": row.item, "name": row.item_name},
        uom=row.uom,
        site={"name": row.site},
        stamp=row.stamp,
        cancelled=row.stage in _CANCELLED,
        blocked=row.view == "blocked",
    )


def _part(row: LineRow, line: Line) -> Part:
    offered = row.proposed is not None
    return Part(
        row.line,
        row.part,
        parent=next(iter(line.parts), 0) if row.tentative else 0,
        ordered=row.ordered,
        withdrawn=row.cancelled,
        reached={"dispatched": Reached(row.dispatched)} if row.dispatched else {},
        ask_day=row.ask_day,
        want_day=row.want_day,
        agreed_day=row.agreed_day,
        proposed_day=row.proposed_day,
        proposed_qty=row.proposed,
        proposal=_ANSWER % row.line if offered else "",
        counter_day=row.counter_day,
        counter_qty=row.countered,
        counter=_ANSWER % row.line if row.countered is not None else "",
        rejected=_ANSWER % row.line if row.view == "rejected" else "",
        tentative=row.tentative,
        view=row.view,
        open=row.open,
    )
