"""What an owner calls a step stands wherever it is named, in the reader's language."""

import json

import pytest
from sqlalchemy import select

from portal.db import db, keeper
from portal.journey import OrderReading
from tests.stories.filling import fill
from tests.stories.shipping import announce
from tests.stories.test_admin_journeys import choose, copied
from tests.stories.told import house
from tests.world import Line

DISPATCHED, ARRIVED = "steps-4", "steps-5"
NAMES = {
    f"{DISPATCHED}-name": "Off the ramp",
    f"{DISPATCHED}-name_de": "Von der Rampe",
    f"{ARRIVED}-name_de": "Im Depot",
}


@pytest.fixture
def kim(world):
    return world.browser(world.kim)


@pytest.fixture
def named(world, kim, at):
    """Orders of Nordwind follow a journey whose step "Dispatched" has names."""
    at("2026-03-02T09:00")
    assert copied(kim, **NAMES).status_code == 303
    choose(kim, journey="castings")


@pytest.fixture
def order(world, named):
    """PO-7, agreed, so that it is dispatched next."""
    return world.place("PO-7", Line(agreed="2026-04-20"))


def german(browser):
    """Let whoever this is choose German."""
    assert fill(browser, "/account", "/account/details", locale="de").status_code == 303
    return browser


def test_lists_and_the_order_call_a_step_as_its_owner_does(world, order):
    ada = world.browser(world.ada)
    places = ("/orders?tab=all", "/lines?view=open", f"/orders/{order}", f"/orders/{order}/journey")

    for place in places:
        page = ada.get(place).text
        assert "Off the ramp" in page and "Von der Rampe" not in page, place
    sam = german(world.browser(world.sam))
    for place in places[:3]:
        page = sam.get(place).text
        assert "Von der Rampe" in page and "Off the ramp" not in page, place


def test_a_language_without_its_own_name_has_the_one_for_all_or_the_usual_word(world, order, kim):
    page = kim.get("/admin/journeys/one?of=castings/1").text
    assert "Off the ramp" in page and "Arrived" in page and "Im Depot" not in page

    page = german(kim).get("/admin/journeys/one?of=castings/1").text
    assert "Von der Rampe" in page and "Im Depot" in page


def test_the_line_list_says_which_step_is_next_and_when(world, order):
    page = world.browser(world.sam).get("/lines?view=open").text

    assert "next: Off the ramp, 16 Apr 2026" in page


def test_a_shipment_is_where_its_orders_say_it_is(world, order):
    sam = world.browser(world.sam)
    shipment = announce(sam, order, number="DN-1", ship_on="2026-03-02").location
    passed = {"code": "DISPATCHED", "on": "2026-03-02"}
    answer = fill(sam, f"{shipment}?do=step", f"{shipment}/milestones", **passed)
    assert answer.status_code == 303

    for page in ("/shipments", shipment, f"/orders/{order}"):
        assert "Off the ramp" in sam.get(page).text
    assert "reported: Off the ramp" in sam.get(shipment).text
    assert "Von der Rampe" in german(sam).get("/shipments").text


def test_orders_that_disagree_leave_a_shipment_the_usual_word(world, kim, order):
    copied(kim, title="Other", **{f"{DISPATCHED}-name": "Gone"})
    other = world.place("PO-8", Line(agreed="2026-04-20"))
    at = f"/orders/{other}/journey"
    assert fill(world.browser(world.ada), at, at, journey="other/1").status_code == 303
    sam = world.browser(world.sam)
    shipment = announce(sam, order, other, number="DN-1", ship_on="2026-03-02").location

    page = sam.get(shipment).text

    assert "Dispatched" in page and "Off the ramp" not in page and "Gone" not in page


def test_names_are_kept_with_the_journey_and_in_the_reading(world, kim, order):
    (made,) = [one for one in house(world) if one["kind"] == "setting.made"][:1]
    step = made["body"]["doc"]["steps"][4]
    assert step["name"] == "Off the ramp" and step["names"] == {"de": "Von der Rampe"}
    with keeper(world.nordwind):
        reading = db.session.scalar(select(OrderReading).where(OrderReading.order == order))
        steps = json.loads(reading.fold)["steps"]
    assert steps["DISPATCHED"] == {"": "Off the ramp", "de": "Von der Rampe"}
    assert steps["ARRIVED"] == {"": "", "de": "Im Depot"}
