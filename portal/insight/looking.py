"""Reading what a look back found: the newest run and its figures."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from portal.db import db
from portal.insight.figures import ALL, RULE
from portal.insight.measured import AccuracyFigure, AccuracyRun
from portal.insight.sayings import BACKTEST, GIVEN


@dataclass(frozen=True)
class Look:
    """The newest look back, narrowed to a kind of order, a source and a period.

    `kinds` are those there are figures of. `by` holds figures by cut and name.
    """

    version: int
    made_at: datetime
    kind: str
    source: str
    days: int
    model: str = ""
    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    by: dict[str, dict[str, dict]] = field(default_factory=dict)

    @property
    def all(self) -> dict:
        """Return the figures of all forecasts; {} where there are none."""
        return self.by.get(ALL, {}).get(ALL, {})

    def rule(self, name: str) -> dict | None:
        """Return the figures of a rule; of "" any's, since all are judged by the same lines."""
        every = self.by.get(RULE, {})
        return every.get(name) if name else next(iter(every.values()), None)

    def group(self, cut: str, name: str) -> dict | None:
        """Return the figures of a group; None where there is no such group."""
        return self.by.get(cut, {}).get(name)


def look_back(kind: str, source: str, days: int) -> Look | None:
    """Return what the newest look back found; None before the first. Two statements.

    Args:
        kind, source: "" for the kind with the most forecasts, and for what was given if that
            is enough, else for the backtest.
    """
    run = db.session.scalar(select(AccuracyRun).order_by(AccuracyRun.version.desc()).limit(1))
    if run is None:
        return None
    one = AccuracyFigure
    query = select(one).where(one.version == run.version, one.days == days)
    found = list(db.session.scalars(query))
    whole = {(f.kind, f.source): json.loads(f.doc) for f in found if f.cut == ALL}
    kinds = sorted({f.kind for f in found})
    most = max(kinds, key=lambda name: _many(whole, name), default="")
    kind = kind if kind in kinds else most
    sources = tuple(one for one in (GIVEN, BACKTEST) if (kind, one) in whole)
    enough = next((one for one in sources if "mae" in whole[kind, one]), BACKTEST)
    source = source if source in sources else enough
    look = Look(run.version, run.made_at, kind, source, days, _model(found, kind, source),
                tuple(kinds), sources)  # fmt: skip
    for row in found:
        if row.kind == kind and row.source in (source, "" if row.model else GIVEN):
            look.by.setdefault(row.cut, {})[row.name] = json.loads(row.doc)
    return look


def _many(whole: dict, kind: str) -> int:
    return max((doc["n"] for (name, _), doc in whole.items() if name == kind), default=0)


def _model(found: Sequence[AccuracyFigure], kind: str, source: str) -> str:
    return next((f.model for f in found if (f.kind, f.source, f.cut) == (kind, source, ALL)), "")
