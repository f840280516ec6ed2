"""Keeping a look back: its figures by version, the rows behind those of the newest one."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from sqlalchemy import delete, func, select

from portal.db import current, db, insert_rows
from portal.insight.alarms import Due, Watched
from portal.insight.lines import EPOCH, date_of
from portal.insight.measured import (
    AccuracyAlarm,
    AccuracyDue,
    AccuracyFigure,
    AccuracyRun,
    AccuracySaid,
)
from portal.insight.measuring import Measured
from portal.insight.sayings import Spoken

KEPT = 12  # runs of which the figures are kept
STEP = 5_000


def keep_measured(found: Measured, now: datetime) -> int:
    """Keep a look back as the owner's next version; return which. Does not commit."""
    owner = current().org
    version = (db.session.scalar(select(func.max(AccuracyRun.version))) or 0) + 1
    for table in (AccuracyAlarm, AccuracyDue, AccuracySaid):
        _forget(table)
    for table in (AccuracyFigure, AccuracyRun):
        _forget(table, table.version <= version - KEPT)
    count = sum(len(one.sayings) for one in found.spoken)
    run = {"version": version, "made_at": now, "since": found.since, "rows": count}
    insert_rows(AccuracyRun, [{"owner": owner, **run}])
    insert_rows(AccuracyFigure, [_figure(owner, version, *one) for one in found.figures])
    _note_spoken(owner, found.spoken)
    _note_watched(owner, found.watched)
    return version


def _forget(table, *which) -> None:
    over = delete(table).where(table.owner == current().org, *which)
    db.session.execute(over.execution_options(synchronize_session=False))


def _note_spoken(owner: int, spoken: Sequence[Spoken]) -> None:
    first = 0
    for one in spoken:
        for low in range(0, len(one.sayings), STEP):
            rows = range(low, min(low + STEP, len(one.sayings)))
            insert_rows(AccuracySaid, _said(owner, one, first, rows))
        first += len(one.sayings)


def _note_watched(owner: int, watched: Sequence[Watched]) -> None:
    first = 0
    for seen in watched:
        for low in range(0, len(seen.due), STEP):
            some = enumerate(seen.due[low : low + STEP], first + low)
            insert_rows(AccuracyDue, [_due(owner, n, one) for n, one in some])
        rows = list(_alarms(owner, first, seen))
        for low in range(0, len(rows), STEP):
            insert_rows(AccuracyAlarm, rows[low : low + STEP])
        first += len(seen.due)


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


def _due(owner: int, n: int, one: Due) -> dict:
    order, line, part = one.place
    return {
        "owner": owner,
        "n": n,
        "order": order,
        "line": line,
        "part": part,
        "partner": one.partner,
        "day": one.day,
        "came": one.came.date() if one.came else None,
        "late": one.late,
    }


def _alarms(owner: int, first: int, seen: Watched) -> Iterator[dict]:
    for rule, said in seen.said.items():
        for one in said:
            yield {
                "owner": owner,
                "rule": rule,
                "n": first + one.nth,
                "at": one.at,
                "ahead": one.ahead,
                "late": seen.due[one.nth].late,
            }


def _day(days: float):
    return None if np.isnan(days) else date_of(days)


def _moment(days: float) -> datetime:
    return (EPOCH + timedelta(days=float(days))).astimezone(UTC)
