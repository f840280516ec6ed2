"""Looking back: judge the forecasts of an owner's lines that came, and the rules.

What was given is judged where there is enough of it; what would have been said is judged always,
so that an installation that began yesterday, with its history loaded, has figures too.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import func, select

from portal.db import db
from portal.insight.alarms import Watched, alarms, due_lines, rule_figures, watched
from portal.insight.backcast import backcast
from portal.insight.figures import ALL, PERIODS, RULE, Figure, figures
from portal.insight.given import given
from portal.insight.lines import float_of
from portal.insight.measured import AccuracyRun
from portal.insight.sayings import GIVEN, Spoken
from portal.insight.usual_days import usual_figures
from portal.watch import RULES

BEFORE = timedelta(days=60)  # so long before a line is due an alarm may warn of it


@dataclass(frozen=True)
class Measured:
    """What a look back found: the spoken and the watched, and figures by kind, source and days.

    The newest come first in each, and each goes on where the one before ended: rows are known
    by how many stand before them, and those of a period are the first of their kind.
    """

    since: datetime
    spoken: list[Spoken]
    watched: list[Watched]
    figures: list[tuple[str, str, int, str, Figure]]


def measure(now: datetime, seen: Callable[[int], object] = lambda _: None) -> Measured:
    """Judge the forecasts of the scope's owner's lines that came in the longest period.

    Args:
        seen: told how many lines were read so far; may take another scope meanwhile.
    """
    since = now - timedelta(days=max(PERIODS))
    spoken = [_newest_first(one) for one in (*given(since), *backcast(since, now, seen))]
    rules = watched(RULES, due_lines(since.date(), now.date()), alarms(since - BEFORE))
    found = [*_spoken(spoken, now), *_rules(rules, now), *usual_figures()]
    return Measured(since, spoken, rules, found)


def _newest_first(one: Spoken) -> Spoken:
    return replace(one, sayings=one.sayings.take(np.argsort(-one.sayings.came, kind="stable")))


def _spoken(spoken: Iterable[Spoken], now: datetime) -> Iterator[tuple]:
    first = 0
    for one in spoken:
        for days in PERIODS:
            for figure in figures(one, float_of(now - timedelta(days=days))):
                doc = figure.doc | ({"first": first} if figure.cut == ALL else {})
                yield one.kind, one.source, days, one.model, replace(figure, doc=doc)
        first += len(one.sayings)


def _rules(found: Iterable[Watched], now: datetime) -> Iterator[tuple]:
    first = 0
    for one in found:
        for days in PERIODS:
            since = (now - timedelta(days=days)).date()
            for rule, doc in rule_figures(one, since).items():
                figure = Figure(RULE, rule, doc | {"first": first})
                yield one.kind, GIVEN, days, "", figure
        first += len(one.due)


def stale(now: datetime, after: timedelta) -> bool:
    """Say whether the scope's owner's last look back is older than that, or there was none."""
    made = db.session.scalar(select(func.max(AccuracyRun.made_at)))
    return made is None or now - made >= after
