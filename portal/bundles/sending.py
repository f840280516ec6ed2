"""Beginning a bundle, changing its rows, telling what it says. Each step commits through flow.

    begin ─▶ (look, change) ─▶ tell ─▶ (mend what was refused) ─▶ tell again

Telling goes order by order, some orders in one transaction; then shipment by shipment. What a
row says, and its shipment, is each told or refused, never half; told twice it is told once, by
the key of its round.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from portal import desk, flow
from portal.bundles import shipping, store
from portal.bundles.foresight import look
from portal.bundles.rows import MENDED, SHIPPING, Row, by_order, fault_text, gone
from portal.bundles.tables import BAD, DONE, OPEN, READY, TELLING, TOLD
from portal.errors import N_, Conflict, PortalError
from portal.flow import Form, Telling
from portal.journey import Journey
from portal.ledger import Draft
from portal.people import Actor

MOST_TICKED = 500
TELL_JOB = "bundle.tell"
AT_ONCE = 40  # orders told in one transaction: about a tenth of a second under lock
_ANSWER = ("verb", "qty", "day", "rest", "reason", "text", "ref")
_TYPED = (*_ANSWER, *SHIPPING)
_BOXES = ("qty", "day", "ship_qty", "ship_day")
_BLANK = Row(0)
_SPACE = UUID("6f1f4d0e-6d7c-4c1e-9d5e-0f6f7a3b9c11")

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody typed into a row of the page. `stamp` is of the line as it was shown.

    `unread` is what could not be read, by field, with `fault`, which says why.
    """

    row: int
    stamp: str
    verb: str
    qty: Decimal | None = None
    day: date | None = None
    rest: str = ""
    reason: str = ""
    text: str = ""
    ref: str = ""
    note: str = ""
    ship_qty: Decimal | None = None
    ship_day: date | None = None
    carrier: str = ""
    tracking: str = ""
    container: str = ""
    reported: str = ""
    unread: dict[str, str] = field(default_factory=dict)
    fault: PortalError | None = None


def name_of(by: Actor, key: str) -> UUID:
    """Return what the bundle of a form is called: the same form is the same bundle."""
    return uuid5(_SPACE, f"{by.org}:{by.id}:{key}")


def begin(by: Actor, key: str, source: str, rows: Sequence[Row], today: date) -> tuple[UUID, bool]:
    """Keep what was ticked or typed as a bundle, weighed; say whether it is new."""
    ident = name_of(by, key)
    found = desk.lines_of({row.order for row in rows if row.order})
    _weigh(rows, found, by, today)
    head = store.new(by, ident, source, OPEN, len(rows))
    try:
        flow.within(by.org, lambda: store.add(by, head, rows))
    except Conflict:
        return ident, False
    return ident, True


def change(by: Actor, ident: UUID, edits: Sequence[Edit], today: date) -> None:
    """Take what was typed into rows, and weigh their lines anew.

    Raises:
        Conflict: the bundle is being told just now.
    """
    head = store.head_of(by, ident)
    rows = {row.row: row for row in store.numbered(by, ident, [edit.row for edit in edits])}
    notes = {shipping.note_of(row.note) for row in rows.values()}
    changed = [_edited(rows[edit.row], edit) for edit in edits if edit.row in rows]
    changed = [row for row in changed if row is not None]
    _save(by, head, changed, today, notes=notes)


def split(by: Actor, ident: UUID, number: int, today: date) -> None:
    """Add a row for one more delivery, to be split from the one of this row."""
    head = store.head_of(by, ident)
    for row in store.numbered(by, ident, [number]):
        if row.state in MENDED:
            added = Row(**row.as_dict())
            added.row, added.answered = store.last_row(by, ident) + 1, False
            for name in ("qty", "day", "text", "ref", *SHIPPING):
                setattr(added, name, getattr(_BLANK, name))
            row.verb = added.verb = "propose"
            _save(by, head, [row, added], today, more=1)


def _edited(row: Row, edit: Edit) -> Row | None:
    if row.state not in MENDED or (row.given and _is_untouched(row, edit)):
        return None
    row.stamp = edit.stamp
    for name in SHIPPING if row.answered else _TYPED:
        setattr(row, name, getattr(edit, name))
    row.given, row.fault = "", ""
    if edit.fault:
        row.misread(edit.unread, edit.fault)
    return row


def _is_untouched(row: Row, edit: Edit) -> bool:
    """What could not be read stays to be mended until somebody types something else."""
    unread = {name: text for name, text in row.unread.items() if name in _BOXES}
    return edit.unread == unread and all(
        getattr(row, name) == getattr(edit, name) for name in _TYPED if name not in unread
    )


def _save(
    by: Actor,
    head: store.Head,
    changed: Sequence[Row],
    today: date,
    more: int = 0,
    notes: frozenset[str] | set[str] = frozenset(),
) -> None:
    rows = _with_beside(by, head.id, changed, notes)
    found = desk.lines_of({row.order for row in rows if row.order})
    fresh = {line.place: line for line in found}
    for row in rows:
        line = fresh.get(row.place)
        if line and line.stamp == row.stamp:
            row.asked, row.asked_day = line.cap, line.want_day
    _weigh(rows, found, by, today)
    flow.within(by.org, lambda: _keep(head, rows, more))


