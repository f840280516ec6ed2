"""Rules about days: those that were missed, those about to be, those moved again. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from portal.errors import N_, NN_
from portal.journey import MILESTONES, Journey, Part, Step, due_of, planned_on
from portal.watch.finding import HIGH, LOW, MEDIUM, Finding
from portal.watch.rule import ASK, Rule, after, amount, begins, known, waiting
from portal.watch.setting import RuleSetting

_PRODUCTION = ("PRODUCTION_RELEASED", "PRODUCTION_STARTED", "PRODUCTION_COMPLETED")
_READY = ("produced", "packed", "ready", "dispatched")
_UNDER_WAY = MILESTONES["DISPATCHED"].rank


def ship_date_missed(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each part that has to leave by a day, until all of it has left."""
    for part, ship_day, short in _to_leave(journey, setting, ("dispatched",)):
        yield Finding(
            "ship_date_missed",
            after(ship_day, setting.figures["grace_days"]),
            part.line,
            part.part,
            setting.severity,
            known(part.agreed_by or part.asked_by),
            {**amount(journey, part, short), "ship_day": ship_day.isoformat()},
        )


def ship_date_near(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each part that soon has to leave and is not reported ready."""
    for part, ship_day, short in _to_leave(journey, setting, _READY):
        if short > part.announced:
            yield Finding(
                "ship_date_near",
                begins(ship_day - timedelta(days=setting.figures["days_before"])),
                part.line,
                part.part,
                setting.severity,
                known(part.agreed_by or part.asked_by),
                {**amount(journey, part, short), "ship_day": ship_day.isoformat()},
            )


def production_unconfirmed(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each part of which production is not confirmed by the day it has to be.

    Only where the order's journey has steps of production; the last of them counts.
    """
    template = journey.template
    steps = [step for step in template.steps if step.code in _PRODUCTION]
    for part in waiting(journey) if steps else ():
        due = due_of(journey, part, steps[-1], template)
        if due and _behind(part, steps[-1]) and (part.agreed_day or not template.asks):
            missing = part.cap - part.moved(steps[-1].what)
            words = {"step": steps[-1].code, "due_day": due.isoformat()}
            yield Finding(
                "production_unconfirmed",
                after(due, setting.figures["grace_days"]),
                part.line,
                part.part,
                setting.severity,
                known(part.agreed_by or part.asked_by),
                {**amount(journey, part, missing), **words},
            )


def promise_slipped(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each part whose promise moved later too often, or by too many days.

    Against the day the supplier is judged by: only a wish of the buyer moves that.
    """
    times, most = setting.figures["times"], setting.figures["slip_days"]
    for part in waiting(journey):
        slipped, base = part.slipped, part.base_day
        if not slipped.times or base is None:
            continue
        days = (slipped.latest - base).days
        if slipped.times >= times or days > most:
            words = {"times": str(slipped.times), "days": str(days), "due_day": base.isoformat()}
            yield Finding(
                "promise_slipped",
                slipped.at,
                part.line,
                part.part,
                setting.severity,
                known(slipped.ident),
                {**words, "new_day": slipped.latest.isoformat()},
            )


def behind_plan(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each part that is due soon and not where its journey has it by then."""
    template = journey.template
    for part in waiting(journey):
        due = part.due_day
        if due is None or part.view == "to_answer":
            continue
        seen = due - timedelta(days=setting.figures["days_before"])
        step = _expected_by(journey, part, seen)
        if step and _behind(part, step) and template.kept_by(journey.basis) is not step:
            missing = part.cap - part.moved(step.what)
            yield Finding(
                "behind_plan",
                begins(seen),
                part.line,
                part.part,
                setting.severity,
                known(part.agreed_by or part.asked_by),
                {**amount(journey, part, missing), "step": step.code, "due_day": due.isoformat()},
            )


def overdue(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each open part from the first day on which it is late."""
    for part in journey.parts():
        if not part.open or part.late_from is None or part.open_qty <= 0:
            continue
        due_day = part.late_from - timedelta(days=1)
        words = {**amount(journey, part, part.open_qty), "due_day": due_day.isoformat()}
        yield Finding(
            "overdue",
            after(due_day, setting.figures["grace_days"]),
            part.line,
            part.part,
            setting.severity,
            known(part.agreed_by or part.asked_by),
            words,
        )


def _to_leave(journey: Journey, setting: RuleSetting, whats: tuple[str, ...]) -> Iterator[tuple]:
    """Yield (part, day, quantity) of what has to leave by a day and has not come as far as this."""
    for part in journey.parts():
        ship_day = _ship_day(journey, part, setting.figures["transit_days"])
        short = part.ordered - part.cancelled - max(part.moved(what) for what in whats)
        if part.open and part.view != "blocked" and ship_day is not None and short > 0:
            yield part, ship_day, short


def _ship_day(journey: Journey, part: Part, transit_days: int) -> date | None:
    """Return the day by which it must leave; None where no day was agreed or nothing leaves.

    As many days before (or after) the agreed day as the journey's steps lie apart, unless
    a transit time is set. While the partner was never heard, its silence is the trouble.
    """
    template = journey.template
    leaves, kept = template.step("DISPATCHED"), template.kept_by(journey.basis)
    promised = part.agreed_day if template.asks else part.due_day
    if leaves is None or kept is None or promised is None:
        return None
    if transit_days and kept.what == "delivered":
        return part.due_day - timedelta(days=transit_days)
    return planned_on(journey, part, leaves, template, template.calendar)


def _behind(part: Part, step: Step) -> bool:
    """Say whether not all of a part has come as far as a step, or past it."""
    if part.sent >= part.cap and MILESTONES[step.code].rank < _UNDER_WAY:
        return False
    return part.moved(step.what) < part.cap


def _expected_by(journey: Journey, part: Part, day: date) -> Step | None:
    """Return the farthest step under way that the journey has planned for by a day."""
    template = journey.template
    planned = [
        step
        for step in template.steps
        if MILESTONES[step.code].rank >= _UNDER_WAY
        and (due := planned_on(journey, part, step, template, template.calendar))
        and due <= day
    ]
    return max(planned, key=lambda step: MILESTONES[step.code].rank, default=None)


PROMISES = (
    Rule(
        "production_unconfirmed",
        production_unconfirmed,
        MEDIUM,
        N_("Production not confirmed"),
        N_("“%(step)s” of %(qty)s %(uom)s was due on %(due_day)s, and nobody reported it."),
        N_("Had not been reported by %(due_day)s: “%(step)s” of %(qty)s %(uom)s."),
        N_("Ask how far production is, and whether the day holds."),
        {"grace_days": 2},
        action=ASK,
    ),
    Rule(
        "ship_date_near",
        ship_date_near,
        LOW,
        N_("Has to leave soon, and is not ready"),
        NN_(
            "%(qty)s %(uom)s has to leave by %(ship_day)s, and nothing says that it is ready.",
            "%(qty)s %(uom)s have to leave by %(ship_day)s, and nothing says that they are ready.",
        ),
        N_("Was not reported ready before %(ship_day)s: %(qty)s %(uom)s."),
        N_("Ask whether it will leave on time."),
        {"days_before": 3, "transit_days": 0},
        action=ASK,
    ),
    Rule(
        "ship_date_missed",
        ship_date_missed,
        MEDIUM,
        N_("Ship date missed"),
        N_("%(qty)s %(uom)s should have left by %(ship_day)s."),
        N_("Had not left by %(ship_day)s: %(qty)s %(uom)s."),
        N_("Ask the supplier when it leaves, and tell whoever waits for it."),
        {"transit_days": 0, "grace_days": 0},
        action=ASK,
    ),
    Rule(
        "promise_slipped",
        promise_slipped,
        MEDIUM,
        N_("Promise moved again"),
        NN_(
            "The promise moved later %(times)s time, by %(days)s days in all: "
            "from %(due_day)s to %(new_day)s.",
            "The promise moved later %(times)s times, by %(days)s days in all: "
            "from %(due_day)s to %(new_day)s.",
        ),
        N_("The promise had moved from %(due_day)s to %(new_day)s."),
        N_("Ask what the new day rests on, and look for another source in time."),
        {"times": 2, "slip_days": 10},
        action=ASK,
    ),
    Rule(
        "behind_plan",
        behind_plan,
        MEDIUM,
        N_("Due soon, and not where it should be"),
        NN_(
            "%(qty)s %(uom)s, due on %(due_day)s, has not come as far as “%(step)s”.",
            "%(qty)s %(uom)s, due on %(due_day)s, have not come as far as “%(step)s”.",
        ),
        N_("Had not come as far as “%(step)s”: %(qty)s %(uom)s, due on %(due_day)s."),
        N_("Ask where the goods are and whether the day holds."),
        {"days_before": 4},
        action=ASK,
    ),
    Rule(
        "overdue",
        overdue,
        HIGH,
        N_("Overdue"),
        NN_(
            "%(qty)s %(uom)s was due on %(due_day)s and has not come.",
            "%(qty)s %(uom)s were due on %(due_day)s and have not come.",
        ),
        N_("Was overdue: %(qty)s %(uom)s, due on %(due_day)s."),
        N_("Ask where the goods are and for a new date."),
        {"grace_days": 0},
        action=ASK,
    ),
)
