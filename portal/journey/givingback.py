"""The steps of goods that go back: what a journey expects of a return, and how far one is. Pure.

A return is asked for, accepted, picked up and back. Who reports each of these and when it is
due stands in the journey, as its other steps do; days count from the day the return was
asked for, or from the step before.
"""

from datetime import date, timedelta
from decimal import Decimal

from portal.errors import N_, NotUnderstood
from portal.journey.beside import ZERO, Return, ReturnStep
from portal.journey.calendar import Calendar
from portal.journey.milestones import MILESTONES
from portal.journey.template import (
    COUNTS,
    RESPONSIBLE,
    RETURN_ANCHORS,
    RETURN_SKIPS,
    RETURN_STEPS,
    WORKING,
    Step,
    Template,
)

ACCEPTED = RETURN_STEPS[0]


def check_returns(steps: tuple[Step, ...]) -> None:
    """Refuse steps that no return could follow.

    Raises:
        NotUnderstood: `field` is return-N, N the number of the step from 1, or returns.
    """
    if not steps or steps[0].code != ACCEPTED or not steps[0].required:
        raise NotUnderstood(
            N_("A return begins with the partner's answer, which is required."), field="returns"
        )
    ranks = [MILESTONES[one.code].rank if one.code in RETURN_STEPS else 0 for one in steps]
    for number, one in enumerate(steps, start=1):
        field = f"return-{number}"
        if one.code not in RETURN_STEPS or one.by not in RESPONSIBLE:
            raise NotUnderstood(N_("Choose the step and who reports it."), field=field)
        if one.anchor not in RETURN_ANCHORS or one.count not in COUNTS:
            raise NotUnderstood(N_("Choose what the days count from."), field=field)
        if one.skip not in RETURN_SKIPS:
            raise NotUnderstood(N_("Choose when the step is expected."), field=field)
        if ranks[number - 1] <= max(ranks[: number - 1], default=0):
            raise NotUnderstood(
                N_("Put the steps of a return in the order they happen, each once."), field=field
            )
    _check_first(steps[0])


def _check_first(step: Step) -> None:
    if step.anchor != "asked":
        raise NotUnderstood(
            N_("The first step has none before it. Count its days from something else."),
            field="return-1",
        )
    if step.skip:
        raise NotUnderstood(N_("The partner's answer is always expected."), field="return-1")


def expected(asked: Return, template: Template) -> tuple[Step, ...]:
    """Return the steps that a return passes, without those that are not for its remedy."""
    return tuple(one for one in template.returns if one.skip != asked.remedy)


def settle_return(
    asked: Return, template: Template, full: dict[str, date | None], calendar: Calendar
) -> None:
    """Work out how far a return has come along the steps of its journey, and what is next.

    Args:
        full: the day on which all of it had reached a step, by the step's code.
    """
    steps = _passed(asked, expected(asked, template), full)
    before = None
    for one in steps:
        one.due = _due(asked, one.step, before, calendar)
        before = one
    asked.steps = tuple(steps)
    if asked.verdict == "refused":
        return
    ahead = next((one for one in steps if one.step.required and not one.full), None)
    if ahead:
        asked.next_step, asked.next_by = ahead.step.code, ahead.step.by
        asked.next_due = ahead.due


def _passed(
    asked: Return, steps: tuple[Step, ...], full: dict[str, date | None]
) -> list[ReturnStep]:
    """Return how much came how far; what came further has passed the required steps before."""
    found: list[ReturnStep] = []
    further: dict[int, Decimal] = {}
    for step in reversed(steps):
        there = dict(_reached(asked, step.code))
        short = {line for line, n in further.items() if there.get(line, ZERO) < n}
        inferred = bool(short) and step.required
        if inferred:
            there |= {line: further[line] for line in short}
        further |= {line: max(n, further.get(line, ZERO)) for line, n in there.items()}
        done = all(there.get(line, ZERO) >= n for line, n in asked.wanted.items())
        found.append(ReturnStep(step, there, done, full.get(step.code), inferred))
    return found[::-1]


def _reached(asked: Return, code: str) -> dict[int, Decimal]:
    if code == ACCEPTED:
        return asked.wanted if asked.verdict == "accepted" else {}
    return asked.came(code)


def _due(asked: Return, step: Step, before: ReturnStep | None, calendar: Calendar) -> date | None:
    start = asked.at.date()
    if step.anchor == "previous" and before:
        start = before.day or before.due or start
    if step.count == WORKING:
        return calendar.plus(start, step.days)
    return start + timedelta(days=step.days)
