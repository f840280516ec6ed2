"""When each step of a journey is due for a part. Pure."""

from datetime import date, timedelta

from portal.journey.calendar import Calendar
from portal.journey.part import Part
from portal.journey.state import Journey
from portal.journey.template import OF_ARRIVAL, WORKING, Step, Template


def due_of(
    journey: Journey, part: Part, step: Step, template: Template, calendar: Calendar | None = None
) -> date | None:
    """Return the day a step is due, never before the order was; None where no day is known.

    Args:
        calendar: in which working days are counted; without one, the template's own.
    """
    calendar = calendar or template.calendar
    due = planned_on(journey, part, step, template, calendar)
    opened = journey.opened_at.date() if journey.opened_at else None
    if step.anchor not in OF_ARRIVAL:
        return due
    return max(due, opened) if due and opened else due


def planned_on(
    journey: Journey, part: Part, step: Step, template: Template, calendar: Calendar
) -> date | None:
    """Return the day a step is planned for, though it may lie before the order was placed."""
    if step.anchor in OF_ARRIVAL:
        day = part.due_day if step.anchor == "promise" else part.ask_day or part.due_day
        return _of_arrival(day, step, template.kept_by(journey.basis), calendar)
    return _plus(_anchor(journey, part, step, template, calendar), step.days, step, calendar)


def _anchor(
    journey: Journey, part: Part, step: Step, template: Template, calendar: Calendar
) -> date | None:
    if step.anchor == "asked":
        return part.asked_at.date() if part.asked_at else None
    place = template.places[step.code]
    if step.anchor == "previous" and place:
        before = template.steps[place - 1]
        reached = part.reached.get(before.what)
        if reached and reached.full_day:
            return reached.full_day
        return due_of(journey, part, before, template, calendar)
    return journey.opened_at.date() if journey.opened_at else None


def _of_arrival(day: date | None, step: Step, kept: Step | None, calendar: Calendar) -> date | None:
    """Count from arrival: a promise of another step lies as far from it as that step does."""
    if kept is None or kept.anchor not in OF_ARRIVAL:
        return _plus(day, step.days, step, calendar)
    if step.count == kept.count:
        return _plus(day, step.days - kept.days, step, calendar)
    return _plus(_plus(day, -kept.days, kept, calendar), step.days, step, calendar)


def _plus(day: date | None, days: int, step: Step, calendar: Calendar) -> date | None:
    if day is None:
        return None
    return calendar.plus(day, days) if step.count == WORKING else day + timedelta(days=days)
