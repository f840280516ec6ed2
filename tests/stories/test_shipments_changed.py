"""Until goods were received an announcement is corrected or taken back; mistakes are refused."""

import pytest

from tests.stories.filling import fill, form_on
from tests.stories.shipping import NEW, announce, folded, wrong
from tests.stories.told import mailed
from tests.world import Line


@pytest.fixture
def orders(world, at):
    """PO-7 and PO-8, both agreed with Brenner for 1 April."""
    at("2026-03-02T09:00")
    made = [world.place(number, Line(agreed="2026-04-01")) for number in ("PO-7", "PO-8")]
    at("2026-03-20T09:00")
    return made


def test_a_correction_says_the_whole_anew_and_the_buyer_hears_of_it(world, orders):
    sam = world.browser(world.sam)
    where = announce(sam, orders[0]).location

    sent = fill(sam, f"{where}/edit", f"{where}/edit", number="DN-101", **{"goods-0-qty": "70"})

    assert sent.status_code == 303, wrong(sent)
    page = world.browser(world.ada).get(where).text
    assert "Shipment DN-101" in page and "corrected the shipment" in page
    assert folded(world, orders[0]).lines[1].moved("dispatched") == 70
    assert mailed(world, "shipment") == [(world.ada.id, "")] * 2  # announced, corrected


def test_lines_of_another_order_are_added_by_a_correction(world, orders):
    sam = world.browser(world.sam)
    where = announce(sam, orders[0]).location

    sent = fill(sam, f"{where}/edit?order={orders[1]}", f"{where}/edit", **{"goods-1-qty": "5"})

    assert sent.status_code == 303, wrong(sent)
    assert folded(world, orders[1]).lines[1].moved("dispatched") == 5


def test_a_cancelled_shipment_says_why_and_its_goods_are_open_again(world, orders):
    sam = world.browser(world.sam)
    where = announce(sam, orders[0]).location

    silent = fill(sam, f"{where}?do=cancel", f"{where}/cancellations")
    gone = fill(sam, f"{where}?do=cancel", f"{where}/cancellations", text="The truck was full.")

    assert silent.status_code == 422 and "Say why" in silent.text
    assert gone.status_code == 303
    page = world.browser(world.ada).get(where).text
    assert "Cancelled: nothing is in it." in page and "The truck was full." in page
    assert folded(world, orders[0]).lines[1].parts[1].to_ship == 100
    assert "DN-100" in sam.get("/shipments?view=cancelled").text
    assert announce(sam, orders[0]).status_code == 303, "its number is free again"


def test_the_same_delivery_note_twice_leads_to_the_first(world, orders):
    sam = world.browser(world.sam)
    first = announce(sam, orders[0], **{"goods-0-qty": "10"}).location

    again = announce(sam, orders[0], number="dn 100", **{"goods-0-qty": "10"})

    assert again.status_code == 422
    assert "was announced already" in wrong(again)[0]
    assert f'href="{first}"' in again.text


def test_the_same_form_twice_is_one_shipment(world, orders):
    sam = world.browser(world.sam)
    page = sam.get(f"/shipments/new?order={orders[0]}").text
    fields = form_on(page, NEW) | {"number": "DN-1"}

    sent = [sam.post(NEW, data=fields) for _ in range(2)]

    assert sent[0].location == sent[1].location
    assert folded(world, orders[0]).lines[1].shipped == 100


