"""The rows behind the figures of a look back: forecasts, and lines that rules spoke of.

Rows are numbered from the newest of their kind and source, so those of a period are a range.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, not_, select

from portal.db import db
from portal.insight.figures import LANE, OTHERS, STAGE, SUPPLIER
from portal.insight.looking import Look
from portal.insight.measured import AccuracyAlarm, AccuracyDue, AccuracySaid
from portal.journey import OrderReading

_COLUMNS = {STAGE: AccuracySaid.stage, SUPPLIER: AccuracySaid.partner, LANE: AccuracySaid.lane}
_HELD = and_(AccuracySaid.p10 <= AccuracySaid.came, AccuracySaid.came <= AccuracySaid.p90)

# Some of the forecasts of a group, and how many a group's figures say they are.
ONLY: dict[str, tuple[ColumnElement[bool], Callable[[dict], int]]] = {
    "held": (_HELD, lambda doc: doc["held"]),
    "missed": (not_(_HELD), lambda doc: doc["n"] - doc["held"]),
    "promised": (AccuracySaid.promise.is_not(None), lambda doc: doc["promised"]["n"]),
    "lane": (AccuracySaid.lane_day.is_not(None), lambda doc: doc["lane"]["n"]),
    "chance": (AccuracySaid.judged, lambda doc: doc["late"]["n"]),
    "late": (
        and_(AccuracySaid.judged, AccuracySaid.came > AccuracySaid.promise),
        lambda doc: doc["late"]["came_late"],
    ),
}
SAID, RIGHT, WRONG, MISSED, LATE, DUE = OF_RULES = (
    "said", "right", "wrong", "missed", "late", "due",
)  # fmt: skip


@dataclass(frozen=True)
class Behind:
    """Which forecasts: those of a group, or some of them.

    `only` is one of `ONLY` or "", `bin` the place of a group of alike chances of being late.
    """

    cut: str
    name: str
    only: str = ""
    bin: int | None = None


def many_behind(look: Look, which: Behind) -> int | None:
    """Return how many forecasts these are; None where they are no figure of this look back."""
    doc = look.group(which.cut, which.name)
    try:
        if which.bin is not None:
            return doc["late"]["bins"][which.bin]["n"]
        return ONLY[which.only][1](doc) if which.only else doc["n"]
    except (KeyError, IndexError, TypeError):
        return None


def said_behind(
    look: Look, which: Behind, after: int | None, most: int
) -> list[tuple[AccuracySaid, str]]:
    """Return a page of the forecasts behind a figure and their orders' numbers, newest first.

    Args:
        after: the place of the last row of the page before, see `n`.
    """
    said = AccuracySaid
    query = _numbered(said).where(*_within(said.n, look.all, "n", after), *_named(look, which))
    query = query.where(ONLY[which.only][0]) if which.only else query
    if which.bin is not None:
        one = look.group(which.cut, which.name)["late"]["bins"][which.bin]
        query = query.where(said.judged, said.chance >= one["low"], said.chance <= one["high"])
    return _page(query, said.n, most)


def rule_behind(
    look: Look, rule: str, only: str, after: int | None, most: int
) -> list[tuple[AccuracyDue, str, AccuracyAlarm | None]]:
    """Return a page of the lines a rule is judged by, the last due first.

    Each with its order's number, and what the rule said of it.

    Args:
        rule: "" for the lines alone, late ones or all.
        only: said; right or wrong of those; missed, late, due: of all lines.
        after: the place of the last row of the page before, see `n`.
    """
    due, alarm = AccuracyDue, AccuracyAlarm
    same = and_(alarm.owner == due.owner, alarm.n == due.n, alarm.rule == rule)
    doc = look.rule(rule) or {}
    spoken = only in (SAID, RIGHT, WRONG)
    query = _numbered(due).add_columns(alarm).join(alarm, same, isouter=not spoken)
    query = query.where(*_within(alarm.n if spoken else due.n, doc, "lines", after))
    if spoken:
        query = query.where(alarm.rule == rule)
    wanted = {
        RIGHT: (alarm.late,),
        WRONG: (not_(alarm.late),),
        MISSED: (due.late, alarm.n.is_(None)),
        LATE: (due.late,),
    }
    query = query.where(*wanted.get(only, ()))
    return _page(query, alarm.n if spoken else due.n, most)


def _numbered(table) -> Select:
    """Return the question for rows and their orders' numbers."""
    order = OrderReading
    same = and_(order.owner == table.owner, order.order == table.order)
    return select(table, order.number).join(order, same)


def _within(place, doc: dict, many: str, after: int | None) -> tuple[ColumnElement, ...]:
    first = doc.get("first", 0)
    begin = first if after is None else max(after + 1, first)
    return place >= begin, place < first + doc.get(many, 0)


def _page(query: Select, place, most: int) -> list[tuple]:
    return [tuple(row) for row in db.session.execute(query.order_by(place).limit(most))]


def _named(look: Look, which: Behind) -> tuple[ColumnElement, ...]:
    """Return what narrows to a group; the pooled ones are all that do not stand alone."""
    if which.cut not in _COLUMNS:
        return ()
    column, typed = _COLUMNS[which.cut], int if which.cut == SUPPLIER else str
    if which.name != OTHERS:
        return (column == typed(which.name),)
    alone = [typed(one) for one in look.by.get(which.cut, {}) if one != OTHERS]
    return (column.not_in(alone),) if alone else ()
