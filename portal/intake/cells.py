"""From the texts of a row to its cells: each column read in its own way, all faults found."""

from typing import NamedTuple

from portal.errors import N_
from portal.intake import values
from portal.intake.entry import Fault
from portal.intake.forms import Cell
from portal.intake.profile import Column
from portal.intake.vocabulary import countries, units
from portal.ledger import number as plain_number

BLANK = N_("The column %(column)s is empty. Fill it in.")
_UNIT = N_("“%(found)s” is not a unit we know. Use one such as PCS, KG or M.")
_COUNTRY = N_("“%(found)s” is not a country we know. Use its two-letter code.")
_VALUE = N_("“%(found)s” is not among the values that this column may have.")


class Placed(NamedTuple):
    """A column of the profile where it stands in the file: its position and its header."""

    place: int
    header: str
    column: Column


def cells_of(
    texts: list[str], placed: tuple[Placed, ...]
) -> tuple[dict[str, Cell], tuple[Fault, ...]]:
    """Return what the cells of a row say, by column, and what is wrong with some.

    Blank cells, and placeholders that the profile calls blank, are left out.
    """
    cells, faults = {}, []
    for place, header, column in placed:
        text = texts[place].strip()
        if not text or (column.blank and text.casefold() in column.blank):
            text = column.default
        try:
            if text:
                cells[column.key] = _READ[column.type](text, column)
            elif column.required:
                raise values.Unreadable(BLANK, column=header)
        except values.Unreadable as error:
            faults.append(Fault(header, error.template, error.values, text))
    return cells, tuple(faults)


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
