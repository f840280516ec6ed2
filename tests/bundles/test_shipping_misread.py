"""Shipments filled in carelessly: what cannot be meant is said before anything is sent."""

from datetime import date

import pytest

from portal.bundles import WRONG
from tests.bundles.shipping import (
    CONTAINER,
    NOTE,
    looked,
    ship,
    table,
)
from tests.bundles.test_hostile_files import words


@pytest.mark.parametrize("column", range(NOTE, CONTAINER + 1))
def test_formulas_are_not_taken(town, place, column):
    book = table(town)
    ship(book, 2)
    ship(book, 4)
    book.active.cell(2, column).value = "=A1"

    _ident, rows = looked(town, book, place)

    assert rows[2].state == WRONG and "A formula stands in" in words(rows[2])
    if column != NOTE:  # what the note is called is not known then
        assert rows[4].state == WRONG


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({"note": None}, "Give the number of the delivery note."),
        ({"qty": None}, "Give a quantity above zero."),
        ({"qty": -1}, "Give a quantity above zero."),
        ({"qty": "many"}, "“many” is not a number"),
        ({"day": None}, "Give the day."),
        ({"day": "soon"}, "“soon” is no day"),
        ({"day": date(2025, 1, 1)}, "is before the order"),
        ({"day": date(2033, 1, 1)}, "more than five years away"),
        ({"container": "CSQU3054384"}, "should be 3"),
        ({"note": "x" * 81}, "has more than 80 characters"),
    ],
)
def test_what_cannot_be_meant_is_said_before(town, place, filled, said):
    book = table(town)
    ship(book, 2, **filled)

    _ident, rows = looked(town, book, place)

    assert rows[2].state == WRONG and said in words(rows[2])


def test_rows_of_a_note_agree_on_day_and_carrier(town, place):
    book = table(town)
    ship(book, 2, carrier="Kühne")
    ship(book, 3, carrier="Dachser")
    ship(book, 4, note="DN-2")
    for cell in list(book.active[3]):
        book.active.cell(6, cell.column).value = cell.value
    ship(book, 6, note="DN-2", day=date(2026, 3, 5))

    _ident, rows = looked(town, book, place)

    assert "different carriers" in words(rows[2]) and "different days" in words(rows[6])
