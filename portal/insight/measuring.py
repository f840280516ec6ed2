"""Looking back: judge the forecasts of an owner's lines that came, and keep the figures.

What was given is judged where there is enough of it; what would have been said is judged always,
so that an installation that began yesterday, with its history loaded, has figures too.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from sqlalchemy import delete, func, select

from portal.db import current, db, insert_rows
from portal.insight.alarms import alarms, due_lines, rule_figures
from portal.insight.backcast import backcast
from portal.insight.figures import PERIODS, RULE, Figure, figures
from portal.insight.given import given
from portal.insight.lines import EPOCH, date_of, float_of
from portal.insight.measured import AccuracyFigure, AccuracyRun, AccuracySaid
from portal.insight.sayings import GIVEN, Spoken
from portal.watch import RULES

KEPT = 12  # runs of which the figures are kept
BEFORE = timedelta(days=60)  # so long before a line is due an alarm may warn of it
STEP = 5_000


@dataclass(frozen=True)
class Measured:
    """What a look back found: the spoken, and the figures by kind, source and days."""

    since: datetime
    spoken: list[Spoken]
    figures: list[tuple[str, str, int, str, Figure]]


def measure(now: datetime, seen: Callable[[int], object] = lambda _: None) -> Measured:
    """Judge the forecasts of the scope's owner's lines that came in the longest period.

    Args:
        seen: told how many lines were read so far; may take another scope meanwhile.
    """
    since = now - timedelta(days=max(PERIODS))
    spoken = [*given(since), *backcast(since, now, seen)]
    found = [
        (one.kind, one.source, days, one.model, figure)
        for one in spoken
        for days in PERIODS
        for figure in figures(one, float_of(now - timedelta(days=days)))
    ]
    return Measured(since, spoken, [*found, *_rules(now)])


def _rules(now: datetime) -> Iterator[tuple[str, str, int, str, Figure]]:
    since, today = now - timedelta(days=max(PERIODS)), now.date()
    due, said = due_lines(since.date(), today), alarms(since - BEFORE)
    for kind in sorted({one.kind for one in due}):
        for days in PERIODS:
            first = (now - timedelta(days=days)).date()
            some = [one for one in due if one.kind == kind and one.day >= first]
            for rule, doc in rule_figures(RULES, some, said).items():
                yield kind, GIVEN, days, "", Figure(RULE, rule, doc)


def keep_measured(found: Measured, now: datetime) -> int:
    """Keep a look back as the owner's next version; return which. Does not commit."""
    owner = current().org
    version = (db.session.scalar(select(func.max(AccuracyRun.version))) or 0) + 1
    _forget(AccuracySaid, AccuracySaid.n >= 0)
    for table in (AccuracyFigure, AccuracyRun):
        _forget(table, table.version <= version - KEPT)
    count = sum(len(one.sayings) for one in found.spoken)
    run = {"version": version, "made_at": now, "since": found.since, "rows": count}
    insert_rows(AccuracyRun, [{"owner": owner, **run}])
    insert_rows(AccuracyFigure, [_figure(owner, version, *one) for one in found.figures])
    first = 0
    for one in map(_newest_first, found.spoken):
        for low in range(0, len(one.sayings), STEP):
            rows = range(low, min(low + STEP, len(one.sayings)))
            insert_rows(AccuracySaid, _said(owner, one, first, rows))
        first += len(one.sayings)
    return version


def _newest_first(one: Spoken) -> Spoken:
    return replace(one, sayings=one.sayings.take(np.argsort(-one.sayings.came, kind="stable")))


def _forget(table, *which) -> None:
    over = delete(table).where(table.owner == current().org, *which)
    db.session.execute(over.execution_options(synchronize_session=False))


def _figure(owner: int, version: int, kind: str, source: str, days: int, model: str, one) -> dict:
    return {
        "owner": owner,
        "version": version,
        "kind": kind,
        "source": source,
        "days": days,
        "cut": one.cut,
        "name": one.name,
        "model": model,
        "doc": json.dumps(one.doc, sort_keys=True),
    }


def _said(owner: int, spoken: Spoken, first: int, rows: Sequence[int]) -> list[dict]:
    said, judged, found = spoken.sayings, spoken.sayings.open, []
    for nth in rows:
        line = spoken.lines[said.line[nth]]
        came, (p10, p50, p90) = said.came[nth], said.days[nth]
        found.append(
            {
                "owner": owner,
                "n": first + nth,
                "kind": spoken.kind,
                "source": spoken.source,
                "order": line.order,
                "line": line.line,
                "part": line.part,
                "at": _moment(said.at[nth]),
                "stage": str(said.stage[nth]),
                "step": bool(said.step[nth]),
                "partner": line.partner,
                "lane": line.lane,
                "p10": date_of(p10),
                "p50": date_of(p50),
                "p90": date_of(p90),
                "promise": _day(said.promise[nth]),
                "lane_day": _day(said.lane_day[nth]),
                "chance": None if np.isnan(said.chance[nth]) else float(said.chance[nth]),
                "judged": bool(judged[nth]),
                "came": date_of(came),
                "off": int(came - p50),
            }
        )
    return found


def _day(days: float):
    return None if np.isnan(days) else date_of(days)


def _moment(days: float) -> datetime:
    return (EPOCH + timedelta(days=float(days))).astimezone(UTC)


def stale(now: datetime, after: timedelta) -> bool:
    """Say whether the scope's owner's last look back is older than that, or there was none."""
    made = db.session.scalar(select(func.max(AccuracyRun.made_at)))
    return made is None or now - made >= after
