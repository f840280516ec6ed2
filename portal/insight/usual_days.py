"""How long schedule lines usually stay at a stage, over all lanes and on each: nine of ten.

Worked out with each look back and kept beside its figures; rules about silence and about goods
that do not move go by it.
"""

import json
import math
from collections.abc import Collection, Iterator, Mapping

import numpy as np
from sqlalchemy import func, select

from portal.db import db
from portal.insight.accuracy import ENOUGH
from portal.insight.figures import Figure
from portal.insight.lines import STEPS, LineRow, finished_lines, float_of
from portal.insight.measured import AccuracyFigure, AccuracyRun

USUAL, ALL_LANES = "usual", ""
MOST = 50_000  # lines, those of the newest orders
SHARE = 0.9
Times = Mapping[tuple[str, str], int]  # lane and stage → days


def usual_figures(most: int = MOST) -> Iterator[tuple[str, str, int, str, Figure]]:
    """Yield the figures of every kind, lane and stage with enough lines, as a look back keeps
    them: for no period, under the source `USUAL`, the stage as their cut."""
    stays: dict[tuple[str, str, str], list[float]] = {}
    for rows in finished_lines(most):
        for row in rows:
            for stage, days in stays_of(row):
                stays.setdefault((row.kind, ALL_LANES, stage), []).append(days)
                stays.setdefault((row.kind, row.lane, stage), []).append(days)
    for (kind, lane, stage), found in sorted(stays.items()):
        if len(found) >= ENOUGH:
            doc = {"days": usual_days(found), "n": len(found)}
            yield kind, USUAL, 0, "", Figure(stage, lane, doc)


def stays_of(row: LineRow) -> list[tuple[str, float]]:
    """Return how many days a line stayed at each stage it was known to be at."""
    known = [
        (stage, float_of(at)) for stage, at in zip(STEPS, row.moments, strict=True) if at
    ]  # fmt: skip
    pairs = zip(known, known[1:], strict=False)
    return [(stage, after - at) for (stage, at), (_next, after) in pairs if after >= at]


def usual_days(stays: list[float]) -> int:
    """Return for how many whole days nine of ten stayed, at least one."""
    return max(math.ceil(float(np.quantile(stays, SHARE))), 1)


def usual_of(kinds: Collection[str], lanes: Collection[str]) -> dict[str, Times]:
    """Return by kind how long lines usually stay, on these lanes and over all. One statement."""
    one = AccuracyFigure
    newest = select(func.max(AccuracyRun.version)).scalar_subquery()
    query = select(one.kind, one.name, one.cut, one.doc).where(
        one.version == newest,
        one.kind.in_(sorted(kinds)),
        one.source == USUAL,
        one.name.in_(sorted({ALL_LANES, *lanes})),
    )
    found: dict[str, dict[tuple[str, str], int]] = {}
    for kind, lane, stage, doc in db.session.execute(query):
        found.setdefault(kind, {})[lane, stage] = json.loads(doc)["days"]
    return found
