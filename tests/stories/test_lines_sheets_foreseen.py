"""Before anything is sent, each row says what will follow: accepted, the buyer's turn, refused."""

from datetime import date
from decimal import Decimal

import pytest

from portal.desk.tolerance import Limit
from tests.stories.sheets import book_of, copy_row, fill_in, lines_of, saved, send_all, upload
from tests.stories.test_tolerance_answers import days, kinds, set_
from tests.world import Line

BY_ITSELF, BY_THE_BUYER = "Accepted automatically:", "The buyer decides"


@pytest.fixture
def town(world, at):
    """Two orders of Brenner, of which nothing is agreed; now it is 4 March."""
    world.one = world.place("PO-1", Line(ask="2026-04-01"))
    world.two = world.place("PO-2", Line(ask="2026-04-03", qty="40"))
    at("2026-03-04T09:00")
    return world


def looked(town, *fills):
    """Fill in rows from 2 and send the file; return Sam's browser and the page that follows."""
    sam = town.browser(town.sam)
    book = book_of(sam)
    for row, said in enumerate(fills, start=2):
        fill_in(lines_of(book), row, **said)
    return sam, upload(sam, saved(book))


def test_it_says_which_rule_will_accept_and_what_goes_to_the_buyer(town):
    set_(town, date_late=days(3))

    sam, page = looked(town, {"New_day": date(2026, 4, 3)}, {"New_day": date(2026, 4, 13)})

    assert page.text.count(BY_ITSELF) == 1 and page.text.count(BY_THE_BUYER) == 1
    assert "decision" not in kinds(town, town.one), "looking decides nothing"
    send_all(sam, page)
    assert kinds(town, town.one)[-1] == "decision", "what was foreseen came"
    assert kinds(town, town.two)[-1] == "response"


def test_what_will_be_refused_says_so_in_the_buyers_words(town):
    set_(town, date_late=days(3, "refuse", "Not later than three days."))

    _sam, page = looked(town, {"New_day": date(2026, 4, 20)})

    assert "This cannot be offered: Not later than three days." in page.text
    assert "to mend" in page.text


def test_without_settings_every_proposal_goes_to_the_buyer(town):
    _sam, page = looked(town, {"New_day": date(2026, 4, 2)}, {"Your_answer": "Accept as asked"})

    assert page.text.count(BY_THE_BUYER) == 1 and BY_ITSELF not in page.text


def test_a_setting_that_is_not_shown_is_not_let_out(town):
    set_(town, shown=False, date_late=days(3))

    _sam, page = looked(town, {"New_day": date(2026, 4, 2)})

    assert BY_ITSELF not in page.text and BY_THE_BUYER in page.text


def test_the_whole_line_is_weighed_not_each_split(town):
    under = Limit("accept", "refuse", message="Ten less at most.", abs=Decimal(10), unit="EA")
    set_(town, qty_under=under, date_late=Limit("accept"))
    sam = town.browser(town.sam)
    book = book_of(sam)
    sheet = lines_of(book)
    rest = "The rest will not be delivered"
    copy = copy_row(sheet, 2)
    fill_in(sheet, 2, New_quantity=50, What_happens_to_the_rest=rest)
    fill_in(sheet, copy, New_quantity=42, New_day=date(2026, 4, 8))

    page = upload(sam, saved(book))

    assert page.text.count(BY_ITSELF) == 2, "eight less in sum, not fifty"