def test_more_than_ordered_is_refused_beside_its_row(world, orders):
    refused = announce(world.browser(world.sam), *orders, **{"goods-1-qty": "101"})

    assert refused.status_code == 422
    assert "makes 101 pcs. At most 100 may be sent" in wrong(refused)[0]
    assert 'id="goods-1-qty-error"' in refused.text
    assert 'href="#goods-1-qty"' in refused.text, "the summary leads to the row"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"number": ""}, "Give the number of the delivery note"),
        ({"ship_on": "2026-03-21"}, "still to come"),
        ({"left": "plan", "ship_on": "2026-03-19"}, "has passed"),
        ({"due": "2026-03-01"}, "before it has left"),
        ({"containers": "CSQU3054384"}, "should be 3"),
        ({"goods-0-qty": "many"}, "Write the quantity as a number"),
        ({"goods-0-qty": "0"}, "above zero"),
        ({"packages-0-kind": "PX", "packages-0-sscc": "1"}, "An SSCC has 18 digits"),
        ({"packages-0-kind": "PX"}, "Package 1 is empty"),
        ({"packages-0-kind": "", "packages-1-kind": "PX", "packages-1-net": "x"}, "as a number"),
    ],
)
def test_what_cannot_be_meant_is_asked_for_again_in_its_place(world, orders, typed, says):
    refused = announce(world.browser(world.sam), orders[0], **typed)

    assert refused.status_code == 422
    assert any(says in text for text in wrong(refused)), wrong(refused)


def test_goods_reported_before_are_asked_about_and_counted_once(world, orders):
    world.reach(orders[0], "DISPATCHED", "60", world.sam)
    sam = world.browser(world.sam)

    silent = announce(sam, orders[0], **{"goods-0-qty": "60"})
    said = announce(sam, orders[0], **{"goods-0-qty": "60", "answers-0-answer": "same"})

    assert silent.status_code == 422 and "Are these the goods reported before?" in silent.text
    assert said.status_code == 303, wrong(said)
    assert folded(world, orders[0]).lines[1].moved("dispatched") == 60


def test_a_step_of_the_shipment_reaches_all_its_orders_and_is_taken_back(world, orders, at):
    sam = world.browser(world.sam)
    where = announce(sam, *orders, due="2026-03-24").location
    at("2026-03-24T15:00")
    sam = world.browser(world.sam)

    done = fill(sam, f"{where}?do=step", f"{where}/milestones", code="DELIVERED", on="2026-03-24")

    assert done.status_code == 303, wrong(done)
    assert [folded(world, one).lines[1].moved("delivered") for one in orders] == [100, 100]
    page = sam.get(where).text
    taken = page.split("do=take-back&amp;what=")[1].split("#")[0].split('"')[0]
    back = fill(
        sam, f"{where}?do=take-back&what={taken}", f"{where}/corrections/{taken}", why="No."
    )
    assert back.status_code == 303
    assert folded(world, orders[0]).lines[1].moved("delivered") == 0


def test_a_shipment_is_found_by_every_number_on_it(world, orders):
    sam = world.browser(world.sam)
    where = announce(
        sam, orders[0], tracking="1Z999\n1Z888", containers="CSQU3054383", waybill="CMR-5",
        **{"packages-0-kind": "PX", "packages-0-sscc": "106141412345678908",
           "goods-0-package": "1"},
    ).location  # fmt: skip
    ada = world.browser(world.ada)

    for number in ("dn-100", "1z888", "CSQU 305438-3", "CMR5", "(00)106141412345678908"):
        found = ada.get("/shipments", query_string={"q": number})
        assert (found.status_code, found.location) == (303, where), number
    assert ada.get("/orders?q=1Z999").location == where
    assert "No shipments here" in world.browser(world.sue).get("/shipments?q=1Z999").text


def test_the_list_shows_what_is_late_and_only_ones_own(world, orders, at):
    sam = world.browser(world.sam)
    announce(sam, orders[0], due="2026-03-24", number="DN-1", **{"goods-0-qty": "10"})
    announce(sam, orders[0], left="plan", ship_on="2026-03-25", number="DN-2")
    at("2026-03-26T09:00")

    late = world.browser(world.ada).get("/shipments?view=late").text
    waiting = world.browser(world.sam).get("/shipments?view=announced").text

    assert "DN-1" in late and "2 days late" in late and "DN-2" not in late
    assert "DN-2" in waiting and "DN-1" not in waiting
    for stranger in (world.sue, world.eve):
        assert "DN-" not in world.browser(stranger).get("/shipments").text
