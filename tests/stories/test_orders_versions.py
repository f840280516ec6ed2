"""Two people at once, or an old page: both versions stand side by side, line by line."""

import pytest

from tests.stories.filling import fill, form_on
from tests.stories.test_orders_negotiate import change
from tests.world import Line


@pytest.fixture
def order(world, at):
    """PO-7: 100 bolts by 1 April, which Sam has accepted."""
    at("2026-03-10T09:00")
    placed = world.place("PO-7", Line(price="2.50"))
    fill(world.browser(world.sam), f"/orders/{placed}", f"/orders/{placed}/acceptances")
    return placed


def test_two_buyers_change_a_line_and_the_later_one_sees_both_versions(world, order):
    ada, kim = world.browser(world.ada), world.browser(world.kim)
    at, action = f"/orders/{order}?do=change&line=1", f"/orders/{order}/changes"
    hers, his = (form_on(one.get(at).text, action, line=1) for one in (ada, kim))

    first = ada.post(action, data=hers | {"parts-0-qty": "120", "go": "send"})
    second = kim.post(action, data=his | {"parts-0-qty": "90", "go": "send"})

    assert (first.status_code, second.status_code) == (303, 409)
    assert "What you saw, and what the order says now" in second.text
    assert "120" in second.text and "100" in second.text


def test_what_he_accepts_as_a_whole_is_compared_line_by_line(world, order):
    change(world, order, **{"parts-0-qty": "120"})
    sam, action = world.browser(world.sam), f"/orders/{order}/acceptances"
    data = form_on(sam.get(f"/orders/{order}").text, action)
    change(world, order, **{"parts-0-qty": "130"})

    late = sam.post(action, data=data)

    assert late.status_code == 409 and "Line 10: Quantity" in late.text
    assert "120" in late.text and "130" in late.text
