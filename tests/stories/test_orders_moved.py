"""Ticked orders are moved to another journey or version: each wholly, and each is answered."""

import re
from uuid import uuid4

import pytest

from portal import journey
from tests.stories.filling import fill, form_on
from tests.stories.test_admin_journeys import EDIT, copied, read
from tests.world import Line

MOVE = "/orders/journeys"


@pytest.fixture
def orders(world):
    return [world.place(f"PO-{n}") for n in (7, 8, 9)]


def ticked(*orders):
    return f"{MOVE}?" + "&".join(f"row={one}" for one in orders)


def move(browser, *orders, **typed):
    """Tick these orders, choose, send; return the answer, and the page it leads to."""
    answer = fill(browser, ticked(*orders), MOVE, row=[str(one) for one in orders], **typed)
    return answer, browser.get(answer.location).text if answer.status_code == 303 else answer.text


def answers(page) -> list[str]:
    return re.findall(r'<td data-label="What became of it"[^>]*>.*?<span[^>]*>(.*?)</span>', page)


def test_each_ticked_order_is_moved_and_the_others_are_not(world, orders):
    ada = world.browser(world.ada)
    page = ada.get("/orders?tab=all").text
    assert all(f'name="row" value="{one}"' in page for one in orders)

    answer, page = move(ada, *orders[:2], journey="purchase-sea/1", scope="transport")

    assert answer.status_code == 303
    assert answers(page) == ["moved", "moved"] and "2 orders were moved." in page
    for order in orders[:2]:
        template = read(world, order).template
        assert (template.name, template.scope) == ("purchase-sea/1", "transport")
    assert read(world, orders[2]).template.name == "purchase/1"


def test_an_older_version_of_an_own_journey_may_be_chosen(world, orders):
    kim = world.browser(world.kim)
    copied(kim)
    fill(kim, f"{EDIT}?of=castings", EDIT, verb="save", **{"steps-0-days": "5"})

    for name in ("castings/1", "castings/2"):
        _answer, page = move(kim, orders[0], journey=name)
        assert answers(page) == ["moved"] and read(world, orders[0]).template.name == name


def test_what_it_follows_of_a_journey_stays_unless_said_otherwise(world, orders):
    ada = world.browser(world.ada)
    move(ada, orders[0], journey="purchase-air/1", scope="transport")

    move(ada, orders[0], journey="purchase-sea/1")

    assert read(world, orders[0]).template.scope == "transport"


def test_orders_of_another_kind_or_already_there_are_left_and_say_so(world, orders):
    ada = world.browser(world.ada)
    sold = world.place("SO-1", Line(), to=world.lindqvist, type="sales")
    move(ada, orders[0], journey="purchase-sea/1")
    before = [len(world.history(one)) for one in (sold, orders[0])]

    _answer, page = move(ada, *orders[:2], sold, journey="purchase-sea/1")

    assert answers(page) == ["follows it already", "moved", "another kind of order: left as it is"]
    assert [len(world.history(one)) for one in (sold, orders[0])] == before


def test_the_same_form_sent_twice_moves_once(world, orders):
    ada = world.browser(world.ada)
    fields = form_on(ada.get(ticked(orders[0])).text, MOVE) | {"journey": "purchase-sea/1"}
    first = ada.post(MOVE, data=fields)
    move(ada, orders[0], journey="purchase/1")

    again = ada.post(MOVE, data=fields)

    assert first.location == again.location
    assert read(world, orders[0]).template.name == "purchase/1"


@pytest.mark.parametrize("name", ["", "nothing/1", "parcel/1"])
def test_a_journey_they_cannot_follow_moves_none(world, orders, name):
    answer, page = move(world.browser(world.ada), *orders, journey=name)

    assert answer.status_code == 422 and "Choose the journey." in page
    assert {read(world, one).template.name for one in orders} == {"purchase/1"}


def test_an_ended_journey_is_not_offered(world, orders):
    kim = world.browser(world.kim)
    copied(kim)
    page = kim.get("/admin/journeys/one?of=castings/1").text
    kim.post("/admin/journeys/end", data=form_on(page, "/admin/journeys/end"))

    assert "castings/1" not in kim.get(ticked(orders[0])).text


def test_nobody_moves_what_is_not_theirs(world, orders):
    far = world.place("PO-99", owner=world.westhaven, to=world.calder)
    ada = world.browser(world.ada)

    page = ada.get(ticked(far, uuid4())).text
    assert "No orders are ticked" in page
    sent = ada.post(MOVE, data=form_on(ada.get(ticked(orders[0])).text, MOVE)
                    | {"row": [str(far), str(orders[0])], "journey": "purchase-sea/1"})  # fmt: skip

    assert "1 order is no longer there." in ada.get(sent.location).text
    assert read(world, orders[0]).template.name == "purchase-sea/1"
    assert world.browser(world.sam).get(MOVE).status_code == 404
    assert 'name="row"' not in world.browser(world.sam).get("/orders?tab=all").text


def test_what_was_moved_stands_in_the_stored_reading(world, orders):
    move(world.browser(world.ada), *orders, journey="purchase-sea/1")

    for order in orders:
        with world.seen_by(world.ada):
            assert not journey.differences(order, journey.fold(world.history(order)))
