"""From the texts of a row to its cells: each column read in its own way, all faults found."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from portal.errors import N_
from portal.intake import values
from portal.intake.entry import Fault
from portal.intake.forms import Cell
from portal.intake.profile import Column
from portal.intake.vocabulary import countries, units
from portal.ledger import number as plain_number

SHOWN = 80
BLANK = N_("The column %(column)s is empty. Fill it in.")
_UNIT = N_("“%(found)s” is not a unit we know. Use one such as PCS, KG or M.")
_COUNTRY = N_("“%(found)s” is not a country we know. Use its two-letter code.")
_PARTS = N_("“%(found)s” does not have %(count)s parts with “%(by)s” between them.")
_VALUE = N_("“%(found)s” is not among the values that this column may have.")


class Placed(NamedTuple):
    """A column of the profile where it stands in the file, and how its cells are read."""

    place: int
    header: str
    key: str
    read: Callable[[str], Cell | None]
    split: tuple[str, ...] = ()
    by: str = ""


def placed_at(place: int, header: str, column: Column) -> Placed:
    """Return `column` as it stands in a file, under that header.

    Blank cells, and placeholders that the profile calls blank, say nothing. Files say the
    same things again and again, so what was read is remembered.
    """
    read_as = _READ[column.type]

    @lru_cache(maxsize=4096)
    def read(text: str) -> Cell | None:
        text = text.strip()
        if not text or (column.blank and text.casefold() in column.blank):
            text = column.default
        if text:
            return read_as(text, column)
        if column.required:
            raise values.Unreadable(BLANK, column=header)
        return None

    return Placed(place, header, column.key, read, column.split, column.by)


def cells_of(
    texts: list[str], placed: tuple[Placed, ...]
) -> tuple[dict[str, Cell], tuple[Fault, ...]]:
    """Return what the cells of a row say, by column, and what is wrong with some."""
    cells, faults = {}, []
    for place, header, key, read, split, by in placed:
        try:
            cell = read(texts[place])
            if split and cell is not None:
                cells.update(_parts(cell.text, split, by))
        except values.Unreadable as error:
            faults.append(_fault(header, error, texts[place].strip()))
            continue
        if cell is not None:
            cells[key] = cell
    return cells, tuple(faults)


def _parts(text: str, names: tuple[str, ...], by: str) -> dict[str, Cell]:
    """Return the parts of a text that holds several things, by the columns they become."""
    parts = text.split(by)
    if len(parts) != len(names) or not all(parts):
        raise values.Unreadable(_PARTS, found=text, count=len(names), by=by)
    return {name: Cell(part) for name, part in zip(names, parts, strict=True)}


def _fault(header: str, error: values.Unreadable, found: str) -> Fault:
    given = {name: _shown(value) for name, value in error.values.items()}
    return Fault(header, error.template, given, _shown(found))


def _shown(value: object) -> object:
    """Return a value short enough to be shown in a sentence."""
    return f"{value[:SHOWN]}…" if isinstance(value, str) and len(value) > SHOWN else value


def _text(text: str, column: Column) -> Cell:
    if column.allowed:
        return Cell(values.one_of(text, column.allowed, _VALUE))
    return Cell(values.short(text, column.most))


def _number(text: str, column: Column) -> Cell:
    value = values.number(text, column.amounts)
    return Cell(plain_number(value), number=value)


def _date(text: str, column: Column) -> Cell:
    day, when = values.stated(text, column.dates, column.zone)
    return Cell(day, when=when)


def _unit(text: str, column: Column) -> Cell:
    return Cell(values.one_of(text, units(), _UNIT))


def _country(text: str, column: Column) -> Cell:
    return Cell(values.one_of(text, countries(), _COUNTRY))


_READ = {"text": _text, "number": _number, "date": _date, "unit": _unit, "country": _country}
