"""Forecasts as they were given, of lines that have come since, kind by kind.

What is kept is each change. Judged is the first forecast of each stage, and what held once a
week while nothing happened, so that one that wavered does not count more than one that stood.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

import numpy as np
from sqlalchemy import func, select

from portal.db import db
from portal.insight.lines import day_of, float_of
from portal.insight.sayings import GIVEN, Line, Sayings, Spoken
from portal.journey import LineReading
from portal.people import Organisation
from portal.watch import OutlookPast

WEEK = 7.0
_NAN = float("nan")


def given(since: datetime) -> list[Spoken]:
    """Return what was said of the scope's owner's lines that came at or after a moment."""
    found: dict[str, tuple[list[Line], list[tuple], set[str]]] = {}
    for rows in _by_line(since):
        first = rows[0]
        lines, sayings, models = found.setdefault(first.kind, ([], [], set()))
        sayings += [(len(lines), *one) for one in _judged(rows)]
        lines.append(_line(first))
        models |= {row.model for row in rows}
    return [
        Spoken(kind, GIVEN, lines, _table(sayings), _newest(models))
        for kind, (lines, sayings, models) in sorted(found.items())
        if sayings
    ]


def _by_line(since: datetime) -> Iterator[list]:
    past, line = OutlookPast, LineReading
    ended = func.coalesce(line.delivered_at, line.received_at)
    key = (past.order, past.line, past.part)
    query = (
        select(
            *key, past.at, past.model, past.stage, past.p10, past.p50, past.p90, past.chance,
            past.promise, past.lane_day, past.lane_rate, ended.label("ended"), line.kind,
            line.partner, line.origin, line.site, Organisation.country,
        )
        .join(
            line,
            (line.owner == past.owner) & (line.order == past.order)
            & (line.line == past.line) & (line.part == past.part),
        )
        .join(Organisation, Organisation.id == line.partner)
        .where(ended >= since)
        .order_by(*key, past.at)
    )  # fmt: skip
    rows = db.session.execute(query)
    for _, some in groupby(rows, lambda row: (row.order, row.line, row.part)):
        yield list(some)


def _judged(rows: list) -> Iterator[tuple]:
    """Yield (moment, is a stage's first, row) of what is judged of one line, as plain values."""
    came = float_of(rows[0].ended)
    rows = [row for row in rows if float_of(row.at) < came]
    stage = None
    for row in rows:
        if row.stage != stage:
            stage = row.stage
            yield _saying(row, float_of(row.at), True, came)
    if not rows:
        return
    moments = [float_of(row.at) for row in rows]
    for moment in np.arange(moments[0] + WEEK, came, WEEK):
        row = rows[int(np.searchsorted(moments, moment, side="right")) - 1]
        yield _saying(row, float(moment), False, came)


def _saying(row, moment: float, step: bool, came: float) -> tuple:
    days = (day_of(row.p10), day_of(row.p50), day_of(row.p90))
    chance, rate = (_NAN if one is None else one for one in (row.chance, row.lane_rate))
    promise, lane = day_of(row.promise), day_of(row.lane_day)
    return moment, row.stage, step, days, promise, lane, chance, rate, np.floor(came)


def _line(row) -> Line:
    lane = f"{row.origin or row.country}>{row.site}"
    return Line(row.order, row.line, row.part, row.partner, lane)


def _table(sayings: list[tuple]) -> Sayings:
    columns = list(zip(*sayings, strict=True))
    kinds = (int, float, str, bool, float, float, float, float, float, float)
    return Sayings(*(np.array(one, dtype=kind) for one, kind in zip(columns, kinds, strict=True)))


def _newest(models: set[str]) -> str:
    """Return the newest of the models that spoke: kind/version."""
    return max(models, key=lambda name: (int(name.rpartition("/")[2] or 0), name))
