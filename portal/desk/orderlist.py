"""The list of orders: which ones, in which order, and how many wait under each tab."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, not_, select, tuple_

from portal.db import Scope, current, db
from portal.desk.asked import beside, may_know, orders_asked
from portal.desk.expected import (
    Expected,
    expected_of,
    expecting,
    likely,
    sees_outlook,
    trusted_of,
    weak,
    whole,
)
from portal.journey import LineReading, OrderReading
from portal.ledger import Party
from portal.watch import Outlook

PAGE = 50
COUNTED = 100  # counting stops here
SOON = 7  # days
NEWEST, PRESSING, UNSURE = ORDERS = ("newest", "pressing", "unsure")  # how a list may be sorted
TURNS = {  # whose turn it is, by the views of an order's deliveries
    "answer": ("to_answer", "theirs", "to_confirm"),
    "decide": ("ours", "rejected"),
    "step": ("due",),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders to show. Empty fields narrow nothing.

    `turn` is answer, decide or step; `late` counts from `today`, the viewer's; `due` is
    due within a week and not late yet; `likely` is not late yet, but likely to be, and `weak`
    of little confidence, as only the owner's people know; `open` None is both. A partner is
    shown the orders placed with it; those in which it is only named, as a carrier is, come
    `named` "too" or "only". Whose turn it is goes by the partner alone. `asked` is whose answer
    is waited for: ours or theirs.
    """

    today: date
    turn: str = ""
    late: bool = False
    due: bool = False
    likely: bool = False
    weak: bool = False
    open: bool | None = None
    partner: int = 0
    kind: str = ""
    stage: str = ""
    named: str = ""
    asked: str = ""

    @property
    def natural(self) -> str:
        """Return in which order these are read: what is to be done first, before the newest."""
        if self.weak:
            return UNSURE
        return PRESSING if self.late or self.due or self.likely else NEWEST


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some rows, and where the pages beside start; None at the ends.

    `questions` says of the orders on which some wait: how many for us, how many for them;
    `expected`, for the owner's people, when the last of an order is expected, `trusted` how far
    its record is, of 100.
    """

    rows: list[OrderReading]
    after: tuple[str, UUID] | None
    questions: dict[UUID, tuple[int, int]] = field(default_factory=dict)
    expected: dict[UUID, Expected] = field(default_factory=dict)
    trusted: dict[UUID, int] = field(default_factory=dict)


def order_page(
    wanted: Wanted, sort: str, after: tuple[str, UUID] | None = None, limit: int = PAGE
) -> OrderPage:
    """Return a page of orders the scope may see: newest, most pressing or least sure first.

    Args:
        sort: one of `ORDERS`; how sure a record is only the owner's people know.
        after: the last row of the page before: its moment, day or score as text, and its order.
    """
    sort = NEWEST if sort == UNSURE and not sees_outlook() else sort
    query = _sorted(select(OrderReading), sort, after, wanted)
    asks = 2 if may_know() else 0
    query = expecting(beside(query) if asks else query, _whole_outlook())
    found = db.session.execute(query.limit(limit + 1)).all()
    rows = [one[0] for one in found]
    last = rows[limit - 1] if len(rows) > limit else None
    waiting = {one[0].order: tuple(one[1 : 1 + asks]) for one in found if any(one[1 : 1 + asks])}
    ahead = {one[0].order: said for one in found if (said := expected_of(one[1 + asks :]))}
    trusted = {one[0].order: n for one in found if (n := trusted_of(one[1 + asks :])) is not None}
    place = _place(last, sort, trusted) if last else None
    return OrderPage(rows[:limit], place, waiting, ahead, trusted)


def _whole_outlook() -> ColumnElement[bool]:
    """Tie an order to its own outlook."""
    one, order = Outlook, OrderReading
    return and_(one.owner == order.owner, one.order == order.order, one.line == 0, one.part == 0)


def order_counts(tabs: dict[str, Wanted]) -> dict[str, int]:
    """Return how many orders each tab holds, counted up to `COUNTED` + 1; one statement."""
    if not tabs:
        return {}
    row = db.session.execute(_counting(tuple(tabs.items()), current())).one()
    return dict(zip(tabs, row, strict=True))


@lru_cache(maxsize=512)
def _counting(tabs: tuple[tuple[str, Wanted], ...], _scope: Scope) -> Select:
    """Return the question for the numbers on some tabs, put together once a day and scope."""
    return select(*(_count(wanted).label(name) for name, wanted in tabs))


def _owners() -> tuple[int, ...]:
    """Lead every plan through the owner-first indexes; the wall stands behind it."""
    scope = current()
    return scope.owners or (scope.org,)


def _criteria(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = {
        "mine": _mine(wanted),
        "turn": _of_turn(wanted) if wanted.turn else None,
        "asked": OrderReading.order.in_(orders_asked(wanted.asked)) if wanted.asked else None,
        "late": _late(wanted.today) if wanted.late else None,
        "due": _due(wanted.today) if wanted.due else None,
        "likely": _is_likely(wanted.today) if wanted.likely else None,
        "weak": _is_weak() if wanted.weak else None,
        "open": _is_open(wanted.open) if wanted.open is not None else None,
        "partner": _other(wanted.partner) if wanted.partner else None,
        "kind": OrderReading.kind == wanted.kind if wanted.kind else None,
        "stage": OrderReading.stage == wanted.stage if wanted.stage else None,
    }
    return [criterion for criterion in found.values() if criterion is not None]


def _mine(wanted: Wanted) -> ColumnElement[bool]:
    """Say the viewer's own part of the wall once more, so that an index leads to it."""
    scope = current()
    if scope.kind == "partner" and wanted.named and not wanted.turn:
        mine = select(Party.owner, Party.stream).where(
            Party.org == scope.org, Party.owner.in_(scope.owners)
        )
        found = tuple_(OrderReading.owner, OrderReading.order).in_(mine)
        only = wanted.named == "only"
        return and_(found, OrderReading.partner != scope.org) if only else found
    return _placed_with(OrderReading)


