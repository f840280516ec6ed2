"""Rows that ship: those of one delivery note are one shipment, as the announce form makes it.

Looked at, shipments are tried one after the other as they would be told, and nothing is kept.
A shipment is announced whole or not at all: where one of its rows is wrong, the others wait.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

from portal import clock, flow, ledger
from portal.bundles.rows import Row
from portal.bundles.tables import BAD, IDLE, READY, TOLD, WRONG
from portal.desk import Freight, digest_of, say
from portal.errors import N_, NotUnderstood, PortalError
from portal.flow import Form
from portal.journey import Journey
from portal.ledger import Draft
from portal.people import Actor

_FIELDS = {"number": "note", "papers": "note", "containers": "container", "ship_on": "ship_day",
           "answers": "reported"}  # fmt: skip
_SAME = {
    "org": ("note", N_("Delivery note %(note)s has lines of several buyers. Give each buyer a "
                       "delivery note of its own.")),
    "ship_day": ("ship_day", N_("The rows of delivery note %(note)s have different days. A "
                                "shipment leaves on one.")),
    "carrier": ("carrier", N_("The rows of delivery note %(note)s have different carriers.")),
}  # fmt: skip
_REPORTED = N_(
    "Goods of line %(no)s were reported as sent before. Say under “Reported before” whether they "
    "are the ones in this shipment."
)
_BOTH = N_("The rows of line %(no)s say both about what was reported before.")

BEYOND = "beyond"  # what follows from a row that sends more than was ordered: the buyer is asked
Answer = Callable[[Journey], Sequence[Draft]]


def look(rows: Sequence[Row], by: Actor, today: date) -> None:
    """Say of rows that were weighed what their shipments would come to.

    All rows of a delivery note, and of a line, must come together.
    """
    groups = by_note(rows)
    if not groups:
        return
    for row in rows:
        if row.ships:
            _begin(row)
    _wait(rows, groups)
    sound = [group for group in groups.values() if all(row.state == READY for row in group)]
    asked: set[tuple[UUID, int]] = set()
    sayings = [({row.order for row in group}, _warned(group, by, today, asked))
               for group in sound]  # fmt: skip
    said = _answers(rows, {row.order for group in sound for row in group}, by, today)
    for group, error in zip(sound, flow.rehearse(sayings, by, said), strict=True):
        if error:
            _blame(group, error, WRONG)
    for row in rows:
        if row.ships and row.state == READY and (row.order, row.line) in asked:
            row.follows = json.dumps(_followed(row) | {BEYOND: True}, ensure_ascii=False)
    _wait(rows, groups)


def _begin(row: Row) -> None:
    """Take a row that ships for ready, unless something is wrong with it already."""
    row.follows = "" if row.answered else row.follows
    if row.state == IDLE:
        row.state = READY
    if row.state == READY and not row.means:
        row.means = "ship"


def _followed(row: Row) -> dict:
    return json.loads(row.follows) if row.follows else {}


def _warned(
    group: Sequence[Row], by: Actor, today: date, asked: set[tuple[UUID, int]]
) -> flow.SayOfFreight:
    """Return what announces these rows; lines of which the buyer will be asked go to `asked`."""

    def speak(freight: Freight):
        try:
            return _saying(group, by, "looked", today, beyond=False)(freight)
        except NotUnderstood as error:
            if error.field != "beyond":
                raise
            asked.update(error.values["over"])
        return _saying(group, by, "looked", today)(freight)

    return speak


def _answers(
    rows: Iterable[Row], orders: set[UUID | None], by: Actor, today: date
) -> dict[UUID, Answer]:
    """Return what these rows answer to the orders of shipments: it is told before those are."""
    found: dict[UUID, list[say.Wish]] = {}
    for row in rows:
        if row.order in orders and row.asks and row.state == READY:
            found.setdefault(row.order, []).append(row.wish())
    return {
        order: partial(_told_first, by=by, wishes=wishes, today=today)
        for order, wishes in found.items()
    }


def _told_first(
    journey: Journey, by: Actor, wishes: Sequence[say.Wish], today: date
) -> Sequence[Draft]:
    return say.tell_wishes(journey, by, "looked", wishes, today).drafts


def by_note(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return the rows that ship by delivery note; what has none stands by itself."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.ships:
            found.setdefault(note_of(row.note) or f" {row.row}", []).append(row)
    return found


def note_of(text: str) -> str:
    """Return a delivery note's number as it is compared."""
    return ledger.norm(text) if text else ""


