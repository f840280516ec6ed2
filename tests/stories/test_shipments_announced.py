"""A supplier announces what is on its way: the buyer sees it, and counts what came."""

import re

import pytest

from tests.stories.filling import fill, form_on
from tests.stories.shipping import NEW, announce, folded, wrong
from tests.world import Line


@pytest.fixture
def orders(world, at):
    """PO-7 and PO-8, both agreed with Brenner for 1 April."""
    at("2026-03-02T09:00")
    made = [world.place(number, Line(agreed="2026-04-01")) for number in ("PO-7", "PO-8")]
    at("2026-03-20T09:00")
    return made


def test_a_supplier_announces_lines_of_two_orders_and_the_buyer_sees_it(world, orders):
    sam, first = world.browser(world.sam), orders[0]
    offered = sam.get(f"/orders/{first}").text
    assert f"/shipments/new?order={first}" in offered

    sent = announce(
        sam, *orders, **{"goods-0-qty": "60", "carrier_name": "Kühne", "due": "2026-03-24"}
    )

    assert sent.status_code == 303, wrong(sent)
    page = world.browser(world.ada).get(sent.location).text
    assert "Shipment DN-100" in page and "PO-7 / 10" in page and "PO-8 / 10" in page
    assert "60 pcs" in page and "100 pcs" in page and "Kühne" in page
    assert folded(world, first).lines[1].moved("dispatched") == 60
    listed = world.browser(world.ada).get("/shipments").text
    assert "DN-100" in listed and "Under way" in listed


def test_what_was_announced_is_not_offered_again(world, orders):
    sam = world.browser(world.sam)
    announce(sam, orders[0], **{"goods-0-qty": "60"})

    again = sam.get(f"/shipments/new?order={orders[0]}").text
    listed = sam.get("/shipments/new").text

    assert form_on(again, NEW)["goods-0-qty"] == ["40"]
    assert "40 pcs of 100 pcs" in listed


def test_packages_are_added_without_scripts_and_printed(world, orders):
    sam = world.browser(world.sam)
    page = sam.get(f"/shipments/new?order={orders[0]}").text
    fields = form_on(page, NEW)

    grown = sam.post(NEW, data=fields | {"more": "package"})

    assert grown.status_code == 200
    fields = form_on(grown.text, NEW)
    assert fields["goods-0-package"] == ["1"]
    sent = sam.post(NEW, data=fields | {
        "number": "DN-7", "packages-0-sscc": "106141412345678908", "packages-0-gross": "480.5",
    })  # fmt: skip
    assert sent.status_code == 303
    shown = sam.get(sent.location).text
    assert "106141412345678908" in shown and "480.5 kg" in shown
    for paper in ("packing-list.pdf", "labels.pdf"):
        printed = sam.get(f"{sent.location}/{paper}")
        assert printed.status_code == 200 and printed.data.startswith(b"%PDF")


def test_the_buyer_counts_by_package_and_a_difference_shows(world, orders):
    sam, rio = world.browser(world.sam), world.browser(world.rio)
    where = announce(sam, *orders).location

    got = fill(rio, f"{where}?do=receive&what=all", f"{where}/receipts",
               **{"rows-0-qty": "90", "rows-0-damaged": "5", "reason": "QUALITY"})  # fmt: skip

    assert got.status_code == 303, wrong(got)
    page = sam.get(where).text
    assert "90 pcs, 5 pcs damaged" in page
    line = folded(world, orders[0]).lines[1]
    assert (line.moved("received"), line.moved("delivered")) == (90, 100)
    late = sam.get(f"{where}/edit", follow_redirects=True).text
    assert "Goods of this shipment were received" in late


def test_lines_ticked_in_the_list_of_all_lines_are_announced(world, orders):
    sam = world.browser(world.sam)
    page = sam.get("/lines?view=open").text
    fields = form_on(page, "/lines/bundles")
    rows = re.findall(r'name="row" value="([^"]+)"', page)

    begun = sam.post("/shipments/picks", data=fields | {"row": rows})

    assert len(rows) == 2 and begun.status_code == 200
    sent = sam.post(NEW, data=form_on(begun.text, NEW) | {"number": "DN-3"})
    assert sent.status_code == 303, wrong(sent)
    assert [folded(world, one).lines[1].shipped for one in orders] == [100, 100]