def _placed_with(reading: type[OrderReading | LineReading]) -> ColumnElement[bool]:
    """The owner's own rows; for a partner, those of orders placed with it."""
    scope, ours = current(), reading.owner.in_(_owners())
    return and_(ours, reading.partner == scope.org) if scope.kind == "partner" else ours


def _is_open(wanted: bool) -> ColumnElement[bool]:
    """Ask as the indexes of open orders do, or SQLite walks through all that were ever closed."""
    return OrderReading.open if wanted else not_(OrderReading.open)


def _late(day: date) -> ColumnElement[bool]:
    return and_(OrderReading.open, OrderReading.late_from <= day)


def _due(today: date) -> ColumnElement[bool]:
    """Not late yet, and due within the coming days, today included."""
    last = today + timedelta(days=SOON)
    return and_(OrderReading.open, OrderReading.late_from > today, OrderReading.late_from <= last)


def _is_likely(today: date) -> ColumnElement[bool]:
    """Likely late, and not late yet; said of the outlook that is joined, whose index leads."""
    ours = Outlook.owner.in_(_owners())
    return and_(ours, likely(line=False), Outlook.late_from > today, OrderReading.open)


def _is_weak() -> ColumnElement[bool]:
    orders = select(Outlook.order).where(Outlook.owner.in_(_owners()), weak())
    return and_(OrderReading.open, OrderReading.order.in_(orders))


def _of_turn(wanted: Wanted) -> ColumnElement[bool]:
    lines = select(LineReading.order).where(*_turn_of_line(wanted))
    return OrderReading.order.in_(lines)


def _turn_of_line(wanted: Wanted) -> list[ColumnElement[bool]]:
    return [
        _placed_with(LineReading),
        LineReading.open,
        LineReading.view.in_(TURNS[wanted.turn]),
    ]


def _other(org: int) -> ColumnElement[bool]:
    """The other side is the partner for an owner, and the owner for a partner."""
    return OrderReading.owner == org if current().kind == "partner" else OrderReading.partner == org


def _count(wanted: Wanted):
    narrowed = wanted.partner or wanted.kind or wanted.stage
    if wanted.asked and not narrowed:
        rows = orders_asked(wanted.asked).distinct()
    elif wanted.turn and not narrowed:
        # Said as an expression, or SQLite walks all lines of the owner in the order of their key.
        order = func.coalesce(LineReading.order, LineReading.order)
        rows = select(order).where(*_turn_of_line(wanted)).distinct()
    else:
        rows = select(literal(1)).select_from(OrderReading).where(*_criteria(wanted))
        rows = rows.join(Outlook, _whole_outlook()) if wanted.likely else rows
    return select(func.count()).select_from(rows.limit(COUNTED + 1).subquery()).scalar_subquery()


def _sorted(query: Select, sort: str, after: tuple[str, UUID] | None, wanted: Wanted) -> Select:
    if sort == UNSURE:
        query = query.where(*_criteria(replace(wanted, weak=False)))
        return _unsure(query.where(weak()) if wanted.weak else query, after)
    query = query.where(*_criteria(wanted))
    return _pressing(query, after, wanted.likely) if sort == PRESSING else _newest(query, after)


def _newest(query: Select, after: tuple[str, UUID] | None) -> Select:
    key = (OrderReading.opened_at, OrderReading.order)
    query = query.order_by(key[0].desc(), key[1].desc())
    if after is None:
        return query
    return query.where(tuple_(*key) < _values(key, datetime.fromisoformat(after[0]), after[1]))


def _pressing(query: Select, after: tuple[str, UUID] | None, likely: bool) -> Select:
    table = Outlook if likely else OrderReading
    key = (table.late_from, table.order)
    query = query.where(OrderReading.open, key[0].is_not(None)).order_by(*key)
    if after is None:
        return query
    return query.where(tuple_(*key) > _values(key, date.fromisoformat(after[0]), after[1]))


def _unsure(query: Select, after: tuple[str, UUID] | None) -> Select:
    """Sort open orders by how far their record is trusted, along the index of the outlooks."""
    key = (Outlook.confidence, Outlook.order)
    ours = and_(Outlook.owner.in_(_owners()), whole(), key[0].is_not(None))
    query = query.where(ours, OrderReading.open).order_by(*key)
    if after is None:
        return query
    return query.where(tuple_(*key) > _values(key, int(after[0]), after[1]))


def _values(key, first, order: UUID):
    return tuple_(literal(first, key[0].type), literal(order, key[1].type))


def _place(last: OrderReading, sort: str, trusted: dict[UUID, int]) -> tuple[str, UUID]:
    if sort == UNSURE:
        return str(trusted[last.order]), last.order
    first = last.late_from if sort == PRESSING else last.opened_at
    return first.isoformat(), last.order
