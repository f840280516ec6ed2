"""The search of the list of orders, narrowed by kind and company."""

import pytest

from portal import people
from tests.world import Line


@pytest.fixture
def crowd(world, at):
    """A service, two orders with Calder, and sixty newer ones with Brenner, all of bolts."""
    at("2026-03-02T09:00")
    world.service = world.place("SV-1", Line(name="Hex bolt fitting"), type="service")
    for number in ("PO-1", "PO-2"):
        world.place(number, Line(name="Hex bolt"), to=world.calder)
    at("2026-03-03T09:00")
    for n in range(60):
        world.place(f"PO-{7000 + n}", Line(name="Hex bolt"))
    return world


def test_what_lies_behind_fifty_others_is_found_by_its_kind(crowd):
    ada = crowd.browser(crowd.ada)

    everything = ada.get("/orders?q=bolt").text
    service = ada.get("/orders?q=bolt&kind=service")

    assert "Only the first 50 are shown" in everything and "SV-1" not in everything
    assert service.status_code == 303 and str(crowd.service) in service.location


def test_what_lies_behind_fifty_others_is_found_by_its_company(crowd):
    with crowd.seen_by(crowd.ada):
        ref = people.partner(crowd.calder).ref

    page = crowd.browser(crowd.ada).get(f"/orders?q=bolt&partner={ref}").text

    assert "PO-1" in page and "PO-2" in page
    assert "PO-7059" not in page and "Only the first 50" not in page