def announce(by: Actor, key: str, group: Sequence[Row], today: date) -> None:
    """Announce the shipment of these rows, if nothing is wrong with any of them."""
    if any(row.state != READY or row.asks for row in group):
        _hold_back(group, BAD)
        return
    key = f"{key}.{hashlib.sha256(note_of(group[0].note).encode()).hexdigest()[:16]}"
    form = Form(key, digest_of(repr([_told(row) for row in group]).encode()))
    try:
        made = flow.announce({row.order for row in group}, _saying(group, by, key, today), by, form)
    except PortalError as error:
        _blame(group, error, BAD)
        return
    for row in group:
        row.state, row.fault, row.shipment = TOLD, "", made


def _told(row: Row) -> tuple:
    return (row.place, row.note, row.ship_qty, row.ship_day, row.carrier, row.tracking,
            row.container, row.reported)  # fmt: skip


def _saying(
    group: Sequence[Row], by: Actor, key: str, today: date, *, beyond: bool = True
) -> flow.SayOfFreight:
    """Return what announces these rows. That more is meant was seen in the look at them."""
    goods = [
        say.Goods(row.order, row.line, row.part, row.ship_qty, 0, place)
        for place, row in enumerate(group)
    ]

    def speak(freight: Freight):
        notice = replace(_notice(group, today), beyond=beyond)
        return say.announce(freight, by, key, notice, goods, (), clock.now())

    return speak


def _notice(group: Sequence[Row], today: date) -> say.Notice:
    """Return the header that these rows agree on.

    Raises:
        NotUnderstood: they do not.
    """
    for name, (field, words) in _SAME.items():
        if len({getattr(row, name) for row in group} - {None, ""}) > 1:
            raise NotUnderstood(words, field=field, note=group[0].note)
    day = next((row.ship_day for row in group if row.ship_day), None)
    answers = _reported(group)
    return say.Notice(
        number=group[0].note,
        carrier_name=next((row.carrier for row in group if row.carrier), ""),
        refs=list(dict.fromkeys(_refs(group))),
        ship_on=day,
        left=day is not None and day <= today,
        answers=answers,
    )


def _reported(group: Sequence[Row]) -> dict[tuple[UUID, int], str]:
    """Return, by line, whether what was reported before is in this shipment."""
    answers: dict[tuple[UUID, int], str] = {}
    for place, row in enumerate(group):
        if row.reported and answers.setdefault((row.order, row.line), row.reported) != row.reported:
            raise NotUnderstood(_BOTH, f"goods-{place}-reported", no=row.no)
    return answers


def _refs(group: Iterable[Row]) -> Iterable[tuple[str, str]]:
    for row in group:
        for kind in ("tracking", "container"):
            for value in getattr(row, kind).replace(";", ",").split(","):
                if value.strip():
                    yield kind, value.strip()


def _blame(group: Sequence[Row], error: PortalError, state: str) -> None:
    """Say what is wrong at the row it is wrong in; the others of the shipment wait for it."""
    if error.field == "answers":
        error = NotUnderstood(_REPORTED, "answers", **error.values)
    name, _dash, rest = (error.field or "").partition("-")
    place = rest.partition("-")[0]
    if name == "goods" and place.isdecimal():
        named = "reported" if rest.endswith("-reported") else "ship_qty"
        group[int(place)].refuse(type(error)(error.template, named, **error.values), state)
        _hold_back(group, state)
        return
    for row in group:
        row.refuse(type(error)(error.template, _FIELDS.get(name, "note"), **error.values), state)


def _wait(rows: Sequence[Row], groups: dict[str, list[Row]]) -> None:
    """Let rows wait for those of their line or their shipment that are wrong."""
    lines: dict[tuple[UUID | None, int], list[Row]] = {}
    for row in rows:
        if row.asks:
            lines.setdefault((row.order, row.line), []).append(row)
    before = -1
    while before != (before := sum(row.state == WRONG for row in rows)):
        for group in groups.values():
            _hold_back(group, WRONG)
        for some in lines.values():
            _hold_back(some, WRONG, lambda row: say.waits_for(row.no))


def _hold_back(
    group: Sequence[Row], state: str, why: Callable[[Row], PortalError] | None = None
) -> None:
    """Let the rows that are right wait, if one of them is wrong."""
    if all(row.state == READY for row in group):
        return
    for row in group:
        if row.state == READY:
            row.refuse((why or _waits)(row), state)


def _waits(row: Row) -> NotUnderstood:
    return NotUnderstood(
        N_("Another row of delivery note %(note)s is wrong; this one waits for it."), note=row.note
    )