def _with_beside(by: Actor, ident: UUID, changed: Sequence[Row], notes: Iterable[str]) -> list[Row]:
    """Return rows with all that can be mended of their lines and their shipments.

    Args:
        notes: delivery notes that some of them had before.
    """
    found, notes = {row.row: row for row in changed}, {*notes} - {""}
    ships = bool(notes) or any(row.ships for row in changed)
    noted = store.shipping(by, ident) if ships else []
    before = -1
    while before != (before := len(found)):
        notes |= {shipping.note_of(row.note) for row in found.values() if row.note}
        lines = {(row.order, row.line) for row in found.values() if row.order}
        same = [row for row in noted if shipping.note_of(row.note) in notes]
        for row in [*store.of_lines(by, ident, lines), *same]:
            if row.state in MENDED:
                found.setdefault(row.row, row)
    return list(found.values())


def _keep(head: store.Head, rows: Sequence[Row], more: int) -> None:
    if not store.change(head.id, (OPEN, DONE), state=OPEN, rows=head.rows + more):
        raise Conflict(N_("These answers are being sent just now. Wait until they are through."))
    store.write(head.id, rows)


def _weigh(rows: Iterable[Row], found: Sequence[desk.LineRow], by: Actor, today: date) -> None:
    look(list(rows), found, by, today)


def start(by: Actor, ident: UUID) -> bool:
    """Begin to tell a bundle; False if somebody (a second click) has begun already."""
    head = store.head_of(by, ident)
    again = {"state": TELLING, "round": head.round + 1, "handled": 0}
    return bool(flow.within(by.org, lambda: store.change(ident, (OPEN, DONE), **again)))


def tell_later(by: Actor, ident: UUID) -> None:
    """Put a bundle that was started in line, to be told by the worker."""
    head = store.head_of(by, ident)
    key = f"{ident}:{head.round}"
    flow.within(by.org, lambda: desk.enqueue(TELL_JOB, key, {"bundle": str(ident)}, desk.WATCHED))


def tell(by: Actor, ident: UUID, today: date, progress: Progress | None = None) -> None:
    """Tell all that is ready, some orders at a time. Begun again, it goes on where it ended."""
    head = store.head_of(by, ident)
    handled = head.handled
    while rows := store.ready(by, ident):
        orders = list(by_order(rows).items())
        for first in range(0, len(orders), AT_ONCE):
            some = orders[first : first + AT_ONCE]
            _tell_some(by, head, some, today)
            handled += sum(row.state != READY for _, told in some for row in told)
            _note(by, ident, [row for _, told in some for row in told], handled)
            if progress:
                progress(handled)
    _ship(by, head, today, handled, progress)
    flow.within(by.org, lambda: store.change(ident, (TELLING,), state=DONE))


def _ship(
    by: Actor, head: store.Head, today: date, handled: int, progress: Progress | None
) -> None:
    """Announce what is sent, shipment by shipment."""
    for group in shipping.by_note(store.shipping(by, head.id)).values():
        if any(row.state == READY for row in group):
            shipping.announce(by, f"{head.id.hex}.{head.round}", group, today)
            handled += len(group)
            _note(by, head.id, group, handled)
            if progress:
                progress(handled)


def _note(by: Actor, ident: UUID, rows: Sequence[Row], handled: int) -> None:
    def keep() -> None:
        store.write(ident, rows)
        store.change(ident, handled=handled)

    flow.within(by.org, keep)


def _tell_some(
    by: Actor, head: store.Head, some: Sequence[tuple[UUID, list[Row]]], today: date
) -> None:
    """Tell some orders together; if the ledger takes one not, each by itself."""
    try:
        answers = flow.tell_all([_telling(by, head, *one, today) for one in some], by)
    except PortalError as error:
        if len(some) == 1:
            for row in some[0][1]:
                row.refuse(error, BAD)
            return
        for one in some:
            _tell_some(by, head, [one], today)
        return
    for order, rows in some:
        _answered(rows, answers.get(order))


def _telling(by: Actor, head: store.Head, order: UUID, rows: list[Row], today: date) -> Telling:
    key = f"{head.id.hex}.{head.round}"
    wishes = [row.wish() for row in rows]
    form = Form(f"{key}.{order.hex}", desk.digest_of(repr(wishes).encode()))

    def speak(journey: Journey) -> tuple[Sequence[Draft], str]:
        told = desk.say.tell_wishes(journey, by, key, wishes, today)
        return told.drafts, json.dumps({n: fault_text(e) for n, e in told.faults.items()})

    return Telling(order, form, speak)


def _answered(rows: Sequence[Row], answer: str | None) -> None:
    faults = {} if answer is None else json.loads(answer)
    for row in rows:
        if answer is None:
            row.refuse(gone(), BAD)
        elif fault := faults.get(str(row.row)):
            row.state, row.fault = BAD, fault
        else:
            row.state, row.fault, row.answered = READY if row.ships else TOLD, "", True
