"""Files that are read well and cannot be meant: days that have passed, sums, too many rows."""

from datetime import date

import pytest

from portal import bundles
from portal.bundles import READY, REFUSED, WRONG
from tests.bundles.test_hostile_files import ANSWER, DAY, QTY, saved, sent, table, words


def proposed(town, place, column, value):
    """Send a table whose first row proposes this; return that row."""
    book = table(town, answer=None)
    book.active.cell(2, ANSWER).value = "propose"
    book.active.cell(2, column).value = value
    return sent(town, place, saved(book))[1][2]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 3), "passed"),  # yesterday
        (date(2025, 4, 1), "before the order"),
        (date(2036, 4, 1), "more than five years away"),
    ],
)
def test_a_day_that_cannot_be_meant_is_said_before(town, place, day, said):
    row = proposed(town, place, DAY, day)

    assert row.state == WRONG and said in words(row)


@pytest.mark.parametrize("day", [date(2026, 4, 5), date(2026, 4, 6), date(2026, 5, 1)])
def test_a_holiday_is_a_day_the_buyer_is_asked_about(town, place, day):
    row = proposed(town, place, DAY, day)

    assert (row.state, row.means, row.day) == (READY, "propose", day)


def test_less_than_was_asked_for_needs_a_word_about_the_rest(town, place):
    less = proposed(town, place, QTY, 60)

    assert less.state == WRONG and less.problem().field == "rest"


def test_more_than_was_ordered_is_refused_before(town, place):
    more = proposed(town, place, QTY, 160)

    assert more.state == WRONG and "more than the 100 ordered" in words(more)


def test_fifty_thousand_rows_are_refused_as_a_whole(town, place):
    book = table(town)
    row = [cell.value for cell in book.active[2]]
    for _ in range(50_000):
        book.active.append(row)

    head, rows = sent(town, place, saved(book))

    assert head.state == REFUSED and not rows
    assert "20" in str(bundles.fault_of(head.problem))
