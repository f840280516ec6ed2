"""The order as a whole, worked out from its parts. Pure.

Days of an order are those of its last part: it is complete when the last one has come.
Lateness and the next step are those of the part that is worst off.
"""

import hashlib
from datetime import date

from portal.journey.bargain import Terms
from portal.journey.milestones import milestone
from portal.journey.state import Flag, Journey, Line, Part
from portal.journey.template import Template

_STANDING = {"ORDER_CANCELLED", "ORDER_LINE_CANCELLED"}


def roll_up(journey: Journey, template: Template, flags: list[Flag]) -> None:
    """Set the header's stage, days, next step and sums."""
    for line in journey.lines.values():
        line.stamp = _stamp(line)
        _add_up(line, flags)
    parts = [part for part in journey.parts() if not part.tentative]
    alive = [part for part in parts if part.stage not in _STANDING]
    opened = [part for part in alive if part.open]
    journey.open = bool(opened) or not (parts or journey.cancelled)
    journey.stage = _stage(journey, opened or alive, template)
    for name in ("ask_day", "first_day", "agreed_day", "stated_day"):
        setattr(journey, name, _last(getattr(part, name) for part in alive))
    journey.late_from = min((part.late_from for part in opened if part.late_from), default=None)
    _next(journey, opened)
    views = [part.view for part in journey.parts()]
    journey.views = {view: views.count(view) for view in sorted(set(views))}
    journey.unanswered = journey.views.get("to_answer", 0) + journey.views.get("theirs", 0)
    values = [line.value for line in journey.lines.values()]
    journey.value = sum(values) if values and None not in values else None


def _stage(journey: Journey, parts: list[Part], template: Template) -> str:
    if not parts:
        if journey.cancelled or journey.lines:
            return "ORDER_CANCELLED"
        return "ORDER_SENT" if journey.sent else "ORDER_CREATED"
    place = template.places
    return min((part.stage for part in parts), key=lambda c: (place.get(c, -1), milestone(c).rank))


def _last(days) -> date | None:
    return max((day for day in days if day), default=None)


def _next(journey: Journey, opened: list[Part]) -> None:
    waiting = [part for part in opened if part.next_step]
    if waiting:
        first = min(waiting, key=lambda part: (part.next_due or date.max, part.line, part.part))
        journey.next_step, journey.next_by = first.next_step, first.next_by
        journey.next_due = first.next_due


def _add_up(line: Line, flags: list[Flag]) -> None:
    """Flag a line whose parts, or whose agreed quantities, are not what was ordered."""
    parts = [part for part in line.parts.values() if not part.tentative]
    asked = sum(part.ordered for part in parts)
    agreed = [part for part in parts if part.agreed_by and not part.asking]
    other = any(not part.cap <= part.confirmed <= part.ordered for part in agreed)
    if asked != line.ordered or other:
        flags.append(Flag("parts_differ", line.line, 0, parts[0].asked_by if parts else ""))


def _stamp(line: Line) -> str:
    """Return a short hash of what an answer to this line answers.

    Movements do not change it, so a carrier's milestone does not spoil a supplier's form.
    Nor does a block, whose reason is told on its own, or a confirmation of what stands.
    """
    said = [line.revision, sorted(line.item.items()), line.uom, line.ordered, line.price, line.per]
    said += [line.cancelled, line.closed, sorted(line.substitute.items()), line.agreed_price]
    said += [_terms(line.offer), _terms(line.counter)]
    for part in line.parts.values():
        said += [part.part, part.ordered, part.withdrawn, part.given_up, part.confirmed]
        said += [part.ask_day, part.agreed_day, part.asking, part.proposal, part.rejected]
        said += [part.refused, part.agreed_by, part.counter]
    return hashlib.sha256(repr([str(one) for one in said]).encode()).hexdigest()[:16]


def _terms(terms: Terms | None) -> str:
    return terms.ident if terms else ""
