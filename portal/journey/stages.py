"""Where a part stands: fulfilled and open, its stage, its next step, whose turn it is. Pure."""

from datetime import timedelta
from decimal import Decimal

from portal.journey.dueness import due_of
from portal.journey.part import ZERO, Part, Reached
from portal.journey.state import Journey, Line
from portal.journey.template import Step, Template

ANSWER = "ORDER_ACCEPTED"


def settle(journey: Journey, part: Part, template: Template, calendar) -> None:
    """Work out everything about a part that follows from its promise and quantities."""
    line = journey.lines[part.line]
    _acknowledge(part)
    _infer(part, template)
    _balance(part, template)
    part.base_day = part.base_day or part.ask_day
    full = _full(part, template)
    part.stage = _stage(journey, part, template, full)
    step = _next(template, full) if part.open else None
    if step and not line.blocked:
        part.next_step, part.next_by = step.code, step.by
        part.next_due = due_of(journey, part, step, template, calendar)
    part.view = _view(line, part, template)
    if not (part.open and line.blocked):  # nobody is late with what the owner holds up
        _judge(journey, part, template)


def _acknowledge(part: Part) -> None:
    n = min(part.confirmed, part.cap)
    if not n:
        return
    full = part.confirmed >= part.cap
    at = part.answered_at
    part.reached["confirmed"] = Reached(
        n=n,
        first_at=at,
        full_at=at if full else None,
        full_day=at.date() if at and full else None,
        full=full,
        ident=part.agreed_by,
    )


def _infer(part: Part, template: Template) -> None:
    """Raise required steps to what later steps imply. Never a moment, only a mark."""
    high, ident = ZERO, ""
    for step in reversed(template.steps):
        reached = part.reached.get(step.what)
        n = reached.n if reached else ZERO
        if step.required and n < high:
            first = reached.first_at if reached else None
            part.reached[step.what] = Reached(n=high, first_at=first, ident=ident, inferred=True)
        elif n > high:
            high, ident = n, reached.ident


def _balance(part: Part, template: Template) -> None:
    """Share what was ordered out: ordered = open + fulfilled + cancelled."""
    done = next((part.moved(what) for what in template.ends if _was_said(part, what)), ZERO)
    part.fulfilled = min(done, part.cap)
    part.open_qty = part.due_qty - part.fulfilled
    part.cancelled = part.ordered - part.fulfilled - part.open_qty
    part.open = part.open_qty > 0 or part.tentative


def _was_said(part: Part, what: str) -> bool:
    reached = part.reached.get(what)
    return bool(reached and reached.n and not reached.inferred)


def _full(part: Part, template: Template) -> list[bool]:
    """Say of each step whether all that is due has passed it; an answer that stands has."""
    due, stands = part.due_qty, not part.asking and not part.rejected
    there = {what for what, reached in part.reached.items() if reached.n >= due}
    return [
        not due or step.what in there or (stands and step.code == ANSWER) for step in template.steps
    ]


def _stage(journey: Journey, part: Part, template: Template, full: list[bool]) -> str:
    if part.cancelled and not part.open and not part.fulfilled:
        return "ORDER_CANCELLED" if journey.cancelled else "ORDER_LINE_CANCELLED"
    stage = "ORDER_SENT" if journey.sent else "ORDER_CREATED"
    if part.tentative or not part.cap:
        return stage
    passed = [step.code for step, is_full in zip(template.steps, full, strict=True) if is_full]
    return passed[-1] if passed else stage


def _next(template: Template, full: list[bool]) -> Step | None:
    for step, is_full in zip(template.steps, full, strict=True):
        if step.required and not is_full:
            return step
    return template.step("RECEIVED")


def _view(line: Line, part: Part, template: Template) -> str:
    """Return whose turn it is, seen from the owner's desk."""
    if not part.open:
        return "closed"
    if line.blocked:
        return "blocked"
    if part.rejected:
        return "rejected"
    return _negotiated(part) or _moving(part, template)


def _negotiated(part: Part) -> str:
    """Return who has the next word on what is wanted; empty where there is nothing to say."""
    if part.counter:
        return "theirs"
    if part.proposal:
        return "ours"
    if part.asking and part.moved("dispatched") < part.cap:
        return "theirs" if part.refused else "to_answer"
    return ""


def _moving(part: Part, template: Template) -> str:
    if part.unconfirmed:
        return "to_confirm"
    if part.backordered:
        return "backorder"
    partner = "carrier" if template.kind == "transport" else "supplier"
    return "due" if part.next_by == partner else "waiting"


def _judge(journey: Journey, part: Part, template: Template) -> None:
    """Set from which day an open part is late, or by how many days it was."""
    kept = template.kept_by(journey.basis)
    if part.tentative or kept is None:
        return
    due = part.due_day
    if part.open and due and _kept(part, kept, template) < part.due_qty:
        part.late_from = due + timedelta(days=1)
    reached = part.reached.get(kept.what)
    if reached and reached.full_day and part.base_day:
        part.late_days = (reached.full_day - part.base_day).days


def _kept(part: Part, kept: Step, template: Template) -> Decimal:
    """Return how much has come at least as far as the step that keeps the promise."""
    later = template.steps[template.places[kept.code] :]
    return max(part.moved(step.what) for step in later)
