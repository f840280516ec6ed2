"""What the cells of a filled-in row say, as a row of a bundle. Pure.

What can be read in two ways is not read: the row waits to be mended. A changed day or
quantity is a proposal; a row that says nothing stays unanswered.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.bundles.columns import BY_KEY, Words, takes_of
from portal.bundles.filled import Filled
from portal.bundles.keys import Key, read_key
from portal.bundles.rows import WHOLE, Row, gone, known
from portal.desk import LineRow, say
from portal.errors import N_, NotUnderstood, PortalError
from portal.intake import Amounts, Unreadable, number
from portal.people import Actor

LENGTHS = {"text": 4000, "ref": 80, "note": 80, "carrier": 80, "tracking": 400, "container": 400}
SHOWN = 80
_YEARS = range(2000, 2100)
_TYPED = Amounts("either", zero=True, negative=True)
_STORED = Amounts(".", zero=True, negative=True)
_DAYS = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), (0, 1, 2)),
    (re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})"), (2, 1, 0)),
)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_FORMULA = N_("A formula stands in “%(column)s”. Put the value itself there.")
_WORD = N_("“%(found)s” is not among the values of “%(column)s”. Choose one of the list.")
_DAY = N_("“%(found)s” is no day. Write it as 2026-03-31.")
_TWO_WAYS = N_("“%(found)s” can be one of two days. Write it as 2026-03-31.")
_QTY = N_("“%(found)s” is no quantity.")
_LONG = N_("“%(column)s” has more than %(most)s characters.")
_KEY = N_("The key of this row is missing or was changed, so that nobody knows which line it "
          "means. Copy the row once more from a downloaded file.")  # fmt: skip
_MIXED = N_("Order and line of this row do not belong to its key. Was only a part of the table "
            "sorted? Copy the row once more from a downloaded file.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sight:
    """How a row is read: the words it may hold, and whether its days begin with the month."""

    words: Words
    months_first: bool | None = None


def keyed(filled: Sequence[Filled]) -> list[tuple[Filled, Key | None]]:
    """Return each row with what its key says; None: it has none that can be read."""
    return [(one, read_key(one.cells.get("key", "")[1:])) for one in filled]


def understood(
    filled: Filled, key: Key | None, line: LineRow | None, words: Words, by: Actor
) -> Row:
    """Return what a row says about its line. A line that is not theirs is as if there were none."""
    row = Row(filled.number)
    sight = Sight(words, _months_first(filled.cells.get("asked_day", ""), key))
    unread, faults = _fill(row, filled.cells, sight, by.side)
    if faults:
        row.misread(unread, faults[0])
    if not row.verb and row.answers and any(one.code == "propose" for one in say.verbs_of(by.side)):
        row.verb = "propose"
    if line is not None:
        row = _about(row, key, line, by)
    if problem := _problem(row, filled, key, line):
        kept = _shown(filled.cells) if line is None else unread
        row.misread(kept | ({WHOLE: ""} if filled.fault else {}), problem)
    return row


def _about(row: Row, key: Key, line: LineRow, by: Actor) -> Row:
    """Return the row with its line, and with what was shown of it if that is not so any more."""
    row.stamp = key.stamp
    row = known(row, line, by)
    if line.stamp != key.stamp:
        row.asked, row.asked_day = key.qty, key.day
    return row


def _problem(row: Row, filled: Filled, key: Key | None, line: LineRow | None) -> PortalError | None:
    """Return what is wrong with the row as a whole, if it says anything."""
    if filled.fault:
        return filled.fault
    if not row.says_something:
        return None
    if key is None:
        return NotUnderstood(_KEY)
    if line is None:
        return gone()
    shown = {"order": row.number, "line": row.no}
    if any(_differs(filled.cells.get(name, ""), told) for name, told in shown.items()):
        return NotUnderstood(_MIXED)
    return None


def _differs(cell: str, told: str) -> bool:
    return bool(cell) and _bare(cell[1:]) != _bare(told)


def _bare(text: str) -> str:
    """A spreadsheet that takes a number for one drops its zeros."""
    return text.strip().lstrip("0").casefold()


def _shown(cells: dict[str, str]) -> dict[str, str]:
    """Return what stood in the row, to be handed back to whoever sent it."""
    return {key: cell[1:][:SHOWN] for key, cell in cells.items() if key not in ("key", "fault")}


def _months_first(cell: str, key: Key | None) -> bool | None:
    """Say how this file writes days such as 4/1/2026, if the day it was given shows it."""
    found = _SLASHED.fullmatch(cell[1:].strip())
    if not found or key is None or key.day is None:
        return None
    first, second, year = (int(part) for part in found.groups())
    fits = [
        month_first
        for month_first, shown in ((True, (year, first, second)), (False, (year, second, first)))
        if shown == (key.day.year, key.day.month, key.day.day)
    ]
    return fits[0] if len(fits) == 1 else None


def _fill(
    row: Row, cells: dict[str, str], sight: Sight, side: str
) -> tuple[dict[str, str], list[NotUnderstood]]:
    unread: dict[str, str] = {}
    faults: list[NotUnderstood] = []
    for name, fault in _read(row, cells, sight, side):
        unread[name] = cells[name][1:][:SHOWN]
        faults.append(fault)
    return unread, faults


def _read(
    row: Row, cells: dict[str, str], sight: Sight, side: str
) -> Iterator[tuple[str, NotUnderstood]]:
    """Put what can be read into the row; give the rest, and why it cannot."""
    takes = takes_of(side)
    for name, read in _READ.items():
        cell = cells.get(name, "")
        if not cell or name not in takes:
            continue
        try:
            if cell[0] == "f":
                raise NotUnderstood(_FORMULA, field=name, column=BY_KEY[name].says)
            setattr(row, name, read(name, cell, sight))
        except NotUnderstood as fault:
            fault.field = name
            yield name, fault


def _word(name: str, cell: str, sight: Sight) -> str:
    found = sight.words.choice(name, cell[1:])
    if found is None:
        raise NotUnderstood(_WORD, found=cell[1:][:SHOWN], column=BY_KEY[name].says)
    return found


def _text(name: str, cell: str, _sight: Sight) -> str:
    text = cell[1:].replace("\x00", "").strip()
    if len(text) > LENGTHS[name]:
        raise NotUnderstood(_LONG, column=BY_KEY[name].says, most=LENGTHS[name])
    return text


def _qty(_name: str, cell: str, _sight: Sight) -> Decimal:
    if cell[0] == "d":
        raise NotUnderstood(_QTY, found=cell[1:])
    text = re.sub("[\u00a0\u202f]", "", cell[1:]).strip()
    try:
        return number(text, _STORED if cell[0] == "n" else _TYPED)
    except Unreadable as error:
        given = {name: str(value)[:SHOWN] for name, value in error.values.items()}
        raise NotUnderstood(error.template, **given) from error


def _day(_name: str, cell: str, sight: Sight) -> date:
    text = cell[1:].strip()
    try:
        if cell[0] == "d":
            return _in_reach(date.fromisoformat(text), text)
        for shape, order in _DAYS:
            if found := shape.fullmatch(text):
                return _in_reach(date(*(int(found[at + 1]) for at in order)), text)
        if found := _SLASHED.fullmatch(text):
            first, second, year = (int(part) for part in found.groups())
            return _in_reach(_slashed((first, second, year), text, sight.months_first), text)
    except ValueError as error:
        raise NotUnderstood(_DAY, found=text[:SHOWN]) from error
    raise NotUnderstood(_DAY, found=text[:SHOWN])


def _slashed(parts: tuple[int, int, int], text: str, months_first: bool | None) -> date:
    """Return the day of 3/31/2026 or 31/3/2026; 3/4/2026 is the 3rd of April or of another."""
    first, second, year = parts
    if months_first is not None:
        return date(year, first, second) if months_first else date(year, second, first)
    possible = {
        (month, day)
        for month, day in ((first, second), (second, first))
        if month <= 12 and 1 <= day <= 31
    }
    if len(possible) > 1:
        raise NotUnderstood(_TWO_WAYS, found=text[:SHOWN])
    month, day = possible.pop() if possible else (0, 0)
    return date(year, month, day)


def _in_reach(day: date, text: str) -> date:
    if day.year not in _YEARS:
        raise NotUnderstood(_DAY, found=text[:SHOWN])
    return day


_READ: dict[str, Callable[[str, str, Sight], object]] = {
    "verb": _word,
    "qty": _qty,
    "day": _day,
    "rest": _word,
    "reason": _word,
    "text": _text,
    "ref": _text,
    "note": _text,
    "ship_qty": _qty,
    "ship_day": _day,
    "carrier": _text,
    "tracking": _text,
    "container": _text,
    "reported": _word,
}
