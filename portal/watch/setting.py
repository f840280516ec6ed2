"""How each rule is set for an owner: off, in shadow or on, its figures, and the clocks.

A document names only what differs from the rules' own defaults:

    {"rules": {"overdue": {"mode": "on", "grace_days": 2}}, "answer_days": {"3": 1}}
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from portal.errors import N_, NotUnderstood
from portal.journey import Calendar
from portal.watch.finding import HIGH, LOW, MEDIUM
from portal.watch.ladder import Ladder
from portal.watch.sparing import Spared
from portal.watch.usual import NOTHING, Usual

OFF, SHADOW, ON = MODES = ("off", "shadow", "on")
KEY = "watch.rules"  # its key among the ledger's settings
ANSWER_DAYS = {HIGH: 1, MEDIUM: 2, LOW: 5}  # working days until a case should be dealt with
MOST_DAYS = 365
PLAIN = ("mode", "severity", "closes")  # what is said of a rule besides its figures
WEEKDAYS = Calendar()
NOBODY = Ladder()


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """One rule as an owner has set it, with the working days and figures of what it looks at.

    `closes`: its cases are closed as soon as their trouble is over, and owe no cause.
    """

    mode: str
    severity: int
    figures: dict[str, int] = field(default_factory=dict)
    calendar: Calendar = WEEKDAYS
    usual: Usual = NOTHING
    closes: bool = False

    def at(self, calendar: Calendar, usual: Usual) -> "RuleSetting":
        """Return it for an order: the working days of its place, and what is usual for it."""
        return replace(self, calendar=calendar, usual=usual)


@dataclass(frozen=True, slots=True)
class Settings:
    """All rules as an owner has set them, and how soon a case should be dealt with.

    For one order also the working days of the place it goes to, and what of it is not measured.
    """

    rules: dict[str, RuleSetting]
    answer_days: dict[int, int] = field(default_factory=lambda: dict(ANSWER_DAYS))
    calendar: Calendar = WEEKDAYS
    spared: tuple[Spared, ...] = ()
    ladder: Ladder = NOBODY

    def mode(self, rule: str) -> str:
        """Return off, shadow or on. A rule that is no longer ours is off."""
        return self.rules[rule].mode if rule in self.rules else OFF

    def closes(self, rule: str) -> bool:
        """Say whether cases of a rule are closed without a cause once their trouble is over."""
        return rule in self.rules and self.rules[rule].closes

    def due(self, severity: int, opened_at: datetime) -> datetime:
        """Return when a case of this severity should be dealt with."""
        return working_days_later(opened_at, self.answer_days[severity], self.calendar)

    def measures(self, rule: str, line: int, now: datetime) -> bool:
        """Say whether a rule may speak of a line (0: of the order) at a moment."""
        return self.measured_from(rule, line, now) == now

    def measured_from(self, rule: str, line: int, moment: datetime) -> datetime | None:
        """Return the first moment from this one on at which a rule may speak; None: never."""
        mine = [one.sparing for one in self.spared if line in one.lines]
        while ends := [one.over_at for one in mine if one.holds(rule, moment)]:
            if None in ends:
                return None
            moment = max(ends)
        return moment


def merge(defaults: Settings, doc: Mapping) -> Settings:
    """Return the defaults with what an owner's document says in their place.

    Raises:
        NotUnderstood: it names a rule, a mode or a figure that does not exist; says which.
    """
    rules = dict(defaults.rules)
    for name, said in doc.get("rules", {}).items():
        if name not in rules:
            raise NotUnderstood(N_("There is no rule called %(rule)s."), field=name, rule=name)
        rules[name] = _one(name, rules[name], said)
    days = {int(severity): number for severity, number in doc.get("answer_days", {}).items()}
    _check_days("answer_days", days.values())
    unknown = set(days) - set(defaults.answer_days)
    if unknown:
        raise NotUnderstood(
            N_("There is no severity %(severity)s."), field="answer_days", severity=min(unknown)
        )
    return replace(defaults, rules=rules, answer_days={**defaults.answer_days, **days})


def working_days_later(start: datetime, days: int, calendar: Calendar = WEEKDAYS) -> datetime:
    """Return the same time of day, `days` working days after `start`.

    From a day that is not worked, counting starts at its end: one working day after a Saturday
    is Tuesday, 0:00, because Monday is a day in which something could have been done.
    """
    day = start.date()
    if not calendar.works(day):
        start = _midnight(start)
    return start + (calendar.plus(day, days) - day)


def _one(name: str, default: RuleSetting, said: Mapping) -> RuleSetting:
    mode, severity = said.get("mode", default.mode), said.get("severity", default.severity)
    figures = {key: said[key] for key in said if key not in PLAIN}
    closes = said.get("closes", default.closes)
    unknown = set(figures) - set(default.figures)
    if unknown:
        raise NotUnderstood(
            N_("The rule %(rule)s has no figure called %(figure)s."),
            field=name,
            rule=name,
            figure=min(unknown),
        )
    if mode not in MODES:
        raise NotUnderstood(N_("A rule is off, shadow or on."), field=name)
    if severity not in (LOW, MEDIUM, HIGH):
        raise NotUnderstood(N_("A severity is 1, 2 or 3."), field=name)
    if not isinstance(closes, bool):
        raise NotUnderstood(N_("Say whether cases may close without a cause."), field=name)
    _check_days(name, figures.values())
    figures = {**default.figures, **figures}
    return replace(default, mode=mode, severity=severity, closes=closes, figures=figures)


def _check_days(name: str, numbers) -> None:
    for number in numbers:
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MOST_DAYS:
            raise NotUnderstood(N_("Give a whole number of days from 0 to 365."), field=name)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
