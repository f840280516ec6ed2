"""A carrier finds all it takes part in, and answers the orders placed with it and no others."""

import pytest

from portal import clock, desk, flow, people
from portal.db import db, keeper, transaction
from portal.desk import Wanted
from portal.errors import NotAllowed
from tests.stories.filling import fill
from tests.stories.test_orders_buyer import statements
from tests.world import Line


@pytest.fixture
def cal(world):
    """Somebody who drives for Nordwind."""
    with keeper(world.nordwind), transaction():
        carrier, _ = people.partner_called(world.nordwind, "carrier", "Fjellfrakt", "", "NO")
    return world.person("Cal", "carrier", carrier)


def test_the_carrier_of_a_transport_order_acknowledges_it(world, cal):
    order = world.place("TR-1", to=cal.org, type="transport")
    browser = world.browser(cal)
    assert "TR-1" in browser.get("/").text

    sent = fill(browser, f"/orders/{order}", f"/orders/{order}/acceptances")

    assert sent.status_code == 303
    assert "response" in [said.facts["kind"] for said in world.history(order)]


def test_a_carrier_beside_an_order_does_not_answer_for_its_supplier(world, cal):
    order = world.place("PO-77", parties=[{"org": cal.org, "role": "carrier"}])

    with world.seen_by(cal), pytest.raises(NotAllowed):
        flow.tell(
            order,
            lambda journey, cases: desk.say.accept_all(journey, cal.actor, "key", ""),
            cal.actor,
        )


@pytest.fixture
def shipped(world, cal):
    """An order of Brenner's, late by now, on which Cal drives; and one on which nobody does."""
    world.place("PO-8", Line(ask="2026-02-01", agreed="2026-02-01"))
    late = Line(ask="2026-02-01", agreed="2026-02-01")
    return world.place("PO-77", late, parties=[{"org": cal.org, "role": "carrier"}])


@pytest.mark.parametrize(
    "address",
    ["", "orders?tab=open", "orders?tab=late", "orders?tab=all", "orders?tab=open&sort=pressing"],
)
def test_a_carrier_finds_the_orders_it_takes_part_in(world, cal, shipped, address):
    page = world.browser(cal).get(f"/{address}").text

    assert f"/orders/{shipped}" in page and "Nordwind" in page
    assert "PO-8" not in page


def test_a_carriers_search_goes_straight_to_its_order(world, cal, shipped):
    assert world.browser(cal).get("/orders?q=PO-77").location.endswith(f"/orders/{shipped}")
    assert "No orders here" in world.browser(cal).get("/orders?q=PO-8").text


def test_a_carrier_counts_its_orders_and_owes_no_answer(world, cal, shipped):
    page = world.browser(cal).get("/orders?tab=answer").text

    assert "PO-77" not in page
    with world.seen_by(cal):
        today = clock.now().date()
        tabs = {
            "late": Wanted(today, late=True, named="too"),
            "answer": Wanted(today, turn="answer", named="too"),
            "placed": Wanted(today),
        }
        assert desk.order_counts(tabs) == {"late": 1, "answer": 0, "placed": 0}


def test_a_carriers_list_needs_few_statements(world, cal, shipped):
    world.place("TR-1", to=cal.org, type="transport")
    browser = world.browser(cal)
    for address in ("/orders", "/orders?tab=late", "/orders?tab=open"):
        browser.get(address)
        said = statements(lambda a=address: browser.get(a))
        assert len(said) <= 6, "\n".join(said)


@pytest.mark.sqlite
def test_a_carriers_list_is_driven_from_its_own_orders(world, cal, shipped):
    with world.seen_by(cal):
        said = statements(
            lambda: desk.order_page(Wanted(clock.now().date(), open=True, named="too"), "newest")
        )
        plan = db.session.connection().exec_driver_sql(
            "EXPLAIN QUERY PLAN " + said[-1], (0,) * said[-1].count("?")
        )
        steps = [row[3] for row in plan]

    assert any("ix_party_org" in step for step in steps), steps
    assert not any(step.startswith("SCAN order_reading") for step in steps), steps


def test_the_seller_of_a_sales_order_finds_it_and_sees_no_price(world):
    seller = {"org": world.brenner, "role": "seller"}
    order = world.place("SO-9", to=world.lindqvist, type="sales", parties=[seller])
    sam, cam = world.browser(world.sam), world.browser(world.cam)

    assert "SO-9" in sam.get("/orders?tab=named").text
    assert "SO-9" not in sam.get("/orders?tab=all").text
    assert sam.get("/orders?q=SO-9").location.endswith(f"/orders/{order}")
    for buyers, sellers in (("/orders?tab=all", "/orders?tab=named"), (f"/orders/{order}",) * 2):
        assert "125.00" in cam.get(buyers).text
        assert "EUR" in cam.get(buyers).text and "EUR" not in sam.get(sellers).text
