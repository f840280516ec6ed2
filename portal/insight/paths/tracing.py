"""Paths kept: read from the ledger for lines that are finished; `counting` counts them.

    orders that changed ─▶ path of each line ─▶ the months they are in ─▶ counted anew

Nothing here commits. It may be done again at any time and gives the same.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from sqlalchemy import delete, func, select

from portal import journey, ledger
from portal.db import current, db, moment_text, upsert_rows
from portal.insight.paths.counting import Cell
from portal.insight.paths.path import TOLD_LATE, Path, against, digest, paths
from portal.insight.paths.tables import LinePath, PathMark, PathsRead
from portal.journey import Journey, Line, OrderReading, Template
from portal.ledger import Said, canonical, number

OVERLAP = timedelta(minutes=10)  # what was said first may be kept last, but not later than so


def changed(everything: bool = False) -> list[UUID]:
    """Return the orders of the scope's owner whose paths are to be read again, by id."""
    query = select(OrderReading.order).order_by(OrderReading.order)
    read = None if everything else db.session.scalar(select(PathsRead))
    if read:
        settled = read.read_at - read.seen_at > OVERLAP
        since = read.seen_at if settled else read.seen_at - OVERLAP
        query = query.where(OrderReading.changed_at > since)
    return list(db.session.scalars(query))


def newest() -> datetime | None:
    """Return when an order of the scope's owner changed last, as its readings say."""
    return db.session.scalar(select(func.max(OrderReading.changed_at)))


def note_read(seen: datetime, now: datetime) -> None:
    """Note that all changes up to `seen` were read. Does not commit."""
    upsert_rows(PathsRead, [{"owner": current().org, "seen_at": seen, "read_at": now}])


def trace(orders: Sequence[UUID]) -> set[Cell]:
    """Read the paths of some orders again; return the cells to be counted anew."""
    touched = {Cell(*row) for row in db.session.execute(_cells_of(orders))}
    for table in (LinePath, PathMark):
        gone = delete(table).where(table.owner == current().org, table.order.in_(list(orders)))
        db.session.execute(gone.execution_options(synchronize_session=False))
    rows, marks = [], []
    for order, told in sorted(ledger.told_of(orders).items()):
        for row, path, template in _lines(order, told):
            rows.append(row)
            marks += _marks(row, path, template)
    upsert_rows(LinePath, rows)
    upsert_rows(PathMark, marks)
    return touched | {_cell(row) for row in rows}


def _cells_of(orders: Sequence[UUID]):
    one = LinePath
    query = select(one.kind, one.template, one.partner, one.month).distinct()
    return query.where(one.order.in_(list(orders)))


def _lines(order: UUID, told: list[Said]) -> Iterator[tuple[dict, Path, Template]]:
    """Give the row of each finished line of an order, its path and its template."""
    read = journey.fold(told)
    template = read.template
    for path in paths(read, told):
        line = read.lines[path.line]
        if path.stops and not line.open and any(part.fulfilled for part in line.parts.values()):
            yield _row(order, read, line, path, template), path, template


def _row(order: UUID, read: Journey, line: Line, path: Path, template: Template) -> dict:
    begun = read.ordered_at or read.opened_at or path.stops[0].at
    what, ended = _ended(line, template)
    codes, odd = " ".join(path.codes), against(path.codes, template, _agreed(read, line))
    judged = [part.late_days for part in line.parts.values() if part.late_days is not None]
    return {
        "owner": current().org,
        "order": order,
        "line": path.line,
        "kind": read.kind,
        "template": template.name,
        "partner": read.partner,
        "month": f"{begun:%Y-%m}",
        "variant": digest(codes, canonical(_lists(odd))),
        "codes": codes,
        "expected": " ".join(step.code for step in template.steps),
        "odd": canonical(_lists(odd)),
        "days": max(round((ended - begun) / timedelta(days=1)), 0) if ended else None,
        "late": any(days > 0 for days in judged) if judged else None,
        "told": canonical(_told(read, line, path, begun, ended, what)),
        "counted": False,
    }


def _told(
    read: Journey, line: Line, path: Path, begun: datetime, ended: datetime | None, what: str
) -> dict:
    """Return what a forecast may learn from the line: moments, each with when it was known."""
    firsts = path.firsts
    told = {
        "begun": moment_text(begun),
        "steps": {c: [moment_text(s.at), moment_text(s.known)] for c, s in firsts.items()},
        "lane": f"{read.origin.get('country', '')} {line.site.get('name') or read.site}".strip(),
        "mode": read.mode,
        "qty": number(line.ordered),
    }
    promised = [part.base_day for part in line.parts.values() if part.base_day]
    if promised:
        told["promise"] = max(promised).isoformat()
    if ended:
        known = [s.known for c, s in firsts.items() if journey.milestone(c).what == what]
        told["end"] = what
        told["ended"] = [moment_text(ended), moment_text(max([ended, *known]))]
    return told


def _agreed(read: Journey, line: Line) -> bool:
    """Say whether it came here agreed, so that nobody was asked to accept it."""
    parts = line.parts.values()
    return read.cutover or all(one.agreed_day and not one.answered_at for one in parts)


def _ended(line: Line, template: Template) -> tuple[str, datetime | None]:
    """Return by which end, of those anybody reported, the last of a line had come, and when."""
    parts = [part for part in line.parts.values() if part.fulfilled]
    for what in template.ends:
        moments = [part.at(what) for part in parts]
        if all(moments):
            return what, max(moments)
    return "", None


def _marks(row: dict, path: Path, template: Template) -> Iterator[dict]:
    where = {name: row[name] for name in
             ("owner", "order", "line", "kind", "template", "partner", "month")}  # fmt: skip
    odd = [(code, mark) for code, marks in orjson.loads(row["odd"]).items() for mark in marks]
    odd += [(code, TOLD_LATE) for code in path.told_late(template)]
    yield from (where | {"code": code, "mark": mark} for code, mark in odd)


def _lists(odd: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {code: list(marks) for code, marks in odd.items()}


def _cell(row: dict) -> Cell:
    return Cell(row["kind"], row["template"], row["partner"], row["month"])
