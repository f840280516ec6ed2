"""How far an order is, as its page draws it: how many are where, and what stands behind."""

import re

import pytest

from portal.ledger import Draft, Qty, day
from tests.journey.saying import d
from tests.stories.filling import fill
from tests.world import Line


@pytest.fixture
def order(world, at):
    """PO-7: 100 bolts, of which 60 left, and 2.5 m of hose nobody answered."""
    at("2026-03-02T09:00")
    made = world.place("PO-7", Line(agreed="2026-03-20"), Line("HOSE", "2.5", uom="MTR"))
    qty = (Qty(60, "EA", "dispatched", 1),)
    left = Draft("milestone", code="DISPATCHED", line=1, qty=qty, when=day(d("03-02")))
    world.tell(made, left, by=world.sam)
    return made


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def where(page):
    return words(page.partition('id="where"')[2].partition('<dl class="facts')[0])


def test_each_unit_has_a_picture_of_its_own(world, order):
    shown = where(world.browser(world.ada).get(f"/orders/{order}").text)

    assert "Of 100 pcs 40 pcs Acknowledged 60 pcs Dispatched" in shown
    assert "Of 2.5 m 2.5 m waiting for acknowledgement" in shown


def test_the_bar_is_as_long_as_what_has_come(world, order):
    page = world.browser(world.ada).get(f"/orders/{order}").text
    bar = page.partition('id="where"')[2].partition("</svg>")[0]

    assert re.findall(r'class="part q-\d" x="([\d.]+)" width="([\d.]+)"', bar) == [
        ("0.00", "60.00"),
        ("60.00", "40.00"),
    ]
    assert "style=" not in bar


def test_a_number_opens_what_it_counts_and_who_said_so(world, order):
    ada = world.browser(world.ada)
    page = ada.get(f"/orders/{order}").text
    link = re.search(r'href="([^"]+)">60 pcs</a> Dispatched', page)[1]

    opened = words(ada.get(link.replace("&amp;", "&")).text)

    assert "Order PO-7: Dispatched" in opened
    assert "Hex bolt M12 60 pcs 100 pcs 20 Mar 2026" in opened
    assert "reported 60 pcs dispatched" in opened
    assert "HOSE" not in opened


def test_what_is_more_or_was_cancelled_stands_apart(world, order):
    qty = (Qty(50, "EA", "dispatched", 1),)
    more = Draft("milestone", code="DISPATCHED", line=1, qty=qty, when=day(d("03-02")), key="m")
    world.tell(order, more, by=world.sam)
    ada = world.browser(world.ada)
    fill(ada, f"/orders/{order}?do=cancel&line=2", f"/orders/{order}/halts", reason="DEMAND")

    page = ada.get(f"/orders/{order}").text

    assert "100 pcs Dispatched 10 pcs more than ordered" in where(page)
    assert "2.5 m cancelled or closed" in where(page)
    opened = words(ada.get(f"/orders/{order}/places/withdrawn").text)
    assert "cancelled line 20" in opened


def test_a_place_that_is_none_is_not_found(world, order):
    ada = world.browser(world.ada)

    assert ada.get(f"/orders/{order}/places/NOWHERE").status_code == 404
    assert ada.get(f"/orders/{order}/places/DISPATCHED?line=9").status_code == 404
    assert world.browser(world.sue).get(f"/orders/{order}/places/waiting").status_code == 404


def test_ahead_of_the_rest_is_said_beside_the_stage(world, at):
    at("2026-03-02T09:00")
    made = world.place("PO-9", Line(agreed="2026-03-20"))
    qty = (Qty(60, "EA", "dispatched", 1),)
    left = Draft("milestone", code="DISPATCHED", line=1, qty=qty, when=day(d("03-02")))
    world.tell(made, left, by=world.sam)

    page = words(world.browser(world.ada).get(f"/orders/{made}").text)

    assert "Acknowledged 60 of 100 pcs: Dispatched" in page
