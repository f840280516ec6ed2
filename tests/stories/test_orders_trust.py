"""How far an order's record can be trusted: the owner sees why, the supplier what would help."""

from urllib.parse import quote

import pytest

from portal import jobs
from tests.stories.filling import fill
from tests.world import Line


@pytest.fixture
def order(world, at):
    """PO-7, placed on 1 March for 1 April; acknowledged on the 3rd, and silent since."""
    at("2026-03-01T09:00")
    order = world.place("PO-7", Line(ask="2026-04-01"))
    at("2026-03-03T09:00")
    fill(world.browser(world.sam), f"/orders/{order}", f"/orders/{order}/acceptances")
    at("2026-03-27T09:00")
    return order


def card(browser, order, as_of=""):
    """Return the text of the card, "" where there is none."""
    there = f"/orders/{order}" + (f"?as_of={quote(as_of)}" if as_of else "")
    page = browser.get(there).text
    return page.split('id="trust"')[1].split("</section>")[0] if 'id="trust"' in page else ""


def test_the_owner_sees_the_score_why_and_what_would_raise_it(world, order):
    for who in (world.ada, world.kim, world.rio, world.aud):
        shown = card(world.browser(who), order)

        assert "Confidence: 82 of 100" in shown and "with gaps" in shown
        assert "“Dispatched” was due on 25 Mar 2026 and nobody has reported it" in shown
        assert "Report “Dispatched”, or a new day for it" in shown
        assert "Supplier" in shown


def test_the_supplier_sees_only_what_it_can_do(world, order):
    shown = card(world.browser(world.sam), order)

    assert "Report “Dispatched”, or a new day for it" in shown
    assert "Confidence" not in shown and "18" not in shown and "points" not in shown


def test_a_report_takes_the_doubt_away(world, order):
    world.reach(order, "DISPATCHED", "100", world.sam, what="dispatched")

    assert "Confidence: 100 of 100" in card(world.browser(world.ada), order)
    assert not card(world.browser(world.sam), order)


def test_it_is_shown_as_of_a_moment(world, order):
    ada = world.browser(world.ada)

    assert "Confidence: 100 of 100" in card(ada, order, "2026-03-20T12:00Z")
    assert "Confidence: 82 of 100" in card(ada, order, "2026-03-26T12:00Z")
    assert not card(world.browser(world.sam), order, "2026-03-26T12:00Z")


def test_orders_of_weak_data_are_a_view_of_their_own(world, order, at):
    at("2026-04-25T09:00")
    jobs.foresee()
    ada = world.browser(world.ada)
    weak = ada.get("/orders?tab=weak").text

    assert "PO-7" in weak and "weak data, " in weak
    assert "weak data, " not in world.browser(world.sam).get("/orders?tab=weak").text
    world.reach(order, "DISPATCHED", "100", world.sam, what="dispatched")
    world.reach(order, "DELIVERED", "100", world.sam, what="delivered")
    jobs.foresee()
    assert "PO-7" not in ada.get("/orders?tab=weak").text
