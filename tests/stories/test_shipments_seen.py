"""What a page of shipments costs, and what somebody does who sees only some of its orders."""

import pytest

from portal import people
from portal.db import keeper, transaction
from portal.ledger import Draft
from tests.stories.filling import fill
from tests.stories.shipping import announce, folded, wrong
from tests.stories.test_orders_buyer import statements
from tests.world import Line

PAGES = {"/shipments": 6, "{there}": 6, "/shipments/new": 6}  # statements at most


@pytest.fixture
def orders(world, at):
    """Four orders, all agreed with Brenner."""
    at("2026-03-02T09:00")
    made = [world.place(f"PO-{n}", Line(agreed="2026-04-01")) for n in range(7, 11)]
    at("2026-03-20T09:00")
    return made


def narrow(world, order):
    """Let Lea of Brenner join, who looks after one order and sees no other."""
    lea = world.person("Lea", "supplier", world.brenner)
    with keeper(world.brenner), transaction():
        rights = {world.nordwind: people.Rights("assigned")}
        people.permits.set_rights(world.brenner, lea.id, rights)
    world.tell(order, Draft("order.assigned", body={"given": [str(lea.id)]}), by=world.sam)
    return world.recognised(lea.name, lea.email, lea.org)


@pytest.mark.parametrize(("address", "most"), PAGES.items())
def test_a_page_costs_the_same_however_many_orders_are_in_it(world, orders, address, most):
    sam = world.browser(world.sam)
    one = announce(sam, orders[0], number="DN-1").location
    all_others = announce(sam, *orders[1:], number="DN-2").location

    counted = []
    for there in (one, all_others):
        where = address.format(there=there)
        sam.get(where)
        counted.append(len(statements(lambda where=where: sam.get(where))))

    assert counted[0] == counted[1] <= most


def test_who_sees_one_of_its_orders_sees_no_other_and_cannot_say_the_whole_anew(world, orders):
    where = announce(world.browser(world.sam), *orders[:2]).location
    lea = world.browser(narrow(world, orders[0]))

    page = lea.get(where).text
    sent = fill(lea, f"{where}/edit", f"{where}/edit", **{"goods-0-qty": "5"})
    gone = fill(lea, f"{where}?do=cancel", f"{where}/cancellations", text="No.")

    assert "PO-7 / 10" in page and "PO-8" not in page
    for refused in (sent, gone):
        assert refused.status_code == 422
        assert "Goods of orders you do not see" in refused.text, wrong(refused)
    assert [folded(world, one).lines[1].shipped for one in orders[:2]] == [100, 100]


def test_only_those_a_shipment_is_for_find_it_by_list_search_and_address(world, orders):
    where = announce(world.browser(world.sam), orders[0], number="DN-1").location
    papers = [f"{where}/packing-list.pdf", f"{where}/labels.pdf", f"{where}/edit"]

    for who in ("ada", "kim", "rio", "sam", "aud"):
        page = world.browser(getattr(world, who)).get("/shipments").text
        assert where in page, who
    for who in ("eve", "sue", "cam"):
        browser = world.browser(getattr(world, who))
        found = browser.get("/shipments?view=all").text + browser.get("/shipments?q=DN-1").text
        assert where not in found, who
        for address in (where, *papers):
            assert browser.get(address).status_code in (403, 404), (who, address)


def test_a_carrier_sees_how_it_travels_and_not_what_is_in_it(world, orders):
    carrier = {"org": world.cam.org, "name": "Haulier"}
    shipment = world.ship("DN-5", orders[0], carrier=carrier)
    cam = world.browser(world.cam)

    page = cam.get(f"/shipments/{shipment}").text

    assert "DN-5" in page and "PO-7" not in page and "Bolt" not in page
    assert "DN-5" in cam.get("/shipments").text
    assert cam.get(f"/orders/{orders[0]}").status_code == 404


def test_an_auditor_sees_the_shipments_of_the_orders_granted(world, orders):
    one = announce(world.browser(world.sam), orders[0], number="DN-1").location
    other = announce(world.browser(world.sam), orders[1], number="DN-2").location

    narrow = world.person("Ava", "auditor", world.nordwind)
    ava = world.browser(world.grant(narrow, order=orders[0], partner=world.brenner))

    assert ava.get(one).status_code == 200
    assert ava.get(other).status_code == 404
    listed = ava.get("/shipments").text
    assert "DN-1" in listed and "DN-2" not in listed
