"""What a backtest is asked: rules in settings, the range of a figure, what counts as late. Pure.

As it is kept:

    {"tries": [{"rule": "overdue", "figures": {"grace_days": 2}, "as": "a"}, …],
     "truth": {"against": "promised", "grace": 0, "ahead": 3},
     "since": "2026-01-01", "until": "2026-07-01", "range": "grace_days"}

The tries called a and b are compared; points draw the picture over a figure's range; where
every rule is judged, each is a try called rule.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from portal.errors import N_, NotUnderstood
from portal.journey import Journey
from portal.watch.hindsight import Look, Place
from portal.watch.rules import RULES
from portal.watch.setting import OFF, RuleSetting, Settings, merge
from portal.watch.verdicts import AGAINST, Truth

A, B, POINT, EACH = "a", "b", "point", "rule"
MOST_POINTS = 12
MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Try:
    """One rule with figures in place of the owner's, and what it is there for."""

    rule: str
    figures: Mapping[str, int] = field(default_factory=dict)
    role: str = A

    @property
    def shown(self) -> bool:
        """Say whether the orders it spoke of are kept; of the points of a picture only counts."""
        return self.role != POINT


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a backtest is asked. `since` and `until` (not with it) narrow the orders placed."""

    tries: tuple[Try, ...]
    truth: Truth = Truth()
    since: date | None = None
    until: date | None = None
    range: str = ""

    @property
    def rule(self) -> str:
        """Return the rule that is judged; "" where it is every rule."""
        return "" if self.tries[0].role == EACH else self.tries[0].rule


def every_rule(truth: Truth, **span: date | None) -> Asked:
    """Ask of every rule how it does as it is set now; one that is off, too."""
    return Asked(tuple(Try(name, {}, EACH) for name in RULES), truth, **span)


def over(figure: str, low: int, high: int) -> list[dict[str, int]]:
    """Return some settings of a figure between two, both included, evenly."""
    steps = min(high - low, MOST_POINTS - 1)
    values = sorted({low + round((high - low) * n / max(steps, 1)) for n in range(steps + 1)})
    return [{figure: value} for value in values]


def tried(one: Try, settings: Settings) -> Settings:
    """Return the owner's settings with the figures of a try in place.

    Those of a rule that is no longer ours are left out.

    Raises:
        NotUnderstood: there is no such figure, or it is no number for it.
    """
    if one.rule not in RULES:
        return settings
    return merge(settings, {"rules": {one.rule: dict(one.figures)}})


def setting_of(one: Try, settings: Settings) -> RuleSetting:
    """Return how its own rule is set then.

    Raises:
        NotUnderstood: there is no such rule or figure, or it is no number for it.
    """
    return merge(settings, {"rules": {one.rule: dict(one.figures)}}).rules[one.rule]


def looking(rule: str, settings: Settings) -> Look:
    """Return what asks a rule of an order, as it is set there and as far as it is measured.

    A rule that is no longer ours finds nothing.
    """
    if rule not in RULES:
        return lambda journey, since: ()
    return lambda journey, since: _spoken(rule, settings, journey, since)


def _spoken(
    rule: str, settings: Settings, journey: Journey, since: datetime
) -> Iterator[tuple[Place, datetime]]:
    for one in RULES[rule].look(journey, settings.rules[rule]):
        at = settings.measured_from(rule, one.line, max(one.since, since))
        if at:
            yield (one.line, one.part), at


def check(asked: Asked, settings: Settings) -> None:
    """Refuse what cannot be judged.

    Raises:
        NotUnderstood: which of it, and why.
    """
    for one in asked.tries:
        setting_of(one, settings)
    truth = asked.truth
    if truth.against not in AGAINST:
        raise NotUnderstood(N_("There is no such day to judge lateness by."), field="against")
    for name in ("grace", "ahead"):
        if not 0 <= getattr(truth, name) <= MOST_DAYS:
            raise NotUnderstood(N_("Give a whole number of days from 0 to 365."), field=name)
    if asked.since and asked.until and asked.since >= asked.until:
        raise NotUnderstood(N_("The time must end after it begins."), field="until")


def written(asked: Asked) -> dict:
    """Return it as it is kept."""
    doc = {
        "tries": [
            {"rule": one.rule, "figures": dict(one.figures), "as": one.role} for one in asked.tries
        ],
        "truth": asdict(asked.truth),
    }
    for name in ("since", "until"):
        if value := getattr(asked, name):
            doc[name] = value.isoformat()
    return doc | ({"range": asked.range} if asked.range else {})


def read(doc: Mapping) -> Asked:
    """Return what was kept. Tries of rules that are no longer ours stay, so that places hold."""
    return Asked(
        tuple(Try(one["rule"], one["figures"], one["as"]) for one in doc["tries"]),
        Truth(**doc["truth"]),
        _day(doc, "since"),
        _day(doc, "until"),
        doc.get("range", ""),
    )


def _day(doc: Mapping, name: str) -> date | None:
    return date.fromisoformat(doc[name]) if name in doc else None


def changed(settings: Settings, one: Try, mode: str) -> dict:
    """Return one rule as a document of settings says it: the try's figures, in this mode."""
    setting = setting_of(one, settings)
    closes = {"closes": True} if settings.closes(one.rule) else {}
    return {"mode": mode or OFF, "severity": setting.severity, **closes, **setting.figures}
