"""Working out the outlook of open lines and keeping it: what is expected now, what was before.

readings ─▶ arrays ─▶ forecasts of each step ahead ─▶ outlook, and outlook_past on change
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from sqlalchemy import delete, select

from portal.db import current, db, insert_rows, upsert_rows
from portal.insight.ahead import END, Ahead, ahead
from portal.insight.confidence import confidence
from portal.insight.heard import heard
from portal.insight.keeping import models_of, tracks_of
from portal.insight.lines import LineRow, date_of, float_of, lines_in
from portal.insight.widening import widened
from portal.journey import fold
from portal.ledger import Said, told_of
from portal.watch import Outlook, OutlookPast

AGAIN = timedelta(days=1)  # time alone moves a forecast: worked out once a day without news
REASONS = 5  # kept of what takes confidence
LIKELY = 0.5  # a line as likely late as not is shown as likely late
Place = tuple[UUID, int, int]


def work_out(orders: Sequence[UUID], now: datetime) -> list[tuple[UUID, datetime | None]]:
    """Work out the outlook of these orders of the scope's owner. Does not commit.

    Some ten statements and one for each kind among them, however many orders; models are read
    once a process.

    Returns:
        When each should be worked out again if nothing is said; None: it has come.
    """
    rows = lines_in(orders)
    kinds = sorted({row.kind for row in rows})
    found = [one for kind in kinds for one in _of_kind(rows, kind, now)]
    before, of_order = _before(orders), {}
    for one in found:
        of_order.setdefault(one.row.order, []).append(one)
    told = told_of(of_order)
    for order, parts in of_order.items():
        _trust(parts, told[order], now)
    rows = [_row(one, now) for one in found]
    rows += [_whole(parts, now) for parts in of_order.values()]
    upsert_rows(Outlook, rows)
    _drop(before.keys() - {_place(row) for row in rows})
    insert_rows(OutlookPast, [_past(one, now) for one in found if _is_news(one, before)])
    return [(order, now + AGAIN if order in of_order else None) for order in orders]


def _of_kind(rows: Sequence[LineRow], kind: str, now: datetime) -> list[Ahead]:
    models = models_of(kind)
    track = tracks_of(kind, models[END].version) if END in models else {}
    return ahead([row for row in rows if row.kind == kind], models, now, track)


def _trust(parts: Sequence[Ahead], said: Sequence[Said], now: datetime) -> None:
    """Say how far the record of an order can be trusted; where less, its bands are wider."""
    read = fold(said)
    quiet = max((one.usual for one in parts if one.usual is not None), default=None)
    found = confidence(read, read.template, now, heard(read, said), quiet)
    moment = float_of(now)
    for one in parts:
        one.trust = found
        if one.days:
            days = widened(*(day - moment for day in one.days), found.score)
            one.days = tuple(float(moment + day) for day in days)


def _before(orders: Sequence[UUID]) -> dict[Place, tuple]:
    one = Outlook
    query = select(one.order, one.line, one.part, one.stage, one.p50)
    found = db.session.execute(query.where(one.order.in_(orders)))
    return {tuple(row[:3]): tuple(row[3:]) for row in found}


def _row(one: Ahead, now: datetime) -> dict:
    row = one.row
    return {
        **_key(row.order, row.line, row.part, now),
        "model": one.model,
        "stage": one.stage,
        **_days(one),
        "chance": one.chance,
        "promise": row.base_day,
        "late_from": row.late_from,
        "likely": _is_likely(one, now),
        "orders": one.base.get("all", 0),
        "base": _json(_shown(one, now)),
        "miles": _json(one.miles),
        "confidence": one.trust.score,
        "reasons": _json([asdict(doubt) for doubt in one.trust.doubts[:REASONS]]),
    }


def _shown(one: Ahead, now: datetime) -> dict:
    """Return all that a page of the order shows of a line, so that it needs one column."""
    row = one.row
    return one.base | {
        "line": row.line,
        "part": row.part,
        "as_of": now.isoformat(),
        "stage": one.stage,
        "days": [date_of(day).isoformat() for day in one.days],
        "usual": one.usual,
        "chance": one.chance,
        "promise": row.base_day and row.base_day.isoformat(),
        "miles": one.miles,
    }


def _json(doc: dict | list) -> str:
    return orjson.dumps(doc, option=orjson.OPT_SORT_KEYS).decode()


def _whole(parts: Sequence[Ahead], now: datetime) -> dict:
    """Return the order's own row: when the last of its lines is expected, the worst chance."""
    last = max(parts, key=lambda one: (bool(one.days), one.days[1] if one.days else 0))
    chances = [one.chance for one in parts if one.chance is not None]
    pressing = [one.row.late_from for one in parts if one.row.late_from]
    whole = all(one.days for one in parts)
    return _row(last, now) | {
        "line": 0,
        "part": 0,
        **(_days(last) if whole else dict.fromkeys(("p10", "p50", "p90"))),
        "chance": max(chances, default=None),
        "late_from": min(pressing, default=None),
        "likely": any(_is_likely(one, now) for one in parts),
        "base": "{}",
        "miles": "{}",
    }


def _key(order: UUID, line: int, part: int, now: datetime) -> dict:
    return {"owner": current().org, "order": order, "line": line, "part": part, "as_of": now}


def _days(one: Ahead) -> dict:
    days = [date_of(day) for day in one.days] if one.days else (None, None, None)
    return dict(zip(("p10", "p50", "p90"), days, strict=True))


def _is_likely(one: Ahead, now: datetime) -> bool:
    """Say whether a line is likely late, and not late yet: what is late is known to be."""
    late = one.row.late_from is not None and one.row.late_from <= date_of(float_of(now))
    return one.chance is not None and one.chance >= LIKELY and not late


def _is_news(one: Ahead, before: dict[Place, tuple]) -> bool:
    """Say whether a forecast differs from the last one by its stage, or its median by a day."""
    if not one.days:
        return False
    row = one.row
    stage, median = before.get((row.order, row.line, row.part), ("", None))
    return median is None or stage != one.stage or date_of(one.days[1]) != median


def _past(one: Ahead, now: datetime) -> dict:
    row = one.row
    key = _key(row.order, row.line, row.part, now)
    key["at"] = key.pop("as_of")
    return {
        **key,
        "model": one.model,
        "stage": one.stage,
        **_days(one),
        "chance": one.chance,
        "promise": row.base_day,
        "lane_day": None if one.lane_day is None else date_of(one.lane_day),
        "lane_rate": one.lane_rate,
    }


def _place(row: dict) -> Place:
    return row["order"], row["line"], row["part"]


def _drop(gone: set[Place]) -> None:
    for order, line, part in sorted(gone):
        over = delete(Outlook).where(
            Outlook.owner == current().org,
            Outlook.order == order,
            Outlook.line == line,
            Outlook.part == part,
        )
        db.session.execute(over.execution_options(synchronize_session=False))
