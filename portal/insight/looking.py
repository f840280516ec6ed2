"""Reading what a look back found: the newest run, its figures, the forecasts behind each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from portal.db import db
from portal.insight.figures import ALL, LANE, OTHERS, STAGE, SUPPLIER
from portal.insight.measured import AccuracyFigure, AccuracyRun, AccuracySaid
from portal.insight.sayings import BACKTEST, GIVEN
from portal.journey import OrderReading

LATE = "late"  # those whose chance of being late was judged
_COLUMNS = {STAGE: AccuracySaid.stage, SUPPLIER: AccuracySaid.partner, LANE: AccuracySaid.lane}


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


def said_behind(
    look: Look, cut: str, name: str, after: int | None, most: int
) -> list[tuple[AccuracySaid, str]]:
    """Return a page of the forecasts behind a figure and their orders' numbers, newest first.

    Args:
        after: the place of the last row of the page before, see `n`.
    """
    said, order = AccuracySaid, OrderReading
    query = select(said, order.number).join(
        order, (order.owner == said.owner) & (order.order == said.order)
    )
    query = query.where(*_within(look), *_named(look, cut, name))
    query = query.where(said.n > after) if after is not None else query
    return [tuple(row) for row in db.session.execute(query.order_by(said.n).limit(most))]


def _within(look: Look) -> tuple[ColumnElement, ...]:
    since = (look.made_at - timedelta(days=look.days)).date()
    said = AccuracySaid
    return said.kind == look.kind, said.source == look.source, said.came >= since


def _named(look: Look, cut: str, name: str) -> tuple[ColumnElement, ...]:
    """Return what narrows to a group; the pooled ones are all that do not stand alone."""
    if cut == LATE:
        return (AccuracySaid.judged,)
    if cut not in _COLUMNS:
        return ()
    column = _COLUMNS[cut]
    typed = int if cut == SUPPLIER else str
    if name != OTHERS:
        return (column == typed(name),)
    alone = [typed(one) for one in look.by.get(cut, {}) if one != OTHERS]
    return (column.not_in(alone),) if alone else ()
