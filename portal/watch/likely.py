"""The rule about orders that are likely late: by forecast, ranked, so many at most. Pure.

No journey tells it: a chance depends on a model and the time. Whoever ranks all open orders of an
owner hands in which were chosen; everybody else leaves the rule out (`unforeseen`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from portal.errors import N_
from portal.journey import Journey
from portal.watch.finding import MEDIUM, Finding
from portal.watch.rule import ASK, Rule, known, waiting
from portal.watch.setting import OFF, RuleSetting, Settings

LIKELY = "likely_late"


def likely_late(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for the order, if it was chosen.

    It is as old as the last news: once a person has closed it, only news brings it back.
    """
    told, parts = setting.usual.likely, [one for one in waiting(journey) if one.due_day]
    if told is None or not parts or journey.changed_at is None:
        return
    first = min(parts, key=lambda one: (one.due_day, one.line, one.part))
    yield Finding(
        LIKELY,
        journey.changed_at,
        severity=setting.severity,
        evidence=known(first.agreed_by or first.asked_by),
        words={
            "chance": f"{told.chance * 100:.0f}",
            "due_day": told.due.isoformat(),
            "expected_day": (told.expected or told.due).isoformat(),
        },
    )


def least(setting: RuleSetting) -> float:
    """Return the chance below which nothing is said."""
    return setting.figures["chance_percent"] / 100


def most(setting: RuleSetting, open_orders: int) -> int:
    """Return how many of so many open orders may be named at a time, rounded up."""
    return ceil(open_orders * setting.figures["open_percent"] / 100)


def chosen(
    chances: Sequence[float], days: Sequence[float], open_orders: int, setting: RuleSetting
) -> list[int]:
    """Return the places of those that are named, the likeliest first.

    Args:
        days: how many are left to each until it is due.
    """
    low, near = least(setting), setting.figures["within_days"]
    likely = [nth for nth, chance in enumerate(chances) if chance >= low and 0 <= days[nth] <= near]
    likely.sort(key=lambda nth: (-chances[nth], nth))
    return likely[: most(setting, open_orders)]


def unforeseen(settings: Settings) -> Settings:
    """Return the settings with this rule left out: where no forecast is at hand."""
    if settings.mode(LIKELY) == OFF:
        return settings
    silent = replace(settings.rules[LIKELY], mode=OFF)
    return replace(settings, rules={**settings.rules, LIKELY: silent})


LIKELIHOOD = (
    Rule(
        LIKELY,
        likely_late,
        MEDIUM,
        N_("Likely late"),
        N_("%(chance)s %% likely late: due on %(due_day)s, expected on %(expected_day)s."),
        N_("Was %(chance)s %% likely late: due on %(due_day)s."),
        N_("Ask whether the day holds, before it has passed."),
        {"within_days": 5, "chance_percent": 20, "open_percent": 10},
        action=ASK,
    ),
)
