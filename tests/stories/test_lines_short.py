"""Not enough for everything: the buyer's true need, what to send first, the splits."""

import pytest

from portal import journey, ledger
from portal.db import keeper
from tests.stories.filling import fill
from tests.world import Line


@pytest.fixture
def orders(world, at):
    """Two agreed orders for the same bolt; the first one is needed in part only."""
    at("2026-03-02T09:00")
    calm = world.place("PO-7", Line(qty="100", ask="2026-04-01", agreed="2026-04-01"))
    pressed = world.place("PO-8", Line(qty="50", ask="2026-04-20", agreed="2026-04-20"))
    return calm, pressed


def need(world, order, who=None, **typed):
    rows = {"rows-0-qty": "20", "rows-0-day": "2026-04-10", **typed}
    browser = world.browser(who or world.ada)
    return fill(browser, f"/orders/{order}?do=need&line=1", f"/orders/{order}/needs", **rows)


def folded(world, order):
    with keeper(world.nordwind):
        return journey.fold(ledger.history(order))


def test_the_buyer_says_what_is_truly_needed_and_the_supplier_sees_it(world, orders):
    sent = need(world, orders[0], **{"rows-1-qty": "80", "rows-1-day": "2026-06-01"})

    assert sent.status_code == 303
    page = world.browser(world.sam).get(f"/orders/{orders[0]}").text
    assert "Truly needed: 20 pcs by" in page
    assert "said what is truly needed of line 10" in page
    assert folded(world, orders[0]).part(1, 1).agreed_day.isoformat() == "2026-04-01"


def test_empty_rows_take_it_back(world, orders):
    need(world, orders[0])
    need(world, orders[0], **{"rows-0-qty": "", "rows-0-day": ""})

    assert folded(world, orders[0]).lines[1].needs == ()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"rows-0-qty": "101"}, "more than the 100"),
        ({"rows-0-day": ""}, "Give both, quantity and day."),
        ({"rows-1-qty": "1", "rows-1-day": "2026-04-10"}, "Give each day once."),
        ({"rows-0-qty": "many"}, "Write the quantity as a number"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_form(world, orders, typed, words):
    answer = need(world, orders[0], **typed)

    assert answer.status_code == 422
    assert words in answer.text
    assert folded(world, orders[0]).lines[1].needs == ()


def test_a_supplier_cannot_say_what_the_buyer_needs(world, orders):
    assert need(world, orders[0], who=world.kim).status_code == 303
    assert "do=need" not in world.browser(world.sam).get(f"/orders/{orders[0]}").text


def test_it_is_asked_of_what_is_bought_and_by_buyers_only(world, orders):
    sold = world.place("SO-9", Line(), to=world.lindqvist, type="sales")

    assert world.browser(world.ada).get(f"/orders/{sold}?do=need&line=1").status_code == 404
    assert world.browser(world.rio).get(f"/orders/{orders[0]}?do=need&line=1").status_code == 404


def short(world, order, who=None, **asked):
    return world.browser(who or world.sam).get(f"/lines/short/{order}/1", query_string=asked)


def test_the_most_needed_comes_first(world, orders):
    need(world, orders[0], **{"rows-1-qty": "80", "rows-1-day": "2026-06-01"})
    page = short(world, orders[0], have="60", rest="2026-05-04").text
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]

    assert ["PO-7" in row for row in rows] == [True, False, True]
    assert "as the buyer says" in rows[0] and "nothing is left" in rows[0]
    assert ">40<" in rows[1] and "14 days" in rows[1], rows[1]
    assert "in time" in rows[2], "the buyer needs the rest in June only"


def test_the_splits_are_proposed_in_one_step(world, orders):
    page = f"/lines/short/{orders[0]}/1"
    asked = f"{page}?have=60&rest=2026-05-04"
    sent = fill(world.browser(world.sam), asked, f"{page}/splits", reason="CAPACITY")

    assert sent.status_code == 303
    shown = world.browser(world.sam).get(sent.location).text
    assert "PO-7" in shown and "PO-8" in shown
    assert folded(world, orders[0]).part(1, 1).proposal == "", "nothing is said before a look"


def test_with_enough_for_all_nothing_is_proposed(world, orders):
    page = short(world, orders[0], have="150", rest="2026-05-04").text

    assert "There is enough for everything." in page


@pytest.mark.parametrize("asked", [{"have": "x", "rest": "2026-05-04"}, {"have": "5"}])
def test_what_cannot_be_read_is_said(world, orders, asked):
    assert short(world, orders[0], **asked).status_code == 422


def test_it_is_for_the_supplier_of_the_order(world, orders):
    assert short(world, orders[0], who=world.sue).status_code == 404
    assert short(world, orders[0], who=world.ada).status_code == 404
